import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLocalPostgres } from '../src/index.ts';
import { atTheEnd, emptyDataDir, isRunning, query, sharedDataDir, startClient } from './processes.ts';

const ready = sharedDataDir();

test('four first starts at one instant make one cluster, and agree on the password', async () => {
  const dataDir = emptyDataDir();
  const clients = await Promise.all([1, 2, 3, 4].map(() => startClient(dataDir)));
  expect(new Set(clients.map((client) => client.url)).size).toBe(1);
  for (const client of clients) expect(await query(client.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await Promise.all(clients.map((client) => client.stop()));
  expect(isRunning(dataDir)).toBe(false);
  expect(readdirSync(dataDir).toSorted()).toEqual(['.gitignore', 'cluster', 'postgres.log']);
});

test('the cluster is the same on every machine', async () => {
  const postgres = await startLocalPostgres({ dataDir: ready });
  const [settings] = await query(
    postgres.url(),
    `SELECT current_setting('server_version_num')::integer / 10000 AS major, current_setting('TimeZone') AS zone,
            current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
            current_setting('password_encryption') AS password, datlocprovider AS provider, datlocale AS locale
       FROM pg_database WHERE datname = current_database()`,
  );
  expect(settings).toEqual({
    major: 18,
    zone: 'UTC',
    encoding: 'UTF8',
    fsync: 'on',
    password: 'scram-sha-256',
    provider: 'b',
    locale: 'C.UTF-8',
  });
  await postgres.stop();
});

test('a half-made cluster is moved aside, never deleted, and made anew', async () => {
  const dataDir = emptyDataDir();
  mkdirSync(join(dataDir, 'cluster', 'base'), { recursive: true });
  writeFileSync(join(dataDir, 'cluster', 'base', 'mine'), 'precious');
  // What a killed initdb leaves; no process has this id.
  mkdirSync(join(dataDir, 'cluster.4194999.abcd.tmp', 'cluster'), { recursive: true });
  const lines: string[] = [];
  const postgres = await startLocalPostgres({ dataDir, onProgress: (line) => lines.push(line) });
  expect(await query(postgres.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await postgres.stop();
  const aside = readdirSync(dataDir).filter((name) => name.startsWith('cluster.'));
  expect(aside).toEqual([expect.stringMatching(/^cluster\.broken-/)]);
  expect(readFileSync(join(dataDir, aside[0] ?? '', 'base', 'mine'), 'utf8')).toBe('precious');
  expect(lines.join('\n')).toContain('was not a whole cluster');
});

test("another major version's cluster is refused, with what to do", async () => {
  spoil('PG_VERSION', '17\n');
  await expect(startLocalPostgres({ dataDir: ready })).rejects.toMatchObject({
    code: 'LOCAL_POSTGRES_WRONG_MAJOR',
    message: expect.stringMatching(/made by PostgreSQL 17, and this is PostgreSQL 18[^]*pg_dumpall/),
  });
});

test('a server that cannot start says why, with the lines of its log', async () => {
  spoil('postgresql.auto.conf', "shared_buffers = 'plenty'\n");
  await expect(startLocalPostgres({ dataDir: ready })).rejects.toMatchObject({
    code: 'LOCAL_POSTGRES_START_FAILED',
    message: expect.stringMatching(/shared_buffers[^]*postgres\.log/),
  });
});

test("a password that is not the cluster's says so", async () => {
  spoil('roster.password', 'wrong\n');
  await expect(startLocalPostgres({ dataDir: ready })).rejects.toMatchObject({
    code: 'LOCAL_POSTGRES_PASSWORD_REFUSED',
  });
});

/** Overwrites a file of the shared cluster until the test ends. */
function spoil(name: string, text: string): void {
  const file = join(ready, 'cluster', name);
  const before = readFileSync(file);
  atTheEnd(() => writeFileSync(file, before));
  writeFileSync(file, text);
}
