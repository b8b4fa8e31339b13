import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const HOME = fileURLToPath(new URL('..', import.meta.url));

interface SpawnOptions {
  env?: Record<string, string>;
  /** Further flags of node. */
  flags?: string[];
}

/** The command from source, as a process of its own that inherits nothing but PATH. It is killed when the test ends. */
export function startPayroll(
  args: readonly string[],
  { env = {}, flags = [] }: SpawnOptions = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const node = ['--conditions=@roster/source', '--import', '@oxc-node/core/register', ...flags, MAIN, ...args];
  const child = spawn(process.execPath, node, {
    cwd: HOME,
    // An empty DATABASE_URL is none, and a `.env` of the checkout does not replace it.
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, ended };
}

export const payroll = (...args: string[]): Promise<Ended> => startPayroll(args).ended;

/** A folder that goes when the test ends. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-payroll-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
