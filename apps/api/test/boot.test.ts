import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '@roster/models/migrations';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectTo, emptyDatabase, preparedDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { nextBuild, PENDING } from './other-migrations.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
/** Those of the repository, however many there are by now. */
const OURS = readdirSync(migrations)
  .filter((file) => /^\d.*\.(sql|ts)$/.test(file))
  .map((file) => file.replace(/\.\w+$/, ''));
/** Nothing listens there. */
const NOWHERE = 'postgres://u:secret@127.0.0.1:1/roster';

const history = async (url: string): Promise<string[]> => {
  const client = await connectTo(url);
  return (await client.query('SELECT name FROM "SequelizeMeta" ORDER BY name')).rows.map(({ name }) => String(name));
};

const statusOf = async (server: ServerUnderTest, path: string) => (await fetch((await server.listening) + path)).status;

describe('the database at boot', () => {
  test('empty: the tables are made and every migration is stamped; stop, start: the data is there', async () => {
    const url = await emptyDatabase();
    const first = spawnServer({ DATABASE_URL: url });
    const created = await jsonClient(await first.listening)('POST', '/v1/employees', LI_LEI);
    expect([created.status, await history(url)]).toEqual([201, OURS]);
    first.child.kill('SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });

    const second = spawnServer({ DATABASE_URL: url });
    const read = await jsonClient(await second.listening)('GET', '/v1/employees/1');
    expect([read.status, read.text]).toEqual([200, created.text]);
  });

  test('behind, MIGRATE_ON_BOOT=up: the pending migrations run', async () => {
    const url = await preparedDatabase();
    const { env, options } = await nextBuild();
    const server = spawnServer({ DATABASE_URL: url, MIGRATE_ON_BOOT: 'up', ...env }, options);
    expect(await statusOf(server, '/readyz')).toBe(200);
    expect(await history(url)).toEqual([...OURS, PENDING]);
  });

  test('behind, in production: exit 1, and it says what is pending and what to run', async () => {
    const url = await preparedDatabase();
    const { env, options } = await nextBuild();
    const server = spawnServer({ DATABASE_URL: url, NODE_ENV: 'production', ...env }, options);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.text()).toContain(PENDING);
    expect(server.text()).toContain('pnpm migrate up');
    expect(server.text()).not.toMatch(/^ +at /m);
    expect(await history(url)).toEqual(OURS);
  });

  test('behind, SYNC=never: it starts, and is not ready', async () => {
    const server = spawnServer({ DATABASE_URL: await emptyDatabase(), SYNC: 'never' });
    expect([await statusOf(server, '/livez'), await statusOf(server, '/readyz')]).toEqual([200, 503]);
  });

  test('ahead: it starts with a warning', async () => {
    const url = await preparedDatabase();
    const client = await connectTo(url);
    await client.query('INSERT INTO "SequelizeMeta" (name) VALUES ($1)', [PENDING]);
    const server = spawnServer({ DATABASE_URL: url });
    expect(await statusOf(server, '/readyz')).toBe(200);
    expect(server.lines()).toContainEqual(expect.objectContaining({ level: 40, unknown: [PENDING] }));
  });

  test('drifted: it starts, and soon warns of what differs; a stop at once does not keep it from saying so', async () => {
    const url = await preparedDatabase();
    const quiet = spawnServer({ DATABASE_URL: url });
    await quiet.listening;
    quiet.child.kill('SIGTERM');
    await quiet.exited;
    expect(quiet.lines().filter(({ level }) => level > 30)).toEqual([]);

    await (await connectTo(url)).query('ALTER TABLE employee ADD COLUMN nick TEXT');
    const server = spawnServer({ DATABASE_URL: url });
    await server.listening;
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.lines()).toContainEqual(
      expect.objectContaining({ level: 40, drift: ['added column employee.nick'] }),
    );
  });

  test('unmanaged: exit 1, and it explains the ways out', async () => {
    const url = await preparedDatabase();
    await (await connectTo(url)).query('DROP TABLE "SequelizeMeta"');
    const server = spawnServer({ DATABASE_URL: url });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.text()).toMatch(/migrate stamp head[^]*migrate baseline/);
  });

  test('SYNC=always: syncs a database without migrations, and says what that risks', async () => {
    const server = spawnServer({ DATABASE_URL: await emptyDatabase(), SYNC: 'always' });
    expect(await statusOf(server, '/readyz')).toBe(200);
    expect(server.lines()).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringContaining('SYNC=always') }),
    );
  });

  test('MIGRATE_DATABASE_URL prepares, DATABASE_URL serves', async () => {
    const url = await emptyDatabase();
    const client = await connectTo(url);
    // Roles are the whole server's.
    const role = `roster_test_reader_${randomBytes(6).toString('hex')}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'r'; GRANT pg_read_all_data, pg_write_all_data TO ${role}`);
    onTestFinished(async () => void (await client.query(`DROP ROLE ${role}`)));
    const reader = new URL(url);
    [reader.username, reader.password] = [role, 'r'];
    const server = spawnServer({ DATABASE_URL: reader.href, MIGRATE_DATABASE_URL: url });
    expect(await statusOf(server, '/v1/employees')).toBe(200);
    server.child.kill('SIGTERM');
    await server.exited;
    await client.query(`REVOKE pg_read_all_data, pg_write_all_data FROM ${role}`);
  });
});

describe('replicas at one instant', () => {
  test('8 on an empty database: all serve, one did the work', async () => {
    const url = await emptyDatabase();
    const servers = Array.from({ length: 8 }, () => spawnServer({ DATABASE_URL: url }));
    expect(await Promise.all(servers.map((server) => statusOf(server, '/readyz')))).toEqual(Array(8).fill(200));
    expect(servers.flatMap((server) => server.lines()).filter(({ stamped }) => stamped)).toHaveLength(1);
    expect(servers.flatMap((server) => server.lines()).filter(({ level }) => level > 40)).toEqual([]);
  });

  test('8 on a pending migration: all serve, one did the work', async () => {
    const url = await preparedDatabase();
    const { env, options } = await nextBuild();
    const servers = Array.from({ length: 8 }, () => spawnServer({ DATABASE_URL: url, ...env }, options));
    expect(await Promise.all(servers.map((server) => statusOf(server, '/readyz')))).toEqual(Array(8).fill(200));
    expect(servers.flatMap((server) => server.lines()).filter(({ applied }) => applied)).toHaveLength(1);
    expect(await history(url)).toEqual([...OURS, PENDING]);
  });
});

describe('a start that fails', () => {
  test('exits 2 with a line for each wrong variable', async () => {
    const server = spawnServer({ PORT: 'abc', DATABASE_URL: 'mysql://u:secret@h/d', LOG_LEVEL: 'loud' });
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.text().match(/PORT|DATABASE_URL|LOG_LEVEL/g)).toEqual(['PORT', 'DATABASE_URL', 'LOG_LEVEL']);
    expect(server.text()).not.toContain('secret');
  });

  test('exits 5 when the database does not come within DATABASE_WAIT', async () => {
    const server = spawnServer({ DATABASE_URL: NOWHERE, DATABASE_WAIT: '600' });
    expect(await server.exited).toEqual({ code: 5, signal: null });
    expect(server.text()).toMatch(
      /postgres:\/\/127\.0\.0\.1:1\/roster can't be reached[^]*ECONNREFUSED[^]*DATABASE_WAIT/,
    );
    expect(server.text()).not.toContain('secret');
  });

  test.each([
    ['MIGRATE_DATABASE_URL', { MIGRATE_DATABASE_URL: NOWHERE }],
    ['DATABASE_URL', { DATABASE_URL: NOWHERE }],
  ])('exits 5 and names %s where that is the one that is wrong', async (variable, wrong) => {
    const url = await emptyDatabase();
    const env = { DATABASE_URL: url, MIGRATE_DATABASE_URL: url, ...wrong, DATABASE_WAIT: '300' };
    const server = spawnServer(env);
    expect(await server.exited).toEqual({ code: 5, signal: null });
    expect(server.text()).toContain(`mend ${variable},`);
  });

  test('a migration that fails is shown with its place, statement and code', async () => {
    const url = await preparedDatabase();
    const { env, options } = await nextBuild();
    await (await connectTo(url)).query('ALTER TABLE employee ADD COLUMN note TEXT');
    const server = spawnServer({ DATABASE_URL: url, ...env }, options);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.text()).toMatch(
      /\[MIGRATION_FAILED\]\n.*add-note\.sql:2\n {2}\| ALTER TABLE "employee" ADD COLUMN "note" TEXT;?\n.*\(42701\)/,
    );
  });

  test('exits 5 at once for a wrong password', async () => {
    const url = new URL(await emptyDatabase());
    url.username = 'roster_nobody';
    const server = spawnServer({ DATABASE_URL: url.href });
    expect(await server.exited).toEqual({ code: 5, signal: null });
    expect(server.text()).toContain('(tried for 0.');
  });

  test('exits 1 when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const server = spawnServer({ DATABASE_URL: await emptyDatabase(), PORT: String(port) });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.text()).toMatch(new RegExp(`can't listen on 127.0.0.1:${port}[^]*EADDRINUSE[^]*PORT`));
  });

  test('waits for a database that is created later', async () => {
    const url = new URL(await emptyDatabase());
    const client = await connectTo(url.href);
    url.pathname += '_later';
    const server = spawnServer({ DATABASE_URL: url.href });
    await sleep(2500);
    expect(server.child.exitCode).toBeNull();
    await client.query(`CREATE DATABASE "${url.pathname.slice(1)}"`);
    expect(await statusOf(server, '/readyz')).toBe(200);
    server.child.kill('SIGTERM');
    await server.exited;
    await client.query(`DROP DATABASE "${url.pathname.slice(1)}" WITH (FORCE)`);
  });
});
