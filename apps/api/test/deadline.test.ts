import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { connectTo, emptyDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { spawnServer } from './server-under-test.ts';

/** A server whose requests have a connection each, over a table that another session can hold. */
async function held(settings: Record<string, string>) {
  const url = await emptyDatabase();
  const server = spawnServer({ DATABASE_URL: url, FAST_PATH: 'off', STATEMENT_TIMEOUT: '60000', ...settings });
  const address = await server.listening;
  const holder = await connectTo(url);
  // Within a transaction it would not change.
  const watcher = await connectTo(url);
  /** Statements of the API that PostgreSQL is at. */
  const running = async (): Promise<number> => {
    const { rows } = await watcher.query(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'roster-api' AND state = 'active' AND datname = current_database()",
    );
    return rows.length;
  };
  return { server, address, request: jsonClient(address), holder, running };
}

const employee = { name: '李雷', salary: 1, gender: '男' };

test('what is not done by the deadline is cancelled in PostgreSQL, and the request answers 503', async () => {
  const { request, holder, running } = await held({ DEADLINE: '500' });
  await holder.query('BEGIN; LOCK TABLE employee');
  const start = performance.now();
  const all = await Promise.all([
    request('GET', '/v1/employees?total=true'),
    request('GET', '/v1/employees/1'),
    request('POST', '/v1/employees', employee),
    request('POST', '/v1/employees', employee, { 'Idempotency-Key': 'deadline' }),
    request('PATCH', '/v1/employees/1', { bonus: 1 }),
    request('DELETE', '/v1/employees/1'),
  ]);
  expect(all.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
  expect(performance.now() - start).toBeLessThan(20_000);
  await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000 });
  await holder.query('ROLLBACK');
  expect((await request('POST', '/v1/employees', employee, { 'Idempotency-Key': 'deadline' })).status).toBe(201);
});

test('what a client does not wait for any more is cancelled', async () => {
  const { address, request, holder, running } = await held({});
  await holder.query('BEGIN; LOCK TABLE employee');
  const client = new AbortController();
  const asked = fetch(`${address}/v1/employees`, { signal: client.signal }).catch(() => 'gone');
  await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 10_000 });
  client.abort();
  expect(await asked).toBe('gone');
  await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000 });
  await holder.query('ROLLBACK');
  expect((await request('GET', '/v1/employees')).status).toBe(200);
});

test('what is done in time is not touched, and neither is who has the connection next', async () => {
  const { request, holder, server } = await held({ DEADLINE: '1000', DATABASE_POOL_MAX: '2' });
  expect((await request('POST', '/v1/employees', employee)).status).toBe(201);
  await holder.query('BEGIN; LOCK TABLE employee');
  const waiting = request('GET', '/v1/employees');
  await sleep(300);
  await holder.query('COMMIT');
  expect((await waiting).status).toBe(200);
  await sleep(1000);
  const all = await Promise.all(Array.from({ length: 20 }, () => request('GET', '/v1/employees?limit=1')));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
  expect(server.lines().filter(({ level }) => Number(level) >= 40)).toEqual([]);
});
