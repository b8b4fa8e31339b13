import type { ClientBase } from 'pg';
import type { Connection } from './database.ts';

/**
 * What stands before the server: nothing, a pooler that leaves a session its server connection, or one that lends it for
 * a transaction (or a statement), so that a session lock is left behind on whatever connection it was taken.
 */
export type Pooling = 'none' | 'by session' | 'by transaction';

const LOOKS = 3;

/**
 * Finds it out by what is seen alone, since no pooler says how it pools.
 *
 * @param client a connection outside any transaction
 * @param connect opens another one of the same kind
 */
export async function poolingOf(client: ClientBase, connect: () => Promise<Connection>): Promise<Pooling> {
  const own = await serverProcess(client);
  // A pooler announces a process id of its own making.
  if (own === announcedProcess(client)) return 'none';
  const other = await connect();
  try {
    for (let look = 0; look < LOOKS; look += 1) {
      if (await isLent(own, client, other.client)) return 'by transaction';
    }
    return 'by session';
  } finally {
    await other.release();
  }
}

/**
 * Whether a transaction of another connection gets the server process that was ours, or leaves us another one. Whoever
 * was the last to give one back is the first to lose it, but for what others do meanwhile.
 */
async function isLent(own: number, client: ClientBase, other: ClientBase): Promise<boolean> {
  try {
    await other.query('BEGIN');
    return (await serverProcess(other)) === own || (await serverProcess(client)) !== own;
  } catch (error) {
    // PgBouncer's refusal of a transaction where it lends for a statement.
    if (error instanceof Error && error.message.includes('statement pooling mode')) return true;
    throw error;
  } finally {
    await other.query('ROLLBACK').catch(() => undefined);
  }
}

const announcedProcess = (client: ClientBase): number | null =>
  (client as unknown as { processID: number | null }).processID;

async function serverProcess(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}
