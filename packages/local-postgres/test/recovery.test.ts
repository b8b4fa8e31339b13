import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startLocalPostgres } from '../src/index.ts';
import { lastPort } from '../src/port.ts';
import { parsePostmaster } from '../src/postmaster.ts';
import {
  atTheEnd,
  eventually,
  isRunning,
  keeperPid,
  postmasterPid,
  query,
  sharedDataDir,
  startClient,
} from './processes.ts';

const dataDir = sharedDataDir();

test('what was committed survives kill -9 of client, keeper and postmaster', async () => {
  const client = await startClient(dataDir);
  await query(client.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
  const keeper = await eventually(() => keeperPid(client.url));
  for (const pid of [client.pid, keeper, postmasterPid(dataDir)]) process.kill(pid, 'SIGKILL');
  const again = await startLocalPostgres({ dataDir });
  expect(await query(again.url(), 'SELECT count(*)::integer AS rows FROM kept')).toEqual([{ rows: 1000 }]);
  await again.stop();
  expect(isRunning(dataDir)).toBe(false);
});

test('a postmaster.pid whose pid belongs to another program now does not matter', async () => {
  const lockFile = join(dataDir, 'cluster', 'postmaster.pid');
  writeFileSync(lockFile, `${process.pid}\n${dataDir}/cluster\n1700000000\n15432\n\n127.0.0.1\n  1 2\nready   \n`);
  const postgres = await startLocalPostgres({ dataDir });
  expect(postmasterPid(dataDir)).not.toBe(process.pid);
  expect(await query(postgres.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await postgres.stop();
});

test('a taken port makes the server move', async () => {
  const port = lastPort(join(dataDir, 'cluster')) ?? 0;
  const listener = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(listener, 'listening');
  atTheEnd(() => listener.close());
  const postgres = await startLocalPostgres({ dataDir });
  expect(postgres.port).not.toBe(port);
  expect(await query(postgres.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await postgres.stop();
});

test('it listens on the loopback interface only, and asks for the password', async () => {
  const postgres = await startLocalPostgres({ dataDir });
  const attempt = async (host: string, password: string) => {
    const client = new pg.Client({ host, port: postgres.port, user: postgres.user, password, database: 'roster' });
    await client.connect();
    await client.end();
  };
  await attempt('127.0.0.1', postgres.password);
  await expect(attempt('127.0.0.1', 'wrong')).rejects.toMatchObject({ code: '28P01' });
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4')) {
    await expect(attempt(address, postgres.password)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  }
  const shown = await query(postgres.url(), "SELECT current_setting('unix_socket_directories') AS sockets");
  expect(shown).toEqual([{ sockets: '' }]);
  await postgres.stop();
});

test('a log of more than 10 MB is rotated at a start', async () => {
  writeFileSync(join(dataDir, 'postgres.log'), 'x'.repeat(10 * 1024 * 1024 + 1));
  const postgres = await startLocalPostgres({ dataDir });
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('ready to accept connections');
  await postgres.stop();
});

test('postmaster.pid is read as PostgreSQL writes it', () => {
  const text = '3623\n/data/cluster\n1795352097\n34567\n\n127.0.0.1\n  2155573         4\nready   \n';
  expect(parsePostmaster(text)).toEqual({ pid: 3623, startTime: '1795352097', port: 34567, status: 'ready' });
  expect(parsePostmaster('3623\n/data/cluster\n1795352097\n')).toMatchObject({ status: '' });
  expect(parsePostmaster('')).toBeUndefined();
});
