import type { ClientBase } from 'pg';

/**
 * All of the catalog as of one moment, on one server connection also behind a pooler, where a setting of the session
 * would stay with whoever comes next; and a table that somebody keeps locked is not waited for.
 */
export async function inSnapshot<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query(
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '10s'",
  );
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}
