import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workspaceDataDir } from '../src/index.ts';
import {
  atTheEnd,
  eventually,
  isRunning,
  keeperPid,
  loader,
  postmasterPid,
  query,
  readyDataDir,
  script,
  startClient,
  temporaryDirectory,
} from './processes.ts';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

async function db(cwd: string, ...words: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [...loader(), script('../src/cli.ts'), ...words], { cwd });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: Number(code), stdout, stderr };
}

/** A checkout of its own, whose data directory has a cluster already. */
function checkout(): { root: string; dataDir: string } {
  const root = temporaryDirectory();
  writeFileSync(join(root, 'pnpm-workspace.yaml'), '');
  return { root, dataDir: readyDataDir(workspaceDataDir(root)) };
}

test('url starts the server and leaves it running; status and stop know it', async () => {
  const { root, dataDir } = checkout();
  expect(await db(root, 'stop')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('No PostgreSQL'),
  });
  const started = await db(root);
  expect(started).toMatchObject({ code: 0, stdout: expect.stringMatching(/^postgres:\/\/postgres:\S+\/roster\n$/) });
  const url = started.stdout.trim();
  await eventually(() => keeperPid(url));
  // Twice the keeper's beat.
  await pause(1000);
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect((await db(root, 'url')).stdout).toBe(started.stdout);
  expect((await db(root, 'status')).stdout).toBe(
    `running (kept running by \`pnpm db\`)\nport: ${new URL(url).port}\nprocess: ${postmasterPid(dataDir)}\n` +
      `data directory: ${dataDir}\nleases: 0\n`,
  );
  expect(await db(root, 'stop')).toMatchObject({ code: 0, stderr: expect.stringContaining('Stopped PostgreSQL') });
  expect(isRunning(dataDir)).toBe(false);
  expect(await db(root, 'status')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^not running\n/) });
});

test('the URL of a first start can be connected to', async () => {
  const root = temporaryDirectory();
  writeFileSync(join(root, 'pnpm-workspace.yaml'), '');
  atTheEnd(() => db(root, 'stop'));
  const { code, stdout } = await db(root, 'url');
  expect(code).toBe(0);
  expect(await query(stdout.trim(), 'SELECT current_database() AS name')).toEqual([{ name: 'roster' }]);
});

test('a pin outlives the clients that come and go, but not its server', async () => {
  const { root, dataDir } = checkout();
  await db(root, 'url');
  const client = await startClient(dataDir);
  await client.stop();
  expect(isRunning(dataDir)).toBe(true);
  process.kill(postmasterPid(dataDir), 'SIGKILL');
  await eventually(() => !isRunning(dataDir));
  const next = await startClient(dataDir);
  await next.stop();
  expect(isRunning(dataDir)).toBe(false);
});

test.each([['sotp'], ['stop', 'now'], ['--force'], ['status', '--json']])(
  'wrong usage exits 2: %s %s',
  async (...words) => {
    const outcome = await db(temporaryDirectory(), ...words.filter(Boolean));
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage') });
  },
);

test('--help names the commands', async () => {
  const { code, stdout } = await db(temporaryDirectory(), '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/url[^]*stop[^]*status/);
});
