import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Replicated, startReplicated } from '@roster/local-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectTo } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';

let folder: string;
let database: Replicated;
let silent: { port: number; close: () => void };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-replicas-'));
  database = await startReplicated(folder, 2);
  // As a server has it that was made where it stands: no text of a time is the same in every session.
  const client = new pg.Client(database.primary.url());
  await client.connect();
  await client.query("ALTER DATABASE roster SET timezone = 'Europe/Berlin'");
  await client.end();
  silent = await silentServer();
}, 120_000);
afterAll(async () => {
  silent.close();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

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

const replicaUrls = () => database.standbys.map((standby) => standby.url()).join();
const serve = (settings: Record<string, string> = {}) =>
  spawnServer({ DATABASE_URL: database.primary.url(), DATABASE_REPLICA_URLS: replicaUrls(), ...settings });

let count = 0;
const newEmployee = () => ({ name: `replicated ${(count += 1)}`, salary: 1, gender: '男' });

/** Statements that ended on a standby since it was last asked: of reads, since it takes nothing else. */
const readsOn = async (index: number): Promise<number> => {
  // The counters come with a delay, at the latest when a connection is idle.
  await sleep(1200);
  const sql = "SELECT tup_returned + tup_fetched AS reads FROM pg_stat_database WHERE datname = 'roster'";
  const [row] = (await database.standbys[index]?.query(sql)) ?? [];
  return Number(row?.['reads']);
};

const said = (server: ServerUnderTest, msg: string) => server.lines().filter((line) => line['msg'] === msg);
const untilBothAreRead = (server: ServerUnderTest, times = 1) =>
  vi.waitFor(() => expect(said(server, 'reads go to a replica').length).toBeGreaterThanOrEqual(2 * times), {
    timeout: 15_000,
    interval: 100,
  });

describe.each([
  ['by the fast path', {}],
  ['each statement Sequelize’s', { FAST_PATH: 'off' }],
])('%s', (_way, settings: Record<string, string>) => {
  let server: ServerUnderTest;
  let request: ReturnType<typeof jsonClient>;
  beforeEach(async () => {
    server = serve(settings);
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
    expect(said(server, 'a replica is left out').length).toBeGreaterThanOrEqual(1);
    await killed?.restart();
    await lagging?.query('SELECT pg_wal_replay_resume()');
    await untilBothAreRead(server, 2);
  });
});

test('another process knows what was written by what the answer to it says', async () => {
  // So that the standbys are read from although they do not move.
  const patient = { REPLICA_MAX_LAG: '60000' };
  const [first, second] = [serve(patient), serve(patient)];
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

/** What commits wait for; none: nobody. */
const setSynchronous = async (names: string): Promise<void> => {
  const client = await connectTo(database.primary.url('postgres'));
  await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
  await client.query('SELECT pg_reload_conf()');
  // The watch has heard of it.
  await sleep(1000);
};

test('while the primary is away reads go on, and writes are refused at once', async () => {
  await setSynchronous('*');
  const server = serve();
  const address = await server.listening;
  const request = jsonClient(address);
  await untilBothAreRead(server);
  expect((await request('GET', '/readyz')).body.checks.database).toBe('ok');
  const made = await request('POST', '/v1/employees', newEmployee());
  const { body: document } = await request('GET', '/openapi.json');
  expect(document.paths['/v1/employees'].post.responses[201].headers).toHaveProperty('roster-position');
  const path = `/v1/employees/${(made.body as { id: number }).id}`;
  await vi.waitFor(async () => {
    for (const standby of database.standbys) {
      const [row] = await standby.query(`SELECT count(*) FROM employee WHERE id = ${path.split('/').at(-1)}`);
      expect(row).toEqual({ count: '1' });
    }
  });
  await database.primary.stop();
  try {
    await vi.waitFor(async () => expect((await request('PATCH', path, { bonus: 1 })).status).toBe(503));
    await vi.waitFor(() => expect(said(server, 'the database is away')).toHaveLength(1), { timeout: 5000 });
    for (let round = 0; round < 20; round += 1) {
      expect((await request('GET', path)).status).toBe(200);
      // No replica can be known to be so far. Where commits wait for one, the one that has most has all that was acknowledged.
      expect((await request('GET', path, undefined, { 'Roster-Position': 'primary' })).status).toBe(200);
      expect((await request('PATCH', path, { bonus: 1 })).status).toBe(503);
    }
    expect((await request('GET', '/v1/employees?limit=1&total=true')).status).toBe(200);
    const ready = await request('GET', '/readyz');
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'ok', checks: { database: 'away; reads are answered by replicas', migrations: 'ok', server: 'ok' } },
    ]);
  } finally {
    database = { ...database, primary: await restarted() };
    await setSynchronous('');
  }
  await vi.waitFor(async () => expect((await request('PATCH', path, { bonus: 2 })).status).toBe(200), {
    timeout: 10_000,
  });
});

test('where commits wait for no standby, who wrote reads only what one is known to have while the primary is away', async () => {
  const server = serve();
  const request = jsonClient(await server.listening);
  await untilBothAreRead(server);
  const made = await request('POST', '/v1/employees', newEmployee());
  const path = `/v1/employees/${(made.body as { id: number }).id}`;
  // Both have it, and the watch has heard so.
  await sleep(1000);
  await database.primary.stop();
  try {
    await vi.waitFor(() => expect(said(server, 'the database is away')).toHaveLength(1), { timeout: 5000 });
    for (let round = 0; round < 20; round += 1) {
      expect((await request('GET', path)).status).toBe(200);
      const unknown = await request('GET', path, undefined, { 'Roster-Position': 'primary' });
      expect([unknown.status, unknown.body.type]).toEqual([503, 'urn:roster:problem:database-unavailable']);
    }
  } finally {
    database = { ...database, primary: await restarted() };
  }
});

/** Stops processes of the primary that a statement finds, until `goOn`. */
async function stopper() {
  const superuser = await connectTo(database.primary.url());
  const stopped = new Set<number>();
  return {
    stopped,
    /** @param sql of rows with a `pid` @returns how many more are stopped now */
    async stop(sql: string): Promise<number> {
      const { rows } = await superuser.query<{ pid: number }>(sql);
      const running = rows.map(({ pid }) => pid).filter((pid) => !stopped.has(pid));
      for (const pid of running) process.kill(pid, 'SIGSTOP');
      for (const pid of running) stopped.add(pid);
      return running.length;
    },
    goOn(): void {
      for (const pid of stopped) process.kill(pid, 'SIGCONT');
    },
    /** The server, which can say nothing more: what it leaves behind would answer until it finds that out. */
    async killAll(): Promise<void> {
      const { rows } = await superuser.query<{ pid: number }>(
        `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid
         UNION ALL SELECT pid FROM pg_stat_activity`,
      );
      for (const { pid } of rows) process.kill(pid, 'SIGKILL');
    },
  };
}

const SENDERS = 'SELECT pid FROM pg_stat_replication';
/** Both: a standby comes back to a primary that was restarted when it likes. */
const stopSenders = (processes: Awaited<ReturnType<typeof stopper>>): Promise<void> =>
  vi.waitFor(
    async () => {
      await processes.stop(SENDERS);
      expect(processes.stopped.size).toBe(2);
    },
    { timeout: 15_000, interval: 100 },
  );
const WATCHES = `SELECT pid FROM pg_stat_activity
  WHERE query LIKE 'SELECT pg_current_wal_flush_lsn()%' AND pid <> pg_backend_pid()`;

test('while the primary serves, and only its watch was slow once, who wrote is not sent to who is behind', async () => {
  const server = serve({ REPLICA_MAX_LAG: '60000' });
  const request = jsonClient(await server.listening);
  await untilBothAreRead(server);
  const processes = await stopper();
  // What the standbys do not get they do not lack: by what they know themselves each has all that there is.
  await stopSenders(processes);
  try {
    for (let round = 0; round < 3; round += 1) {
      await vi.waitFor(async () => expect(await processes.stop(WATCHES)).toBeGreaterThan(0));
      const made = await request('POST', '/v1/employees', newEmployee());
      expect([made.status, made.headers.get('roster-position')]).toEqual([201, 'primary']);
      const { id } = made.body as { id: number };
      for (const end = Date.now() + 600; Date.now() < end; await sleep(20)) {
        expect((await request('GET', `/v1/employees/${id}`)).status).toBe(200);
        const page = await request('GET', '/v1/employees?sort=-id&limit=1&total=true');
        expect(page.body).toMatchObject({ items: [{ id }] });
      }
    }
    expect(said(server, 'the database is away')).toEqual([]);
  } finally {
    processes.goOn();
  }
});

async function restarted() {
  const { startLocalPostgres } = await import('@roster/local-postgres');
  return startLocalPostgres({ dataDir: join(folder, 'primary') });
}

test('with no replica to read from, a primary that is away is a server that is not ready', async () => {
  const server = serve({ DATABASE_REPLICA_URLS: 'postgres://postgres@127.0.0.1:1/roster' });
  const request = jsonClient(await server.listening);
  expect((await request('GET', '/readyz')).status).toBe(200);
  await database.primary.stop();
  try {
    const ready = await request('GET', '/readyz');
    expect([ready.status, ready.body.checks]).toEqual([
      503,
      { database: 'failed', migrations: 'unknown', server: 'ok' },
    ]);
  } finally {
    database = { ...database, primary: await restarted() };
  }
  await vi.waitFor(async () => expect((await request('GET', '/readyz')).status).toBe(200), { timeout: 10_000 });
});

test.each([
  ['is read from: nothing of that was acknowledged, where commits wait for one', '*', 503, 200],
  ['is not, where they do not', '', 201, 503],
])(
  'a standby that was left out for what it had not been sent, when the primary is gone, %s',
  async (_, names, wrote, reads) => {
    await setSynchronous(names);
    const server = serve();
    const request = jsonClient(await server.listening);
    await untilBothAreRead(server);
    const processes = await stopper();
    await stopSenders(processes);
    expect((await request('GET', '/readyz')).status).toBe(200);
    const writing = request('POST', '/v1/employees', newEmployee());
    await vi.waitFor(() => expect(said(server, 'a replica is left out')).toHaveLength(2), { timeout: 10_000 });
    expect((await request('GET', '/v1/employees?limit=1')).status).toBe(200);
    await processes.killAll();
    try {
      expect((await writing).status).toBe(wrote);
      expect((await request('GET', '/v1/employees?limit=1')).status).toBe(reads);
      expect((await request('POST', '/v1/employees', newEmployee())).status).toBe(503);
      for (let round = 0; round < 20; round += 1) {
        expect((await request('GET', '/v1/employees?limit=1')).status).toBe(reads);
        await sleep(50);
      }
      expect((await request('GET', '/readyz')).status).toBe(reads);
    } finally {
      database = { ...database, primary: await restarted() };
      await setSynchronous('');
    }
  },
);

test('reads are shared out among the replicas', async () => {
  const server = serve();
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
    const server = serve({ DATABASE_REPLICA_URLS: balanced.url, REPLICA_MAX_LAG: '60000', ...settings });
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
  const server = serve({ DATABASE_REPLICA_URLS: dead });
  const request = jsonClient(await server.listening);
  expect((await request('GET', '/v1/employees?limit=1')).status).toBe(200);
  expect(said(server, 'a replica is left out')).toHaveLength(2);
});

describe('a commit that no standby has confirmed', () => {
  test('and whose wait is cancelled is no success, since a failover would lose it', async () => {
    const server = serve({ STATEMENT_TIMEOUT: '30000' });
    const request = jsonClient(await server.listening);
    const superuser = await connectTo(database.primary.url());
    const again = [newEmployee(), { 'Idempotency-Key': 'not-confirmed' }] as const;
    const writes = () =>
      Promise.all([
        request('POST', '/v1/employees', newEmployee()),
        request('POST', '/v1/employees/bulk', [newEmployee()]),
        request('POST', '/v1/employees', ...again),
      ]);
    await setSynchronous('nobody');
    const cancelling = setInterval(() => {
      void superuser.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    }, 100);
    try {
      expect((await writes()).map(({ status }) => status)).toEqual([503, 503, 503]);
      // Its answer is there. It is not told, either, before it lasts.
      expect((await request('POST', '/v1/employees', ...again)).status).toBe(503);
    } finally {
      clearInterval(cancelling);
      await setSynchronous('');
    }
    const replayed = await request('POST', '/v1/employees', ...again);
    expect([replayed.status, replayed.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await request('POST', '/v1/employees', newEmployee())).status).toBe(201);
  });
});
