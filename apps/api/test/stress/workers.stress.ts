import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test, vi } from 'vitest';
import { emptyDatabase } from '../database-under-test.ts';
import { type ServerUnderTest, spawnServer } from '../server-under-test.ts';
import { steadyLoad } from '../steady-load.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** `ROUNDS=200 pnpm test:stress workers` for longer. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 10);
const LONG = { timeout: 60_000, interval: 50 };

beforeAll(() => promisify(execFile)('npx', ['-y', 'pnpm@12', 'build'], { cwd: root }), 300_000);

const workersOf = ({ child: { pid } }: ServerUnderTest): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

/** What the supervisor holds open. */
const descriptorsOf = ({ child: { pid } }: ServerUnderTest): number => readdirSync(`/proc/${pid}/fd`).length;

test(`${ROUNDS} rounds of SIGHUP, and of a worker killed in the middle of one, under load`, async () => {
  const server = spawnServer({ DATABASE_URL: await emptyDatabase(), WORKERS: '3' }, { built: true });
  const address = await server.listening;
  const load = steadyLoad(`${address}/v1/employees`, `${address}/readyz`, `${address}/metrics`);
  /** Restarts that have ended, also those whose new worker was killed before it was up: then the others stay. */
  const ENDS = ['all workers are new', 'a new worker did not come up: old ones stay'];
  const rolled = () => server.lines().filter(({ msg }) => ENDS.includes(msg)).length;
  const whole = () => vi.waitFor(() => expect(workersOf(server)).toHaveLength(3), LONG);
  await load.answered(100);
  const descriptors = descriptorsOf(server);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const failed = load.failures.length;
    server.child.kill('SIGHUP');
    await vi.waitFor(() => expect(rolled()).toBe(2 * round - 1), LONG);
    await whole();
    expect(load.failures.slice(failed)).toEqual([]);
    server.child.kill('SIGHUP');
    await load.answered(50);
    const before = workersOf(server);
    process.kill(before[round % before.length] ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(rolled()).toBe(2 * round), LONG);
    await whole();
    expect(load.failures.length - failed).toBeLessThanOrEqual(8);
  }
  expect([...load.statuses.keys()]).toEqual([200]);
  expect(load.failures.filter((code) => !['ECONNRESET', 'EPIPE'].includes(code))).toEqual([]);
  await vi.waitFor(() => expect(descriptorsOf(server)).toBeLessThanOrEqual(descriptors), LONG);
  await load.stop();
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual({ code: 0, signal: null });
}, 3_600_000);
