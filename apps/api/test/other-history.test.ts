import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalPostgres } from '@roster/local-postgres';
import { startReplicated, type TestStandby } from '@roster/local-postgres/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connectTo } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { killServer, newEmployee, said, untilBothAreRead } from './replicated-under-test.ts';
import { spawnServer } from './server-under-test.ts';

const UNKNOWN = 'whether its log is the primary’s is not known yet';
const LONG = { timeout: 30_000, interval: 100 };

/** A primary with two standbys, of which the first can be kept from getting anything more. */
async function startThree() {
  const folder = await mkdtemp(join(tmpdir(), 'roster-history-'));
  const { primary, standbys } = await startReplicated(folder, 2);
  const superuser = await connectTo(primary.url());
  const pids = async (sql: string): Promise<number[]> =>
    (await superuser.query<{ pid: number }>(sql)).rows.map(({ pid }) => pid);
  const sender = "SELECT pid FROM pg_stat_replication WHERE application_name = 'standby_1'";
  onTestFinished(async () => {
    await Promise.all(standbys.map((standby) => standby.kill()));
    await (await startLocalPostgres({ dataDir: join(folder, 'primary') })).stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    primary,
    standbys: standbys as [TestStandby, TestStandby],
    holdBackFirst: async () => (await pids(sender)).forEach((pid) => void process.kill(pid, 'SIGSTOP')),
    killPrimary: () => killServer(superuser),
    flushed: async () =>
      (await superuser.query<{ lsn: string }>('SELECT pg_current_wal_flush_lsn()::text AS lsn')).rows[0]?.lsn,
  };
}

const lostRows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `lost ${at}`, salary: 1, gender: '男' }));

/** Rows on the new primary that no client of the server has written: it goes on past what the other one has. */
const passing = `INSERT INTO employee (name, salary, gender) SELECT 'passing ' || at, 1, '男' FROM generate_series(1, 2000) at`;

const WATCH = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_is_in_recovery()%'";

/** The first standby is to be promoted; the second one has rows that it never got, replayed or not. @param count of those */
async function startAhead(count: number, isReplayed = true) {
  const { primary, standbys, holdBackFirst, killPrimary, flushed } = await startThree();
  const [next, ahead] = standbys;
  const url = new URL(primary.url());
  const server = spawnServer({
    DATABASE_URL: `${url.protocol}//${url.username}:${url.password}@${url.host},${next.host}:${next.port}${url.pathname}?target_session_attrs=read-write`,
    DATABASE_REPLICA_URLS: `${next.url()},${ahead.url()}`,
    // So that it is not left out for being late.
    REPLICA_MAX_LAG: '60000',
  });
  const request = jsonClient(await server.listening);
  await untilBothAreRead(server);
  await holdBackFirst();
  if (!isReplayed) await ahead.query('SELECT pg_wal_replay_pause()');
  expect((await request('POST', '/v1/employees/bulk', lostRows(count))).status).toBe(201);
  const arrived = isReplayed
    ? `SELECT count(*) = ${count} AS is FROM employee WHERE name LIKE 'lost %'`
    : `SELECT pg_last_wal_receive_lsn() >= '${await flushed()}'::pg_lsn AS is`;
  await vi.waitFor(async () => expect(await ahead.query(arrived)).toEqual([{ is: true }]), LONG);
  const reasons = () =>
    said(server, 'a replica is left out')
      .filter(({ replica }) => replica === `${ahead.host}:${ahead.port}`)
      .map(({ reason }) => reason);
  const returns = () =>
    said(server, 'reads go to a replica').filter(({ replica }) => replica === `${ahead.host}:${ahead.port}`).length - 1;
  return { server, request, next, ahead, killPrimary, reasons, returns };
}

/** Writes, and reads what was written, many times. */
async function readsItsWrites(request: ReturnType<typeof jsonClient>): Promise<void> {
  const add = () => request('POST', '/v1/employees', newEmployee());
  await vi.waitFor(async () => expect((await add()).status).toBe(201), LONG);
  for (let round = 1; round < 40; round += 1) {
    const { status, body } = await add();
    expect(status).toBe(201);
    expect((await request('GET', `/v1/employees/${body.id}`)).status).toBe(200);
    const page = await request('GET', '/v1/employees?sort=-id&limit=1&total=true');
    expect(page.body).toMatchObject({ items: [{ id: body.id }] });
  }
}

test('a standby that has more than the new primary is not read from, since what it has is another history', async () => {
  const { request, next, ahead, killPrimary, reasons, returns } = await startAhead(500);
  await killPrimary();
  await next.query('SELECT pg_promote()');
  await readsItsWrites(request);
  await vi.waitFor(() => expect(reasons()).toContain('it has another log than the primary'), LONG);
  // Nor when the primary has passed it since, and it may have been rewound for all that is known.
  await next.query(passing);
  await ahead.query(WATCH);
  await sleep(2000);
  expect(returns()).toBe(0);
});

test('nor is one that has it and has not replayed it, when the new primary has passed that', async () => {
  const { request, next, ahead, killPrimary, returns } = await startAhead(500, false);
  await killPrimary();
  await next.query('SELECT pg_promote()');
  await readsItsWrites(request);
  await next.query(passing);
  await ahead.query('SELECT pg_wal_replay_resume()');
  await readsItsWrites(request);
  expect(returns()).toBe(0);
});

test('nor is one that the new primary had passed before anybody asked it', async () => {
  const { server, request, next, killPrimary, reasons, returns } = await startAhead(1);
  server.child.kill('SIGSTOP');
  await killPrimary();
  await next.query('SELECT pg_promote()');
  await vi.waitFor(async () => expect(await next.query(passing)).toEqual([]), LONG);
  server.child.kill('SIGCONT');
  await readsItsWrites(request);
  await vi.waitFor(() => expect(reasons()).toContain(UNKNOWN), LONG);
  await sleep(2000);
  expect(returns()).toBe(0);
});
