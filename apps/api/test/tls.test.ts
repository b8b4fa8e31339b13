import { execFile } from 'node:child_process';
import { chmod, chown, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalPostgres, startLocalPostgres } from '@roster/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSequelize } from '../src/database/connection.ts';
import { jsonClient } from './json-client.ts';
import { spawnServer } from './server-under-test.ts';

/**
 * `server` is signed by `ca` for the name localhost alone; `other-ca` has signed nothing. All of them last for a hundred
 * years, and the keys of both CAs are gone.
 */
const FIXTURES = join(import.meta.dirname, 'fixtures/tls');
const CA = join(FIXTURES, 'ca.pem');
const OTHER = join(FIXTURES, 'other-ca.pem');

let folder: string;
let postgres: LocalPostgres;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-tls-'));
  postgres = await startLocalPostgres({ dataDir: join(folder, 'postgres') });
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  await demandTls(rows[0]?.data_directory ?? '');
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
  await vi.waitFor(() => query('sslmode=require'), { timeout: 10_000 });
}, 120_000);
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** From now on what gets into the database `roster` is encrypted: that is what each test relies on. */
async function demandTls(pgdata: string): Promise<void> {
  const { uid, gid } = await stat(pgdata);
  for (const [from, to] of [
    ['server.pem', 'server.crt'],
    ['server.key', 'server.key'],
  ] as const) {
    // As PostgreSQL wants it: its own, and nobody else's to read.
    await copyFile(join(FIXTURES, from), join(pgdata, to));
    await chmod(join(pgdata, to), 0o600);
    await chown(join(pgdata, to), uid, gid);
  }
  const access = join(pgdata, 'pg_hba.conf');
  await writeFile(access, `hostnossl roster all all reject\n${await readFile(access, 'utf8')}`);
}

/** @param host `localhost`, which the certificate is for, or `127.0.0.1`, which it is not; both are this machine */
function urlWith(parameters: string, host = 'localhost'): string {
  const url = new URL(postgres.url());
  url.hostname = host;
  url.search = parameters;
  return url.href;
}

/** By a connection of the API's pool. */
async function query(parameters: string, host?: string): Promise<void> {
  const sequelize = createSequelize(urlWith(parameters, host), { poolMax: 1, timeout: 5000 });
  try {
    await sequelize.query('SELECT 1');
  } finally {
    await sequelize.close();
  }
}

const ROOT = join(import.meta.dirname, '../../..');
const MIGRATE = ['--conditions=@roster/source', '--import', '@oxc-node/core/register', 'packages/migrator/src/cli.ts'];

/** As CI runs it. */
const migrate = (parameters: string, host?: string) =>
  promisify(execFile)(process.execPath, [...MIGRATE, 'status', '--url', urlWith(parameters, host)], { cwd: ROOT });

describe.each([
  ['the API’s pool', query],
  ['migrate', migrate],
])('%s', (_, connect: (parameters: string, host?: string) => Promise<unknown>) => {
  test.each([
    ['sslmode=prefer', 'localhost'],
    ['sslmode=require', '127.0.0.1'],
    [`sslmode=verify-ca&sslrootcert=${CA}`, '127.0.0.1'],
    [`sslmode=verify-full&sslrootcert=${CA}`, 'localhost'],
  ])('gets in encrypted with %s', async (parameters, host) => {
    await expect(connect(parameters, host)).resolves.not.toThrow();
  });

  test.each([
    ['nothing said', '', 'localhost', /no encryption/],
    ['sslmode=disable', 'sslmode=disable', 'localhost', /no encryption/],
    ['a certificate for another name', `sslmode=verify-full&sslrootcert=${CA}`, '127.0.0.1', /does not match/],
    ['one that another CA has not signed', `sslmode=verify-full&sslrootcert=${OTHER}`, 'localhost', /certificate/],
    ['the same, whatever its name', `sslmode=verify-ca&sslrootcert=${OTHER}`, '127.0.0.1', /certificate/],
    ['one that no public CA has signed', 'sslmode=verify-full', 'localhost', /certificate/],
  ])('does not with %s, and says why', async (_why, parameters, host, words) => {
    await expect(connect(parameters, host)).rejects.toThrow(words);
  });
});

test('a server has all of its connections encrypted, and cancels what has run for too long', async () => {
  const server = spawnServer({ DATABASE_URL: urlWith(`sslmode=verify-full&sslrootcert=${CA}`), DEADLINE: '1000' });
  const request = jsonClient(await server.listening);
  const made = await request('POST', '/v1/employees', { name: 'over TLS', salary: 1, gender: '男' });
  expect(made.status).toBe(201);
  const { id } = made.body as { id: number };
  const answers = await Promise.all([
    request('GET', `/v1/employees/${id}`),
    request('GET', '/v1/employees?q=TLS'),
    request('PATCH', `/v1/employees/${id}`, { bonus: 1 }),
    request('GET', '/readyz'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const [other, watcher] = [0, 1].map(() => new pg.Client({ connectionString: urlWith('sslmode=no-verify') })) as [
    pg.Client,
    pg.Client,
  ];
  await Promise.all([other.connect(), watcher.connect()]);
  await other.query('BEGIN; LOCK TABLE employee');
  const late = await request('GET', '/v1/employees?limit=1&total=true');
  expect(late.status).toBe(503);
  const waiting = "SELECT FROM pg_stat_activity WHERE application_name = 'roster-api' AND wait_event_type = 'Lock'";
  await vi.waitFor(async () => expect((await watcher.query(waiting)).rowCount).toBe(0), { timeout: 5000 });
  const { rows } = await watcher.query(
    "SELECT count(*)::int AS all, count(*) FILTER (WHERE ssl)::int AS encrypted FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'roster-api'",
  );
  expect(rows[0].encrypted).toBe(rows[0].all);
  expect(rows[0].all).toBeGreaterThan(2);
  await Promise.all([other.end(), watcher.end()]);
});
