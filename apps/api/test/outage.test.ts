import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalPostgres } from '@roster/local-postgres';
import { addressOf } from '@roster/migrator';
import { ConnectionError } from 'sequelize';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSequelize, opener, probe } from '../src/database/connection.ts';
import { connectTo, emptyDatabase, preparedDatabase } from './database-under-test.ts';
import { jsonClient, type Reply } from './json-client.ts';
import { isPooled, reconnectPooler } from './pooler.ts';
import { spawnServer } from './server-under-test.ts';

let dataDir: string;
beforeAll(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'roster-outage-'))));
afterAll(() => rm(dataDir, { recursive: true, force: true }));

interface Sample extends Reply {
  at: number;
  ms: number;
}

/** Asks again and again until `done`, by two clients so that one slow answer does not hide the others. */
async function sample(address: string, done: AbortSignal): Promise<Sample[]> {
  const request = jsonClient(address);
  const samples: Sample[] = [];
  const client = async (path: string, method: string, body?: object) => {
    while (!done.aborted) {
      const start = Date.now();
      const reply = await request(method, path, body);
      samples.push({ ...reply, at: start, ms: Date.now() - start });
      await sleep(20);
    }
  };
  await Promise.all([client('/v1/employees', 'GET'), client('/v1/employees/1', 'PATCH', { bonus: 1 })]);
  return samples;
}

test('the database restarts under the API: 503 meanwhile, at once right again, no crash', async () => {
  let postgres = await startLocalPostgres({ dataDir });
  const server = spawnServer({ DATABASE_URL: postgres.url() });
  const address = await server.listening;
  await jsonClient(address)('POST', '/v1/employees', { name: '李雷', salary: 1, gender: '男' });

  const done = new AbortController();
  const sampling = sample(address, done.signal);
  await sleep(300);
  const port = postgres.port;
  await postgres.stop();
  await sleep(1500);
  expect((await fetch(`${address}/readyz`)).status).toBe(503);
  expect((await fetch(`${address}/livez`)).status).toBe(200);
  postgres = await startLocalPostgres({ dataDir });
  expect(postgres.port).toBe(port);
  const back = Date.now();
  await sleep(2500);
  done.abort();
  const samples = await sampling;

  const away = samples.filter(({ status }) => status !== 200);
  expect(away.length).toBeGreaterThan(10);
  expect(new Set(away.map(({ status, type }) => `${status} ${type}`))).toEqual(
    new Set(['503 application/problem+json']),
  );
  expect(away.every(({ headers }) => headers.get('retry-after') === '2')).toBe(true);
  expect(away.every(({ text }) => !/ECONN|57P|postgres:|SELECT/i.test(text))).toBe(true);
  // Not the 60 s of Sequelize's own patience.
  expect(Math.max(...away.map(({ ms }) => ms))).toBeLessThan(10_000);
  expect(samples.filter(({ at, status }) => at > back + 2000 && status !== 200)).toEqual([]);

  expect(server.child.exitCode).toBeNull();
  expect(server.lines().filter(({ level }) => level >= 40)).toMatchObject([{ level: 40, msg: 'the database is away' }]);
  expect(server.lines().filter(({ msg }) => msg === 'the database is back')).toHaveLength(1);
  server.child.kill('SIGTERM');
  expect((await server.exited).code).toBe(0);
  expect(server.text()).toBe('');
  await postgres.stop();
});

test('idle connections that the server ended are not noticed by any request', async () => {
  const url = await emptyDatabase();
  const server = spawnServer({ DATABASE_URL: url });
  const request = jsonClient(await server.listening);
  await Promise.all(Array.from({ length: 5 }, () => request('GET', '/v1/employees')));
  const client = await connectTo(url);
  const ended = await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  expect(ended.rowCount).toBeGreaterThan(0);
  await sleep(200);
  expect((await request('GET', '/v1/employees')).status).toBe(200);
  expect(server.lines().filter(({ level }) => level >= 40)).toEqual([]);
});

test('a pool whose connections are all taken answers 503 in time', async () => {
  const url = await emptyDatabase();
  const server = spawnServer({ DATABASE_URL: url, DATABASE_POOL_MAX: '2', DATABASE_TIMEOUT: '500' });
  const request = jsonClient(await server.listening);
  expect((await request('GET', '/readyz')).status).toBe(200);
  const holder = await connectTo(url);
  await holder.query('BEGIN; LOCK TABLE employee');
  const waiting = [1, 2].map(() => request('GET', '/v1/employees'));
  await sleep(200);
  // It is as ready as before, and says so before a connection could have come back.
  const start = Date.now();
  const ready = await request('GET', '/readyz');
  expect([ready.status, ready.body.checks]).toEqual([200, { database: 'ok', migrations: 'ok', server: 'ok' }]);
  expect(Date.now() - start).toBeLessThan(450);
  // While the table is still held: it did not wait for a connection to come back.
  expect((await request('GET', '/v1/employees')).status).toBe(503);
  await holder.query('COMMIT');
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  expect(server.lines().filter(({ msg }) => msg === 'the database is away')).toEqual([]);
});

/** A database whose role can be kept from more connections than it has. */
async function limited() {
  const url = await preparedDatabase();
  const owner = await connectTo(url);
  const role = `limited_${randomBytes(4).toString('hex')}`;
  await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'r'; GRANT pg_read_all_data, pg_write_all_data TO ${role}`);
  onTestFinished(async () => void (await owner.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)));
  const roleUrl = Object.assign(new URL(url), { username: role, password: 'r' }).href;
  const limit = (connections: number) => owner.query(`ALTER ROLE ${role} CONNECTION LIMIT ${connections}`);
  return { url: roleUrl, owner, role, limit };
}

// The limit of a pooler’s own role is not the one of its clients.
test.skipIf(isPooled)('too many connections are a 503 for who would need one more, and no outage for all', async () => {
  const { url, owner, limit } = await limited();
  const server = spawnServer({ DATABASE_URL: url, SYNC: 'never', FAST_PATH: 'off' });
  const request = jsonClient(await server.listening);
  expect((await request('GET', '/v1/employees')).status).toBe(200);
  await limit(0);
  await owner.query('BEGIN; LOCK TABLE employee');
  const waiting = request('GET', '/v1/employees');
  await vi.waitFor(async () => {
    const { rows } = await owner.query("SELECT FROM pg_locks WHERE NOT granted AND relation = 'employee'::regclass");
    expect(rows).toHaveLength(1);
  });
  const more = await Promise.all([1, 2, 3].map(() => request('GET', '/v1/employees')));
  expect(more.map(({ status, headers }) => `${status} ${headers.get('retry-after')}`)).toEqual(Array(3).fill('503 2'));
  await owner.query('COMMIT');
  expect((await waiting).status).toBe(200);
  for (const _ of Array(20).keys()) {
    expect((await request('GET', '/v1/employees')).status).toBe(200);
    await sleep(10);
  }
  expect(server.lines().filter(({ msg }) => msg === 'the database is away')).toEqual([]);
});

test.skipIf(isPooled)('to the probe a server that is full is there, and one that lets nobody in is not', async () => {
  const { url, owner, role, limit } = await limited();
  const sequelize = createSequelize(url, { poolMax: 2, timeout: 2500 });
  const [one] = addressOf(url).servers;
  const severally = createSequelize(url.replace(`:${one.port}/`, `:${one.port},127.0.0.1:1/`), {
    poolMax: 2,
    timeout: 2500,
  });
  await expect(probe(opener(sequelize))).resolves.toBeUndefined();
  await limit(0);
  await expect(probe(opener(sequelize))).resolves.toBeUndefined();
  await expect(probe(opener(severally))).resolves.toBeUndefined();
  await owner.query(`ALTER ROLE ${role} NOLOGIN`);
  await expect(probe(opener(sequelize))).rejects.toThrow('not permitted to log in');
  await expect(probe(opener(severally))).rejects.toThrow(ConnectionError);
});

describe('STATEMENT_TIMEOUT', () => {
  /** A server whose table is held by another session. @param pooled as behind PgBouncer */
  async function held(pooled: boolean) {
    const url = await emptyDatabase();
    const direct: Record<string, string> = pooled ? { MIGRATE_DATABASE_URL: url } : {};
    const server = spawnServer({ DATABASE_URL: url, DATABASE_POOL_MAX: '2', STATEMENT_TIMEOUT: '500', ...direct });
    const request = jsonClient(await server.listening);
    const holder = await connectTo(url);
    await holder.query('BEGIN; LOCK TABLE employee');
    return { server, request, holder };
  }

  test.each([
    // Through a real pooler there is no other way than the second.
    ...(isPooled ? [] : [['by PostgreSQL', false] as const]),
    ['by the API alone, behind a pooler', true] as const,
  ])('a statement that waits for ever is given up %s, and the request answers 503', async (_by, pooled) => {
    const { server, request, holder } = await held(pooled);
    // More than there are connections, one after the other: each one comes back.
    for (const _ of [1, 2, 3]) {
      const reply = await request('GET', '/v1/employees');
      expect([reply.status, reply.type, reply.headers.get('retry-after')]).toEqual([
        503,
        'application/problem+json',
        '2',
      ]);
      expect(reply.text).not.toMatch(/57014|statement|timeout/);
    }
    await holder.query('COMMIT');
    expect((await request('GET', '/v1/employees')).status).toBe(200);
    expect(server.lines().filter(({ level }) => level > 40)).toEqual([]);
    const words = JSON.stringify(server.lines());
    expect(words).toContain(pooled ? 'Query read timeout' : 'statement timeout');
  });

  test('behind a pooler, the start says how PostgreSQL comes to cancel, until it does', async () => {
    const url = await emptyDatabase();
    const settings = { DATABASE_URL: url, MIGRATE_DATABASE_URL: url, STATEMENT_TIMEOUT: '500' };
    const warnings = async () => {
      const server = spawnServer(settings);
      await server.listening;
      return { server, remedies: server.lines().flatMap(({ remedy }) => remedy ?? []) };
    };
    expect((await warnings()).remedies).toEqual([
      'ALTER ROLE postgres SET statement_timeout = 500, then RECONNECT in PgBouncer',
    ]);

    // As the role's setting would: the role is every test's.
    const holder = await connectTo(url);
    await holder.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET statement_timeout = 500`);
    await reconnectPooler();
    const { server, remedies } = await warnings();
    expect(remedies).toEqual([]);
    await holder.query('BEGIN; LOCK TABLE employee');
    expect((await jsonClient(await server.listening)('GET', '/v1/employees')).status).toBe(503);
    await vi.waitFor(() => expect(JSON.stringify(server.lines())).toContain('canceling statement due to statement'));
  });

  test('a deadlock is no error of the server: 503', async () => {
    const { request, holder } = await held(false);
    await holder.query('COMMIT');
    await holder.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$`);
    await holder.query('CREATE TRIGGER fail BEFORE INSERT ON employee EXECUTE FUNCTION fail()');
    const reply = await request('POST', '/v1/employees', { name: '李雷', salary: 1, gender: '男' });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2']);
  });
});

test('readiness that fails says why in the log', async () => {
  const postgres = await startLocalPostgres({ dataDir });
  const server = spawnServer({ DATABASE_URL: postgres.url() });
  const address = await server.listening;
  await postgres.stop();
  expect((await fetch(`${address}/readyz`)).status).toBe(503);
  // Once another try has said so, too.
  await vi.waitFor(
    () =>
      expect(server.lines()).toContainEqual(
        expect.objectContaining({ level: 40, msg: 'the database is away', reason: expect.stringMatching(/\w/) }),
      ),
    { timeout: 5000 },
  );
});
