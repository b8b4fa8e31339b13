import { spawn } from 'node:child_process';
import type { Account } from './account.ts';
import type { Deadline } from './deadline.ts';
import { serverEnvironment } from './env.ts';

/** How a program ended, and what it said last. */
export interface Outcome {
  /** Exit code; undefined when it was ended by a signal, did not start, or was too late. */
  code: number | undefined;
  output: string;
}

/** Options of spawn for a program that belongs to the server. */
export function serverSpawnOptions(account: Account | undefined) {
  return {
    env: serverEnvironment(),
    // A directory that every account may enter: PostgreSQL's programs look at where they are ("could not change
    // directory to …: Permission denied").
    ...(process.platform === 'win32' ? {} : { cwd: '/' }),
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    windowsHide: true,
  };
}

/** Runs one of PostgreSQL's programs to its end, or to the deadline's. Never rejects. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: { account: Account | undefined; deadline: Deadline },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...serverSpawnOptions(options.account), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const hear = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const timer = setTimeout(() => child.kill('SIGKILL'), options.deadline.remaining());
    const end = (code: number | null, last = '') => {
      clearTimeout(timer);
      // Not 'close': on Windows the server inherits pg_ctl's pipes and would keep them open for as long as it runs.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: code ?? undefined, output: lastLines(output + last) });
    };
    child.once('error', (error) => end(null, error.message));
    child.once('exit', (code, signal) => setImmediate(end, code, signal ? `ended by ${signal}` : ''));
  });
}

/** The last lines of a text that say something, for an error message. */
export function lastLines(text: string, count = 12): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
