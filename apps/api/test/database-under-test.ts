import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { onTestFinished } from 'vitest';

/** An empty database that goes when the test ends. @returns its URL */
export async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase('api');
  onTestFinished(() => database.drop());
  return database.url;
}

/** A connection of its own, closed when the test ends. */
export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
