import { createServer, type Socket } from 'node:net';
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { connectInTime } from '../src/postgres/connect-in-time.ts';

/** As loading models does: nothing else of this process runs. */
const block = (milliseconds: number): unknown =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

test('a process that is busy for longer than the timeout still gets its connection', async () => {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  onTestFinished(() => client.end());
  const connected = connectInTime(client, 300);
  setImmediate(() => block(900));
  await connected;
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('a server that never answers is given up', async () => {
  const sockets: Socket[] = [];
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as { port: number };
  server.on('connection', (socket) => sockets.push(socket));
  const client = new pg.Client({ host: '127.0.0.1', port });
  client.on('error', () => undefined);
  await expect(connectInTime(client, 300)).rejects.toThrow('timeout expired');
});
