import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectTo } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { newEmployee, ReplicatedUnderTest, said, untilBothAreRead } from './replicated-under-test.ts';
import type { ServerUnderTest } from './server-under-test.ts';

const database = new ReplicatedUnderTest();
let silent: { port: number; close: () => void };
beforeAll(async () => {
  silent = await silentServer();
});
afterAll(() => silent.close());

/** Takes connections, and says nothing. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as { port: number }).port, close };
}

/** Statements that ended on a standby since it was last asked: of reads, since it takes nothing else. */
const readsOn = async (index: number): Promise<number> => {
  // The counters come with a delay, at the latest when a connection is idle.
  await sleep(1200);
  const sql = "SELECT tup_returned + tup_fetched AS reads FROM pg_stat_database WHERE datname = 'roster'";
  const [row] = (await database.standbys[index]?.query(sql)) ?? [];
  return Number(row?.['reads']);
};

describe.each([
  ['by the fast path', {}],
  ['each statement Sequelize’s', { FAST_PATH: 'off' }],
])('%s', (_way, settings: Record<string, string>) => {
  let server: ServerUnderTest;
  let request: ReturnType<typeof jsonClient>;
  beforeEach(async () => {
    server = database.serve(settings);
    request = jsonClient(await server.listening);
    await untilBothAreRead(server);
  });

  test('reads go to the replicas, writes do not, and who has written reads what it wrote', async () => {
    for (let round = 0; round < 30; round += 1) {
      const made = await request('POST', '/v1/employees', newEmployee());
      expect(made.status).toBe(201);
      const { id } = made.body as { id: number };
      expect((await request('GET', `/v1/employees/${id}`)).status).toBe(200);
      await request('PATCH', `/v1/employees/${id}`, { bonus: round + 1 });
      const page = await request('GET', '/v1/employees?sort=-id&limit=1&total=true');
      expect(page.body).toMatchObject({ items: [{ id, bonus: round + 1 }] });
      expect((await request('DELETE', `/v1/employees/${id}`)).status).toBe(204);
      expect((await request('GET', `/v1/employees/${id}`)).status).toBe(404);
    }
    const before = await Promise.all([readsOn(0), readsOn(1)]);
    await Promise.all(Array.from({ length: 40 }, () => request('GET', '/v1/employees?limit=5')));
    const after = await Promise.all([readsOn(0), readsOn(1)]);
    expect(after[0] + after[1]).toBeGreaterThan(before[0] + before[1]);
    expect(server.lines().filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  test('a replica that lags, and one that is killed, are left out without a refusal, and taken back', async () => {
    const [lagging, killed] = database.standbys;
    await lagging?.query('SELECT pg_wal_replay_pause()');
    await killed?.kill();
    const stale: unknown[] = [];
    for (const end = Date.now() + 3000; Date.now() < end; await sleep(20)) {
      const made = await request('POST', '/v1/employees', newEmployee());
      const { id } = made.body as { id: number };
      const found = await request('GET', `/v1/employees/${id}`);
      if (made.status !== 201 || found.status !== 200) stale.push([made.status, found.status]);
    }
    expect(stale).toEqual([]);
    expect(new Set(said(server, 'a replica is left out').map(({ replica }) => replica)).size).toBe(2);
    await killed?.restart();
    await lagging?.query('SELECT pg_wal_replay_resume()');
    await untilBothAreRead(server, 2);
  });
});

test('another process knows what was written by what the answer to it says', async () => {
  // So that the standbys are read from although they do not move.
  const patient = { REPLICA_MAX_LAG: '60000' };
  const [first, second] = [database.serve(patient), database.serve(patient)];
  const [one, other] = [jsonClient(await first.listening), jsonClient(await second.listening)];
  await Promise.all([untilBothAreRead(first), untilBothAreRead(second)]);
  await Promise.all(database.standbys.map((standby) => standby.query('SELECT pg_wal_replay_pause()')));
  try {
    const made = await one('POST', '/v1/employees', newEmployee());
    const position = made.headers.get('roster-position') ?? '';
    const [cookie] = (made.headers.get('set-cookie') ?? '').split(';');
    const path = `/v1/employees/${(made.body as { id: number }).id}`;
    // The twin without a position.
    expect((await other('GET', path)).status).toBe(404);
    expect((await other('GET', path, undefined, { 'Roster-Position': position })).status).toBe(200);
    expect((await other('GET', path, undefined, { Cookie: `a=b; ${cookie}` })).status).toBe(200);
    expect((await other('GET', path, undefined, { 'Roster-Position': 'no position' })).status).toBe(200);
    expect((await one('GET', path)).status).toBe(200);
  } finally {
    await Promise.all(database.standbys.map((standby) => standby.query('SELECT pg_wal_replay_resume()')));
  }
});

test('reads are shared out among the replicas', async () => {
  const server = database.serve();
  const request = jsonClient(await server.listening);
  await untilBothAreRead(server);
  const before = await Promise.all([readsOn(0), readsOn(1)]);
  for (let round = 0; round < 40; round += 1) await request('GET', '/v1/employees?limit=5');
  const after = await Promise.all([readsOn(0), readsOn(1)]);
  for (const at of [0, 1] as const) expect(after[at]).toBeGreaterThan(before[at]);
});

/** Each connection goes to another, as a load balancer's do. */
async function balancer(urls: readonly string[]) {
  const ports = urls.map((url) => Number(new URL(url).port));
  let turn = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((socket) => {
    const server = connect(ports[(turn += 1) % ports.length] ?? 0, '127.0.0.1');
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  const url = new URL(urls[0] ?? '');
  url.port = String((proxy.address() as AddressInfo).port);
  // A question after TLS would be a connection of its own, and each second one lead to the same.
  url.searchParams.set('sslmode', 'disable');
  return { url: url.href, close };
}

test.each([
  ['by the fast path', {}],
  ['each statement Sequelize’s', { FAST_PATH: 'off' }],
])('an address that leads to several standbys is not for who has written, %s', async (_way, settings) => {
  const [behind] = database.standbys;
  const balanced = await balancer(database.standbys.map((standby) => standby.url()));
  await behind?.query('SELECT pg_wal_replay_pause()');
  try {
    const server = database.serve({ DATABASE_REPLICA_URLS: balanced.url, REPLICA_MAX_LAG: '60000', ...settings });
    const request = jsonClient(await server.listening);
    expect((await request('GET', '/v1/employees?limit=1')).status).toBe(200);
    for (let round = 0; round < 40; round += 1) {
      const made = await request('POST', '/v1/employees', newEmployee());
      const { id } = made.body as { id: number };
      const found = await Promise.all([
        request('GET', `/v1/employees/${id}`),
        request('GET', '/v1/employees?sort=-id&limit=1&total=true'),
      ]);
      expect([made.status, ...found.map(({ status }) => status)]).toEqual([201, 200, 200]);
      expect(found[1].body).toMatchObject({ items: [{ id }] });
    }
    const several = 'the address of a replica leads to several servers: who has written does not read there';
    await vi.waitFor(() => expect(said(server, several)).toHaveLength(1));
  } finally {
    await behind?.query('SELECT pg_wal_replay_resume()');
    balanced.close();
  }
});

test('a replica that refuses, or says nothing, keeps neither the start nor a request', async () => {
  const dead = `postgres://postgres@127.0.0.1:1/roster,postgres://postgres@127.0.0.1:${silent.port}/roster`;
  const server = database.serve({ DATABASE_REPLICA_URLS: dead });
  const request = jsonClient(await server.listening);
  expect((await request('GET', '/v1/employees?limit=1')).status).toBe(200);
  expect(said(server, 'a replica is left out')).toHaveLength(2);
});

describe('a commit that no standby has confirmed', () => {
  test('and whose wait is cancelled is no success, since a failover would lose it', async () => {
    const server = database.serve({ STATEMENT_TIMEOUT: '30000' });
    const request = jsonClient(await server.listening);
    const superuser = await connectTo(database.primary.url());
    const again = [newEmployee(), { 'Idempotency-Key': 'not-confirmed' }] as const;
    const writes = () =>
      Promise.all([
        request('POST', '/v1/employees', newEmployee()),
        request('POST', '/v1/employees/bulk', [newEmployee()]),
        request('POST', '/v1/employees', ...again),
      ]);
    await database.setSynchronous('nobody');
    const cancelling = setInterval(() => {
      void superuser.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    }, 100);
    try {
      expect((await writes()).map(({ status }) => status)).toEqual([503, 503, 503]);
      // Its answer is there. It is not told, either, before it lasts.
      expect((await request('POST', '/v1/employees', ...again)).status).toBe(503);
    } finally {
      clearInterval(cancelling);
      await database.setSynchronous('');
    }
    const replayed = await request('POST', '/v1/employees', ...again);
    expect([replayed.status, replayed.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await request('POST', '/v1/employees', newEmployee())).status).toBe(201);
  });
});
