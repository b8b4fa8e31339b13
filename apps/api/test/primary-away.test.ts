import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { connectTo } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { killServer, newEmployee, ReplicatedUnderTest, said, untilBothAreRead } from './replicated-under-test.ts';

const SOON = { timeout: 15_000 };

const database = new ReplicatedUnderTest();

test('while the primary is away reads go on, and writes are refused at once', async () => {
  await database.setSynchronous('*');
  const server = database.serve();
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
  }, SOON);
  await database.primary.stop();
  try {
    await vi.waitFor(async () => expect((await request('PATCH', path, { bonus: 1 })).status).toBe(503), SOON);
    await vi.waitFor(() => expect(said(server, 'the database is away')).toHaveLength(1), SOON);
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
    await database.restartPrimary();
    await database.setSynchronous('');
  }
  await vi.waitFor(async () => expect((await request('PATCH', path, { bonus: 2 })).status).toBe(200), SOON);
});

test('where commits wait for no standby, who wrote reads only what one is known to have while the primary is away', async () => {
  const server = database.serve();
  const request = jsonClient(await server.listening);
  await untilBothAreRead(server);
  const made = await request('POST', '/v1/employees', newEmployee());
  const path = `/v1/employees/${(made.body as { id: number }).id}`;
  // Both have it, and the watch has heard so.
  await sleep(1000);
  await database.primary.stop();
  try {
    await vi.waitFor(() => expect(said(server, 'the database is away')).toHaveLength(1), SOON);
    for (let round = 0; round < 20; round += 1) {
      expect((await request('GET', path)).status).toBe(200);
      const unknown = await request('GET', path, undefined, { 'Roster-Position': 'primary' });
      expect([unknown.status, unknown.body.type]).toEqual([503, 'urn:roster:problem:database-unavailable']);
    }
  } finally {
    await database.restartPrimary();
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
    /** The server, which can say nothing more. */
    killAll: () => killServer(superuser),
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
  const server = database.serve({ REPLICA_MAX_LAG: '60000' });
  const request = jsonClient(await server.listening);
  await untilBothAreRead(server);
  const processes = await stopper();
  // What the standbys do not get they do not lack: by what they know themselves each has all that there is.
  await stopSenders(processes);
  try {
    for (let round = 0; round < 3; round += 1) {
      await vi.waitFor(async () => expect(await processes.stop(WATCHES)).toBeGreaterThan(0), SOON);
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

test('with no replica to read from, a primary that is away is a server that is not ready', async () => {
  const server = database.serve({ DATABASE_REPLICA_URLS: 'postgres://postgres@127.0.0.1:1/roster' });
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
    await database.restartPrimary();
  }
  await vi.waitFor(async () => expect((await request('GET', '/readyz')).status).toBe(200), SOON);
});

test.each([
  ['is read from: nothing of that was acknowledged, where commits wait for one', '*', 503, 200],
  ['is not, where they do not', '', 201, 503],
])(
  'a standby that was left out for what it had not been sent, when the primary is gone, %s',
  async (_, names, wrote, reads) => {
    await database.setSynchronous(names);
    const server = database.serve();
    const request = jsonClient(await server.listening);
    await untilBothAreRead(server);
    const processes = await stopper();
    await stopSenders(processes);
    expect((await request('GET', '/readyz')).status).toBe(200);
    const writing = request('POST', '/v1/employees', newEmployee());
    await vi.waitFor(() => expect(said(server, 'a replica is left out')).toHaveLength(2), SOON);
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
      await database.restartPrimary();
      await database.setSynchronous('');
    }
  },
);
