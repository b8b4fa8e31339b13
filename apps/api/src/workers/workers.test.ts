import cluster from 'node:cluster';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createLog, type Logger } from '../log.ts';
import { allWorkers } from './supervised.ts';
import { Workers } from './workers.ts';

/** A process that says of itself what a server says. */
const WORKER = `
process.on('message', () => process.exit(0));
process.send({ listening: 'http://' + process.pid });
`;
/** No system starts a process with it: \`fork\` throws, as it does where there is no memory. */
const NOT_TO_START = { ROSTER_TEST: '\0' };
const LONG = { timeout: 10_000, interval: 20 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-workers-'));
  const exec = join(folder, 'worker.cjs');
  await writeFile(exec, WORKER);
  cluster.setupPrimary({ exec, execArgv: [], silent: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const started: Workers[] = [];
afterEach(async () => {
  for (const workers of started.splice(0)) await workers.stop(2000);
});

async function startOne() {
  const lines: Record<string, unknown>[] = [];
  const log: Logger = await createLog(
    { level: 'info', pretty: false },
    { write: (line) => void lines.push(JSON.parse(line)) },
  );
  const env: Record<string, string> = {};
  const workers = new Workers({ count: 1, env, patience: 1000, log });
  started.push(workers);
  await workers.start();
  const said = (msg: string) => lines.filter((line) => line['msg'] === msg);
  return { workers, env, said, pid: allWorkers()[0]?.process.pid as number };
}

test('a place for which no process can be started is tried again, until one can', async () => {
  const { workers, env, said, pid } = await startOne();
  Object.assign(env, NOT_TO_START);
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(said('a worker ended; another one takes its place').length).toBeGreaterThan(2), LONG);
  expect(workers.listening).toBe(0);
  expect(said('a worker ended; another one takes its place').at(-1)?.['how']).toMatch(/null bytes/);
  delete env['ROSTER_TEST'];
  await vi.waitFor(() => expect(workers.listening).toBe(1), LONG);
  expect(said('a new worker listens')).toHaveLength(1);
});

test('a restart for which no process can be started leaves the old one, and the next is one', async () => {
  const { workers, env, said, pid } = await startOne();
  Object.assign(env, NOT_TO_START);
  await workers.roll();
  expect(said('a new worker did not come up: old ones stay')).toMatchObject([{ why: expect.stringMatching(/null/) }]);
  expect(allWorkers().map(({ process: { pid: there } }) => there)).toEqual([pid]);
  delete env['ROSTER_TEST'];
  await workers.roll();
  expect(said('all workers are new')).toHaveLength(1);
  expect(allWorkers().map(({ process: { pid: there } }) => there)).not.toContain(pid);
  expect(workers.ended).toEqual({ crashed: 0, replaced: 1 });
});
