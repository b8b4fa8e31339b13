import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectTo, emptyDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };

/** A server with a request in flight, which waits for a table that this test holds. */
async function withRequestInFlight(env: Record<string, string> = {}) {
  const url = await emptyDatabase();
  const server = spawnServer({ DATABASE_URL: url, ...env });
  const address = await server.listening;
  const holder = await connectTo(url);
  await holder.query('BEGIN; LOCK TABLE employee');
  const reply = jsonClient(address)('POST', '/v1/employees', LI_LEI);
  reply.catch(() => undefined);
  // On another connection: what a transaction sees of pg_stat_activity is as it was at its first look.
  const watcher = await connectTo(url);
  const waiting = 'SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = $1';
  await vi.waitFor(async () => expect((await watcher.query(waiting, ['Lock'])).rowCount).toBe(1), { timeout: 50_000 });
  return { server, address, reply, release: () => holder.query('COMMIT') };
}

/** How it ended, and after how many milliseconds. */
async function stop({ child, exited }: ServerUnderTest, signal: NodeJS.Signals) {
  const start = Date.now();
  child.kill(signal);
  return { ...(await exited), ms: Date.now() - start };
}

describe('SIGTERM', () => {
  test('lets requests in flight finish, refuses new ones, exits 0', async () => {
    const { server, address, reply, release } = await withRequestInFlight();
    const end = stop(server, 'SIGTERM');
    await sleep(500);
    await expect(fetch(`${address}/livez`)).rejects.toThrow('fetch failed');
    await release();
    const { status, headers } = await reply;
    expect([status, headers.get('connection')]).toEqual([201, 'close']);
    expect(await end).toMatchObject({ code: 0, signal: null });
    expect((await end).ms).toBeLessThan(10_000);
    expect(server.lines().map(({ msg }) => msg)).toEqual(expect.arrayContaining(['stopping', 'stopped']));
  });

  test('closes idle connections', async () => {
    const server = spawnServer({ DATABASE_URL: await emptyDatabase() });
    const address = await server.listening;
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await new Promise((resolve) => get(`${address}/livez`, { agent }, (res) => res.resume().once('end', resolve)));
    expect(await stop(server, 'SIGINT')).toMatchObject({ code: 0 });
    expect(server.lines().filter(({ cut }) => cut !== undefined)).toEqual([]);
  });

  test('cuts what does not finish, and exits 0 within SHUTDOWN_TIMEOUT', async () => {
    const { server, reply } = await withRequestInFlight({ SHUTDOWN_TIMEOUT: '1500' });
    // The table is held for as long as this test likes.
    expect(await stop(server, 'SIGTERM')).toMatchObject({ code: 0 });
    await expect(reply).rejects.toThrow('fetch failed');
    expect(server.lines()).toContainEqual(expect.objectContaining({ level: 40, cut: 1 }));
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('a second %s ends it at once with %d', async (signal, code) => {
    const { server } = await withRequestInFlight();
    const end = stop(server, signal);
    await sleep(200);
    server.child.kill(signal);
    expect(await end).toMatchObject({ code });
  });

  test('ends a start that still waits for its database', async () => {
    const server = spawnServer({ DATABASE_URL: 'postgres://u@127.0.0.1:1/x' });
    await vi.waitFor(() => expect(server.lines()).not.toEqual([]), { timeout: 50_000 });
    // Far less than the 30 s for which it would wait.
    const { code, ms } = await stop(server, 'SIGTERM');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(server.text()).toBe('');
  });
});
