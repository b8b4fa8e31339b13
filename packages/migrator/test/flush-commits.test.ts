import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { flushCommits } from '../src/transaction.ts';

test('commits that did not wait for the disk are there once they are flushed', async () => {
  const { url, drop } = await createTestDatabase('flush');
  // Whatever the server for tests is set to: what it is reset to is this.
  const client = new pg.Client({ connectionString: url, options: '-c synchronous_commit=on' });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await drop();
  });
  await client.query('CREATE TABLE t (a text)');
  const isFlushed: unknown[] = [];
  // The log's own writer comes by every 200 ms: of many tries it misses some.
  for (let turn = 0; turn < 20; turn += 1) {
    await client.query("BEGIN; SET LOCAL synchronous_commit = off; INSERT INTO t VALUES (repeat('x', 9000)); COMMIT");
    const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
    await flushCommits(client);
    const flushed = await client.query('SELECT pg_current_wal_flush_lsn() >= $1::pg_lsn AS is', [rows[0]?.lsn]);
    isFlushed.push(...flushed.rows);
  }
  expect(isFlushed).toEqual(isFlushed.map(() => ({ is: true })));
});
