import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectTo, emptyDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';
import { steadyLoad } from './steady-load.ts';

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
const LONG = { timeout: 50_000, interval: 50 };
const TWO = { WORKERS: '2' };
const BUILT = { built: true };

/** The processes that it has started, as Linux tells them. */
function workersOf({ child: { pid } }: ServerUnderTest): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const saying = (server: ServerUnderTest, msg: string) => server.lines().filter((line) => line.msg === msg);

async function valueOf(address: string, sample: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.slice(sample.length),
  );
}

const listening = (address: string, count: number) =>
  vi.waitFor(async () => expect(await valueOf(address, 'roster_workers')).toBe(count), LONG);

const COUNTED = 'http_request_duration_seconds_count{method="GET",route="/v1/employees",status="200"}';

/** A request in flight, which waits for a table that this test holds. */
async function heldRequest(url: string, address: string) {
  const holder = await connectTo(url);
  await holder.query('BEGIN; LOCK TABLE employee');
  const reply = jsonClient(address)('POST', '/v1/employees', LI_LEI);
  reply.catch(() => undefined);
  // On another connection: what a transaction sees of pg_stat_activity is as it was at its first look.
  const watcher = await connectTo(url);
  const waiting = 'SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = $1';
  await vi.waitFor(async () => expect((await watcher.query(waiting, ['Lock'])).rowCount).toBe(1), LONG);
  return { reply, release: () => holder.query('COMMIT') };
}

/** Settings by which a statement may take a minute; also where the database says so, as behind a pooler. */
async function patient(url: string): Promise<Record<string, string>> {
  const client = await connectTo(url);
  const name = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  await client.query(`ALTER DATABASE ${name} SET statement_timeout = '60s'`);
  return { STATEMENT_TIMEOUT: '60000', DEADLINE: '60000' };
}

/** Of the built server, which starts in a fraction of the time. Called by the file that has it built. */
export function describeWorkers(): void {
  test('WORKERS=1 is one process', async () => {
    const server = spawnServer({ DATABASE_URL: await emptyDatabase(), WORKERS: '1' }, BUILT);
    await fetch(`${await server.listening}/metrics`);
    expect(workersOf(server)).toEqual([]);
    // There is nothing to roll: it is a stop.
    server.child.kill('SIGHUP');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  describe.runIf(process.platform === 'linux')('two workers under load', () => {
    test('SIGHUP fails no request; kill -9 costs those of one worker; SIGTERM drains', async () => {
      const server = spawnServer({ DATABASE_URL: await emptyDatabase(), ...TWO }, BUILT);
      const address = await server.listening;
      const first = workersOf(server);
      expect(first).toHaveLength(2);
      expect(server.lines().filter(({ stamped }) => stamped)).toHaveLength(1);
      const load = steadyLoad(`${address}/v1/employees`, `${address}/readyz`);
      await load.answered(200);
      const serving = new Set(saying(server, 'request').map(({ pid }) => pid));
      expect(serving).toEqual(new Set(first));

      server.child.kill('SIGHUP');
      await vi.waitFor(() => expect(saying(server, 'all workers are new')).toHaveLength(1), LONG);
      await load.answered(100);
      const second = workersOf(server);
      expect([second.length, second.filter((pid) => first.includes(pid))]).toEqual([2, []]);
      expect([load.failures, [...load.statuses.keys()]]).toEqual([[], [200]]);

      const counted = await valueOf(address, COUNTED);
      const [victim = 0, survivor = 0] = second;
      process.kill(victim, 'SIGKILL');
      const crashed = () => valueOf(address, 'roster_workers_ended_total{how="crashed"}');
      // Not that there is one less: another may be there before anybody has asked.
      await vi.waitFor(async () => expect(await crashed()).toBe(1), LONG);
      await listening(address, 2);
      await load.answered(100);
      expect(workersOf(server)).toContain(survivor);
      expect(workersOf(server)).not.toContain(victim);
      // Each of the callers can have had one request there.
      expect(load.failures.length).toBeLessThanOrEqual(8);
      expect(load.failures.filter((code) => !['ECONNRESET', 'EPIPE'].includes(code))).toEqual([]);
      expect([...load.statuses.keys()]).toEqual([200]);
      expect(await valueOf(address, COUNTED)).toBeGreaterThan(counted);
      expect(await valueOf(address, 'roster_workers_ended_total{how="crashed"}')).toBe(1);
      expect(await valueOf(address, 'roster_workers_ended_total{how="replaced"}')).toBe(2);

      await load.stop();
      server.child.kill('SIGTERM');
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(saying(server, `listening on ${address}`)).toHaveLength(1);
      expect(server.lines().filter(({ level, how }) => level > 40 && how !== 'SIGKILL')).toEqual([]);
    }, 120_000);

    test('SIGHUP lets a request finish that takes longer than a stop may', async () => {
      const url = await emptyDatabase();
      const server = spawnServer({ DATABASE_URL: url, ...TWO, SHUTDOWN_TIMEOUT: '1000' }, BUILT);
      const address = await server.listening;
      const { reply, release } = await heldRequest(url, address);
      server.child.kill('SIGHUP');
      await vi.waitFor(() => expect(saying(server, 'all workers are new')).toHaveLength(1), LONG);
      expect((await fetch(`${address}/livez`)).status).toBe(200);
      await release();
      expect([(await reply).status, (await reply).headers.get('connection')]).toEqual([201, 'close']);
      await vi.waitFor(() => expect(workersOf(server)).toHaveLength(2), LONG);
    });

    test.each([
      ['the signal is first', false],
      ['the supervisor’s word is first', true],
    ])(
      'a stop that comes to all processes, as systemd’s does, lets one that was replaced finish: %s',
      async (_, isWordFirst) => {
        const url = await emptyDatabase();
        const server = spawnServer(
          { DATABASE_URL: url, ...TWO, ...(await patient(url)), SHUTDOWN_TIMEOUT: '4000' },
          BUILT,
        );
        const { reply, release } = await heldRequest(url, await server.listening);
        server.child.kill('SIGHUP');
        await vi.waitFor(() => expect(saying(server, 'all workers are new')).toHaveLength(1), LONG);
        const all = workersOf(server);
        expect(all).toHaveLength(3);
        const stopping = () => new Set(saying(server, 'stopping').map(({ pid }) => pid));
        const heard = () => vi.waitFor(() => expect(all.filter((pid) => !stopping().has(pid))).toEqual([]), LONG);
        if (!isWordFirst) for (const pid of all) process.kill(pid, 'SIGTERM');
        server.child.kill('SIGTERM');
        await heard();
        if (isWordFirst) for (const pid of all.filter(isThere)) process.kill(pid, 'SIGTERM');
        // Whoever takes both for two stops is gone by then.
        await sleep(500);
        await release();
        expect((await reply).status).toBe(201);
        expect(await server.exited).toEqual({ code: 0, signal: null });
      },
    );

    test('what the metrics have counted stays counted when workers are replaced', async () => {
      const server = spawnServer({ DATABASE_URL: await emptyDatabase(), ...TWO }, BUILT);
      const address = await server.listening;
      const load = steadyLoad(`${address}/v1/employees`);
      await load.answered(100);
      await load.stop();
      const answers = load.statuses.get(200);
      await vi.waitFor(async () => expect(await valueOf(address, COUNTED)).toBe(answers), LONG);
      server.child.kill('SIGHUP');
      await vi.waitFor(() => expect(saying(server, 'all workers are new')).toHaveLength(1), LONG);
      expect(await valueOf(address, COUNTED)).toBe(answers);
      expect(await valueOf(address, 'roster_build_info')).toBeNaN();
      expect((await (await fetch(`${address}/metrics`)).text()).match(/^roster_build_info\{.*\} 1$/gm)).toHaveLength(1);
    }, 120_000);
  });

  test('SIGHUP while the code is broken: the old workers stay, and the log says why', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roster-workers-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const env = { DATABASE_URL: await emptyDatabase(), ...TWO, TEST_BROKEN: join(folder, 'broken') };
    const server = spawnServer(env, { ...BUILT, flags: ['--import', './test/fixtures/on-disk.js'] });
    const address = await server.listening;
    const before = workersOf(server);
    await writeFile(env.TEST_BROKEN, '');
    server.child.kill('SIGHUP');
    await vi.waitFor(
      () =>
        expect(server.lines()).toContainEqual(
          expect.objectContaining({ level: 50, why: 'a worker ended before it listened (exit 1)', renewed: 0 }),
        ),
      LONG,
    );
    expect(workersOf(server)).toEqual(before);
    expect((await fetch(`${address}/v1/employees`)).status).toBe(200);

    // Nor does one that crashes now come back before the code is whole again; it is tried again and again.
    process.kill(before[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(server.lines().filter(({ wait }) => wait > 300)).not.toEqual([]), LONG);
    expect((await fetch(`${address}/v1/employees`)).status).toBe(200);
    await rm(env.TEST_BROKEN);
    await listening(address, 2);
  });

  describe('the supervisor is killed with -9', () => {
    test('its workers finish what they have begun, and end; until then one limit is for all', async () => {
      const url = await emptyDatabase();
      const server = spawnServer({ DATABASE_URL: url, ...TWO, RATE_LIMIT: '6/1h' }, BUILT);
      const address = await server.listening;
      const workers = workersOf(server);
      const load = steadyLoad(`${address}/v1/employees`);
      await load.answered(200);
      await load.stop();
      expect([load.failures, load.statuses.get(200)]).toEqual([[], 6]);
      expect(new Set(load.statuses.keys())).toEqual(new Set([200, 429]));
      expect(new Set(saying(server, 'request').map(({ pid }) => pid))).toEqual(new Set(workers));
      server.child.kill('SIGKILL');
      await vi.waitFor(() => expect(workers.filter(isThere)).toEqual([]), LONG);
      await expect(fetch(`${address}/livez`)).rejects.toThrow('fetch failed');
    });

    test('a request in flight is answered', async () => {
      const url = await emptyDatabase();
      const server = spawnServer({ DATABASE_URL: url, ...TWO }, BUILT);
      const address = await server.listening;
      const workers = workersOf(server);
      const { reply, release } = await heldRequest(url, address);
      server.child.kill('SIGKILL');
      await vi.waitFor(() => expect(workers.filter(isThere)).toHaveLength(1), LONG);
      await release();
      expect((await reply).status).toBe(201);
      await vi.waitFor(() => expect(workers.filter(isThere)).toEqual([]), LONG);
    });
  });

  test('a second SIGTERM ends all of them at once', async () => {
    const url = await emptyDatabase();
    const server = spawnServer({ DATABASE_URL: url, ...TWO }, BUILT);
    const address = await server.listening;
    const workers = workersOf(server);
    const { reply } = await heldRequest(url, address);
    server.child.kill('SIGTERM');
    await vi.waitFor(() => expect(saying(server, 'stopping').length).toBeGreaterThan(1), LONG);
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 143, signal: null });
    await vi.waitFor(() => expect(workers.filter(isThere)).toEqual([]), LONG);
    await expect(reply).rejects.toThrow('fetch failed');
  });

  describe('a start that fails does so as that of one process', () => {
    test('exits 5 when the database does not come', async () => {
      const server = spawnServer(
        { DATABASE_URL: 'postgres://127.0.0.1:1/roster', DATABASE_WAIT: '300', ...TWO },
        BUILT,
      );
      expect(await server.exited).toEqual({ code: 5, signal: null });
      expect(server.text().match(/can't be reached/g)).toHaveLength(1);
    });

    test('exits 1 when the port is taken, and says so once', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => void other.close());
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      const server = spawnServer({ DATABASE_URL: await emptyDatabase(), ...TWO, PORT: String(port) }, BUILT);
      expect(await server.exited).toEqual({ code: 1, signal: null });
      expect(server.text().match(new RegExp(`can't listen on 127.0.0.1:${port}`, 'g'))).toHaveLength(1);
      expect(server.text()).toMatch(/EADDRINUSE[^]*choose another PORT/);
    });
  });
}
