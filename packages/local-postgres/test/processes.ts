import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, inject } from 'vitest';
import type { Account } from '../src/account.ts';
import { readPostmaster, runningPostmaster } from '../src/postmaster.ts';
import { pidExists } from '../src/process-id.ts';
import { temporaryPrefix } from './temporary.ts';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

export function atTheEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

/** A new directory that goes away with its test, and with it any server that a failed test left there. */
export function temporaryDirectory(mode = 0o755): string {
  const dir = mkdtempSync(temporaryPrefix());
  chmodSync(dir, mode);
  atTheEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** A data directory with a cluster in it already: copying one is three times as fast as initdb. */
export function readyDataDir(dataDir = join(temporaryDirectory(), 'postgres')): string {
  copyCluster(dataDir);
  atTheEnd(() => killServer(dataDir));
  return dataDir;
}

/** One such directory for a whole file, whose tests each leave it with its server stopped. */
export function sharedDataDir(): string {
  const dir = mkdtempSync(temporaryPrefix());
  chmodSync(dir, 0o755);
  const dataDir = join(dir, 'postgres');
  copyCluster(dataDir);
  afterEach(() => killServer(dataDir));
  afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dataDir;
}

function copyCluster(dataDir: string): void {
  mkdirSync(dirname(dataDir), { recursive: true });
  // fs.cp would give root the server's files.
  execFileSync('cp', ['-a', inject('templateDataDir'), dataDir]);
}

export function emptyDataDir(): string {
  const dataDir = join(temporaryDirectory(), 'postgres');
  atTheEnd(() => killServer(dataDir));
  return dataDir;
}

export interface ClientProcess {
  process: ChildProcess;
  pid: number;
  url: string;
  port: number;
  dataDir: string;
  stop(): Promise<void>;
  leave(): Promise<void>;
  kill(): Promise<void>;
}

export interface ClientOptions {
  stateRoot?: string;
  /** Only as root: whose process it is. */
  account?: Account | undefined;
}

/** Starts another process that starts or joins the server. */
export async function startClient(dataDir: string, options: ClientOptions = {}): Promise<ClientProcess> {
  const { stateRoot, account } = options;
  const args = [...loader(), script('client.ts'), dataDir, ...(stateRoot ? [stateRoot] : [])];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  atTheEnd(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const line = once(createInterface({ input: child.stdout }), 'line');
  const [said] = await Promise.race([line, exit.then(([code]) => Promise.reject(new Error(`client ended: ${code}`)))]);
  const answer = JSON.parse(String(said)) as Pick<ClientProcess, 'url' | 'port' | 'dataDir'> & { error?: string };
  if (answer.error) throw Object.assign(new Error(answer.error), { code: answer.error });
  const tell = async (command: string) => {
    child.stdin.write(`${command}\n`);
    await exit;
  };
  return {
    ...answer,
    process: child,
    pid: child.pid ?? 0,
    stop: () => tell('stop'),
    leave: () => tell('leave'),
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Node's arguments for our own TypeScript. */
export function loader(): string[] {
  const main = createRequire(import.meta.url).resolve('@oxc-node/core');
  return ['--import', pathToFileURL(join(dirname(main), 'register.mjs')).href];
}

export function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

export async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

export function isRunning(dataDir: string): boolean {
  return runningPostmaster(join(dataDir, 'cluster')) !== undefined;
}

export function postmasterPid(dataDir: string): number {
  const postmaster = readPostmaster(join(dataDir, 'cluster'));
  if (!postmaster) throw new Error(`No server runs on ${dataDir}`);
  return postmaster.pid;
}

/** The pid of the one keeper that has the lock. */
export async function keeperPid(url: string): Promise<number | undefined> {
  const rows = await query<{ pid: number }>(
    url,
    `SELECT substring(application_name FROM '\\d+$')::integer AS pid
       FROM pg_stat_activity JOIN pg_locks USING (pid)
      WHERE application_name LIKE 'roster keeper %' AND locktype = 'advisory' AND objid = 2`,
  );
  return rows[0]?.pid;
}

/** Waits until something is so. */
export async function eventually<T>(look: () => T | Promise<T>, withinMs = 30_000): Promise<NonNullable<T>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`Not so within ${withinMs} ms: ${look.toString()}`);
    await pause(25);
  }
}

async function killServer(dataDir: string): Promise<void> {
  if (!isRunning(dataDir)) return;
  const pid = postmasterPid(dataDir);
  process.kill(pid, 'SIGQUIT');
  await eventually(() => !isRunning(dataDir) || !pidExists(pid));
}
