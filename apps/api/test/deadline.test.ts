import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { connectTo, emptyDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { isPooled } from './pooler.ts';
import { spawnServer } from './server-under-test.ts';

/** A server, where nothing else is said one whose requests have a connection each, over a table that another session can hold. */
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
  const all = await Promise.all([
    request('GET', '/v1/employees?total=true'),
    request('GET', '/v1/employees/1'),
    request('POST', '/v1/employees', employee),
    request('POST', '/v1/employees', employee, { 'Idempotency-Key': 'deadline' }),
    request('PATCH', '/v1/employees/1', { bonus: 1 }),
    request('DELETE', '/v1/employees/1'),
  ]);
  expect(all.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
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

// Through a pooler there is no such way.
describe.skipIf(isPooled)('on the way by which requests share connections', () => {
  const sharing = { FAST_PATH: 'on', DATABASE_POOL_MAX: '10' };
  const named = (name: string) => ({ ...employee, name });

  /** Employees 1 to 3; and 1, 2 and the name "promised" are another session's until it ends. */
  async function contended(settings: Record<string, string>) {
    const all = await held({ ...sharing, ...settings });
    const { request, holder } = all;
    for (const name of ['one', 'two', 'three'])
      expect((await request('POST', '/v1/employees', named(name))).status).toBe(201);
    // By now there are connections to share.
    await vi.waitFor(async () => {
      await Promise.all([request('GET', '/v1/employees/1'), request('PATCH', '/v1/employees/3', { bonus: 1 })]);
      const { text } = await request('GET', '/metrics');
      for (const clients of ['reads', 'writes']) {
        expect(text).toMatch(new RegExp(`fast_statements_total\\{clients="${clients}",outcome="answered"\\} [1-9]`));
      }
    });
    await holder.query('BEGIN; SELECT FROM employee WHERE id < 3 FOR UPDATE');
    await holder.query("INSERT INTO employee (name, salary, gender) VALUES ('promised', 1, '男')");
    return all;
  }

  test('what waits for another session is cancelled when its client has gone, and keeps nobody from a connection', async () => {
    const { address, request, holder, running } = await contended({});
    const client = new AbortController();
    const ask = (method: string, path: string, body: object) =>
      fetch(`${address}/v1/employees${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: client.signal,
      }).catch(() => 'gone');
    // As many as there are connections that are not shared, and more.
    const asked = Array.from({ length: 10 }, (_, at) =>
      at % 5 === 4 ? ask('PATCH', '/1', { bonus: 7 }) : ask('POST', '', named('promised')),
    );
    await vi.waitFor(async () => expect(await running()).toBe(5), { timeout: 10_000 });
    client.abort();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['gone']));
    await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000 });
    const others = [request('GET', '/v1/employees?total=true'), request('POST', '/v1/employees', named('four'))];
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 201]);
    await holder.query('ROLLBACK');
    const { body } = await request('GET', '/v1/employees?total=true');
    expect([body.total, body.items[0].bonus]).toEqual([4, 0]);
  });

  test('what waits for another session until the deadline is cancelled, and answers 503', async () => {
    const { request, holder, running } = await contended({ DEADLINE: '1000' });
    const replies = await Promise.all([
      request('POST', '/v1/employees', named('promised')),
      request('PATCH', '/v1/employees/1', { bonus: 7 }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([503, 503]);
    await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000 });
    await holder.query('LOCK TABLE employee');
    expect((await request('GET', '/v1/employees/1')).status).toBe(503);
    await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000 });
    await holder.query('ROLLBACK');
    expect((await request('POST', '/v1/employees', named('promised'))).status).toBe(201);
  });

  test('what waits for no longer than that is done, and what shares a statement with it is', async () => {
    const { request, holder, server } = await contended({});
    const replies = [
      request('POST', '/v1/employees', named('promised')),
      request('POST', '/v1/employees', named('another')),
      request('PATCH', '/v1/employees/1', { bonus: 7 }),
      request('PATCH', '/v1/employees/3', { bonus: 7 }),
    ];
    await sleep(300);
    await holder.query('COMMIT');
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([409, 201, 200, 200]);
    expect(server.lines().filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
