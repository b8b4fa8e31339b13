import type pg from 'pg';
import type { NewEmployee } from './employee.ts';
import { insertMany } from './sql.ts';

/** One transaction on a connection of its own. @returns how many rows */
export async function importWith(pool: pg.Pool, batches: AsyncIterable<NewEmployee[]>): Promise<number> {
  const client = await pool.connect();
  let rows = 0;
  try {
    await client.query('BEGIN');
    for await (const batch of batches) rows += (await client.query(insertMany(batch, ''))).rowCount ?? 0;
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
