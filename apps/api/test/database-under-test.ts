import { createTestDatabase, type TestDatabase } from '@roster/local-postgres/testing';
import { createMigrator, prepareDatabase } from '@roster/migrator';
import { migrations } from '@roster/models/migrations';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { createSequelize } from '../src/database/connection.ts';
import { isPooled } from './pooler.ts';

/** An empty database that goes when the test ends. @returns its URL */
export async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase('api');
  onTestFinished(() => database.drop());
  if (isPooled) await limitStatements(database);
  return database.url;
}

/** One with this build's schema. @returns its URL */
export async function preparedDatabase(): Promise<string> {
  const url = await emptyDatabase();
  const sequelize = createSequelize(url, { poolMax: 2, timeout: 2500 });
  await prepareDatabase(sequelize, createMigrator({ sequelize, migrations }));
  await sequelize.close();
  return url;
}

/** As the operators' page has it for a deployment behind PgBouncer; without it every start of a server warns. */
async function limitStatements({ url, name }: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} SET statement_timeout = '10s'`);
  await client.end();
}

/** A connection of its own, closed when the test ends. */
export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
