import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createSequelize, opener } from '../src/database/connection.ts';
import { connectTo, emptyDatabase } from './database-under-test.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A port where somebody listens and says nothing. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as { port: number }).port, sockets };
}

function open(url: string) {
  const sequelize = createSequelize(url, { poolMax: 2, timeout: 30_000 });
  ends.push(() => sequelize.close());
  return sequelize;
}

/** With other hosts before its own. */
const behind = (url: string, ...hosts: string[]): string => url.replace(/(@|\/\/)([^/@]+)\//, `$1${hosts.join()},$2/`);

test('of several hosts the first that answers and takes writes serves', async () => {
  const url = await emptyDatabase();
  const { port, sockets } = await silentServer();
  const sequelize = open(behind(url, '127.0.0.1:1', `127.0.0.1:${port}`));
  await sequelize.query('SELECT 1');
  // The next one goes there at once.
  const asked = sockets.size;
  const client = await opener(sequelize).open({});
  expect([asked, sockets.size]).toEqual([1, 1]);
  await client.end();
});

test('a host that takes no writes is passed over, and where there is no other the start says why', async () => {
  const url = await emptyDatabase();
  const client = await connectTo(url);
  const name = new URL(url).pathname.slice(1);
  await client.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
  await expect(open(behind(url, '127.0.0.1:1')).query('SELECT 1')).rejects.toThrow(/ECONNREFUSED|no server will do/);
  // Asked for any, it will do.
  await open(`${behind(url, '127.0.0.1:1')}?target_session_attrs=any`).query('SELECT 1');
  // Only one host: nothing is asked, as it ever was.
  await open(url).query('SELECT 1');
  await client.query(`ALTER DATABASE "${name}" RESET default_transaction_read_only`);
});

test('a connection that turns out read-only is not used again', async () => {
  const url = await emptyDatabase();
  const sequelize = open(url);
  const client = await connectTo(url);
  const name = new URL(url).pathname.slice(1);
  await client.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
  await expect(sequelize.query('CREATE TABLE t (id int)')).rejects.toThrow('read-only');
  await client.query(`ALTER DATABASE "${name}" RESET default_transaction_read_only`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await sequelize.query('CREATE TABLE t (id int)');
});

test('sslmode=prefer does without TLS where the server has none, and require does not', async () => {
  const url = await emptyDatabase();
  await open(`${url}?sslmode=prefer`).query('SELECT 1');
  await expect(open(`${url}?sslmode=require`).query('SELECT 1')).rejects.toThrow('does not support SSL');
});

/** A way to the database of a URL that takes its time with each new connection, in milliseconds. */
async function slowWay(url: string) {
  const { hostname, port } = new URL(url);
  const way = { port: 0, delay: 0, close: () => server.close() };
  const sockets = new Set<Socket>();
  const server: Server = createServer(async (socket) => {
    sockets.add(socket.on('error', () => undefined));
    await sleep(way.delay);
    const upstream = connect(Number(port), hostname).on('error', () => undefined);
    sockets.add(upstream);
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  way.port = (server.address() as AddressInfo).port;
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return way;
}

/** A statement that runs by the first of two ways to one server, when the next connection goes by the second. */
async function runningByTheFirst(milliseconds: number) {
  const url = await emptyDatabase();
  const way = await slowWay(url);
  const sequelize = open(behind(url, `127.0.0.1:${way.port}`));
  await sequelize.query('SELECT 1');
  const running = sequelize.query(`SELECT pg_sleep(${milliseconds / 1000})`).then(
    () => 'done',
    (error: Error) => error.message,
  );
  await sleep(100);
  const openNext = async (connectionTimeoutMillis: number) => {
    const client = await opener(sequelize).open({ connectionTimeoutMillis });
    expect(client.port).toBe(Number(new URL(url).port));
    ends.push(() => client.end());
  };
  return { way, running, openNext };
}

test('of two ways to one server the one that is slower for once keeps its connections', async () => {
  const { way, running, openNext } = await runningByTheFirst(1500);
  way.delay = 500;
  await openNext(5000);
  expect(await running).toBe('done');
});

test.each([
  ['refuses', (way: { close: () => unknown }) => way.close()],
  ['says nothing any more', (way: { delay: number }) => (way.delay = 60_000)],
])('what runs by one that %s ends when another serves', async (_how, fail) => {
  const { way, running, openNext } = await runningByTheFirst(20_000);
  fail(way);
  const start = Date.now();
  await openNext(1000);
  expect(await running).toMatch(/Connection terminated/);
  expect(Date.now() - start).toBeLessThan(5000);
});
