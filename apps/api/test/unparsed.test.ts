import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startApp } from './app-under-test.ts';

/** A client that keeps its side open whatever the server does, as attackers do. */
async function stubbornClient(requestTimeout: number) {
  const app = await startApp({ requestTimeout });
  onTestFinished(() => app.close());
  const socket = connect({ port: Number(new URL(app.address).port), host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  const seen = { text: '', isClosed: false };
  socket.on('data', (chunk) => (seen.text += chunk.toString()));
  socket.on('error', () => undefined).once('close', () => (seen.isClosed = true));
  return { app, socket, seen };
}

/** Writes until the server has closed: only a write tells a half-open client that the other side has gone. */
const untilClosed = (seen: { isClosed: boolean }, write: () => unknown): Promise<void> =>
  vi.waitFor(
    () => {
      write();
      expect(seen.isClosed).toBe(true);
    },
    { timeout: 10_000, interval: 100 },
  );

test('a client that never ends its head gets 408 and is cut off, though it keeps its side open', async () => {
  const { socket, seen } = await stubbornClient(1000);
  socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n');
  await vi.waitFor(() => expect(seen.text).toMatch(/^HTTP\/1\.1 408 [^]*request-timeout/), { timeout: 5000 });
  await untilClosed(seen, () => socket.write('X: y\r\n'));
});

test('an import that takes longer than it may is not done after its 408', async () => {
  const { app, socket, seen } = await stubbornClient(1500);
  socket.write('POST /v1/employees/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n');
  socket.write('Transfer-Encoding: chunked\r\n\r\n');
  const row = `${JSON.stringify({ name: 'late', salary: 1, gender: '男' })}\n`;
  const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
  socket.write(chunk(row));
  for (let tick = 0; tick < 40 && !seen.text.includes('408'); tick += 1) {
    await sleep(100);
    socket.write(chunk('\n'));
  }
  expect(seen.text).toMatch(/^HTTP\/1\.1 408 /);
  socket.write('0\r\n\r\n');
  await untilClosed(seen, () => socket.write('x'));
  const [rows] = await app.sequelize.query('SELECT name FROM employee');
  expect(rows).toEqual([]);
});

test('what is no HTTP behind a request does not get into the midst of its answer', async () => {
  const { app, socket, seen } = await stubbornClient(60_000);
  await app.sequelize.query(
    `INSERT INTO employee (name, salary, gender) SELECT repeat('x', 30) || n, 1, '男' FROM generate_series(1, 60000) n`,
  );
  socket.write('GET /v1/employees/export HTTP/1.1\r\nHost: x\r\n\r\n');
  await vi.waitFor(() => expect(seen.text).toMatch(/^HTTP\/1\.1 200 /));
  await untilClosed(seen, () => socket.write('this is no HTTP\r\n\r\n'));
  expect(seen.text.split('HTTP/1.1')).toHaveLength(2);
});
