import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { withClient } from '../../harness/database.ts';
import { type Cluster, urlOf } from '../cluster.ts';
import type { DatabaseNode } from '../parts/patroni.ts';

/** Writes to the databases themselves: how long Patroni alone keeps anybody from writing. */
export interface WriteProbe {
  /** When a write succeeded, in milliseconds of this process. */
  successes: number[];
  stop(): Promise<void>;
}

const EVERY_MS = 50;
const PATIENCE_MS = 2000;

/** Every 50 ms a row to each node that will take it, over a connection that is made anew after any failure. */
export async function startWriteProbe(cluster: Cluster): Promise<WriteProbe> {
  const primary = await cluster.primary();
  await withClient(urlOf(primary, 'probe', 'postgres'), (client) =>
    client.query('CREATE TABLE probe (at timestamptz)'),
  );
  const successes: number[] = [];
  const stopping = new AbortController();
  const loops = cluster.nodes.map((node) => probe(node, successes, stopping.signal));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(loops);
  };
  return { successes, stop };
}

async function probe(node: DatabaseNode, successes: number[], stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const client = new pg.Client({
      connectionString: urlOf(node, 'probe', 'postgres'),
      connectionTimeoutMillis: 1000,
      query_timeout: PATIENCE_MS,
    });
    client.on('error', () => undefined);
    await writeUntilFailure(client, successes, stopping).catch(() => undefined);
    // Not awaited: a node that is cut off says no goodbye.
    void client.end().catch(() => undefined);
    await sleep(EVERY_MS);
  }
}

async function writeUntilFailure(client: pg.Client, successes: number[], stopping: AbortSignal): Promise<void> {
  await client.connect();
  while (!stopping.aborted) {
    await client.query('INSERT INTO probe VALUES (now())');
    successes.push(performance.now());
    await sleep(EVERY_MS);
  }
}
