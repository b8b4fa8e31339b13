import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLocalPostgres } from '../src/index.ts';
import { readPostmaster } from '../src/postmaster.ts';
import { eventually, isRunning, keeperPid, postmasterPid, query, sharedDataDir, startClient } from './processes.ts';

const dataDir = sharedDataDir();

describe('one process', () => {
  test('starts a server with the database `roster`, and stops it', async () => {
    const postgres = await startLocalPostgres({ dataDir });
    expect(postgres).toMatchObject({ host: '127.0.0.1', user: 'postgres', dataDir });
    expect(await query(postgres.url(), 'SELECT current_database() AS name')).toEqual([{ name: 'roster' }]);
    await postgres.stop();
    expect(isRunning(dataDir)).toBe(false);
    await postgres.stop();
  });

  test('may start twice: the second stop() stops the server', async () => {
    const [one, two] = await Promise.all([startLocalPostgres({ dataDir }), startLocalPostgres({ dataDir })]);
    expect(one.url()).toBe(two.url());
    await one.stop();
    expect(await query(two.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await two.stop();
    expect(isRunning(dataDir)).toBe(false);
  });

  test('creates a database once, however many ask for it', async () => {
    const postgres = await startLocalPostgres({ dataDir });
    const name = 'odd "name" ü';
    await Promise.all([1, 2, 3].map(() => postgres.ensureDatabase(name)));
    expect(await query(postgres.url(name), 'SELECT current_database() AS name')).toEqual([{ name }]);
    await postgres.stop();
  });

  test('keeps its URL over restarts, and says what it does', async () => {
    const lines: string[] = [];
    const first = await startLocalPostgres({ dataDir, onProgress: (line) => lines.push(line) });
    await first.stop();
    const second = await startLocalPostgres({ dataDir });
    expect(second.url()).toBe(first.url());
    expect(lines).toEqual([`Starting PostgreSQL on 127.0.0.1:${first.port}`]);
    await second.stop();
  });

  test('two stop() at one instant leave nothing running', async () => {
    const [one, two] = await Promise.all([startLocalPostgres({ dataDir }), startLocalPostgres({ dataDir })]);
    await Promise.all([one.stop(), two.stop()]);
    expect(isRunning(dataDir)).toBe(false);
  });
});

describe('several processes', () => {
  test('share one server; the last one out stops it', async () => {
    const [one, two] = await Promise.all([startClient(dataDir), startClient(dataDir)]);
    expect(one.url).toBe(two.url);
    await one.stop();
    expect(await query(two.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await two.stop();
    expect(isRunning(dataDir)).toBe(false);
  });

  test('one is killed with -9: the other one, leaving, stops the server', async () => {
    const [one, two] = await Promise.all([startClient(dataDir), startClient(dataDir)]);
    await one.kill();
    expect(await query(two.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await two.stop();
    expect(isRunning(dataDir)).toBe(false);
  });

  test('the only one is killed with -9: the server stops by itself', async () => {
    const client = await startClient(dataDir);
    await client.kill();
    expect(await eventually(() => !isRunning(dataDir))).toBe(true);
  });

  test('a lease does not keep its process alive, and goes with it', async () => {
    const client = await startClient(dataDir);
    await client.leave();
    expect(await eventually(() => !isRunning(dataDir))).toBe(true);
  });

  test('one that comes while the server is being stopped gets a new one', async () => {
    const first = await startLocalPostgres({ dataDir });
    const before = readPostmaster(join(dataDir, 'cluster'));
    const [, second] = await Promise.all([first.stop(), startLocalPostgres({ dataDir })]);
    expect(await query(second.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(before?.pid).toBeGreaterThan(0);
    await second.stop();
    expect(isRunning(dataDir)).toBe(false);
  });
});

test('a lease whose connection was ended is taken anew', async () => {
  const [one, two] = await Promise.all([startLocalPostgres({ dataDir }), startLocalPostgres({ dataDir })]);
  await query(one.url(), 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
  const leases = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'roster lease %'";
  await eventually(async () => (await query(one.url(), leases)).length === 2);
  await one.stop();
  expect(isRunning(dataDir)).toBe(true);
  await two.stop();
  expect(isRunning(dataDir)).toBe(false);
});

describe('the keeper', () => {
  test('is one, however many processes there are', async () => {
    const clients = await Promise.all([1, 2, 3].map(() => startLocalPostgres({ dataDir })));
    const keeper = await eventually(() => keeperPid(clients[0]?.url() ?? ''));
    expect(keeper).toBeGreaterThan(0);
    await Promise.all(clients.map((client) => client.stop()));
    expect(isRunning(dataDir)).toBe(false);
  });

  test('may be killed with -9: the server goes on, and the next process makes a new one', async () => {
    const client = await startClient(dataDir);
    const keeper = await eventually(() => keeperPid(client.url));
    const server = postmasterPid(dataDir);
    process.kill(keeper, 'SIGKILL');
    // The client itself may have made a new one already.
    await eventually(async () => (await keeperPid(client.url)) !== keeper);
    // A server younger than two seconds is thought to have a keeper on its way.
    await eventually(async () => {
      const [row] = await query<{ old: boolean }>(
        client.url,
        "SELECT clock_timestamp() - pg_postmaster_start_time() > interval '2 s' AS old",
      );
      return row?.old;
    });
    const second = await startLocalPostgres({ dataDir });
    expect(await eventually(() => keeperPid(client.url))).not.toBe(keeper);
    expect(postmasterPid(dataDir)).toBe(server);
    await second.stop();
    await client.kill();
    expect(await eventually(() => !isRunning(dataDir))).toBe(true);
  });
});
