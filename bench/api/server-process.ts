import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { childrenOf } from './process-usage.ts';

export interface Program {
  path: string;
  env?: Record<string, string>;
  /** Of every request. */
  headers?: Record<string, string>;
}

/** A server under test that answers. */
export interface Running {
  address: string;
  headers: Record<string, string>;
  /** Milliseconds from the start of the process until it listened. */
  startedIn: number;
  /** The process, or those that share its port. */
  pids(): number[];
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Starts a server that says `{ address }` to its parent when it listens. @throws when it ends instead */
export async function startServer({ path, env = {}, headers = {} }: Program): Promise<Running> {
  const startedAt = performance.now();
  const child = fork(path, [], {
    // The runner's own flags load TypeScript; none is for a server.
    execArgv: [],
    env: { ...environment(), ...env },
    // As in production, where a log goes to a file or a pipe and never to a terminal.
    stdio: ['ignore', openSync('/dev/null', 'w'), 'inherit', 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${path} ended with ${String(code)} before it listened`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ address: string }];
  ended.catch(() => undefined);
  const workers = (): number[] => childrenOf(child.pid ?? 0);
  return {
    address: message.address,
    headers,
    startedIn: performance.now() - startedAt,
    pids: () => [child.pid ?? 0, ...workers()],
    stop: () => stop(child),
  };
}

/** Nothing of this shell's, so that a setting of Roster's or of pg's cannot come along. */
// oxlint-disable-next-line node/no-process-env
const environment = (): Record<string, string> => ({ PATH: process.env.PATH ?? '', NODE_ENV: 'production' });

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(late);
}

export const stopServers = (): Promise<unknown> => Promise.all([...running].map(stop));
