import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fchownSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { program } from './binaries.ts';
import { lastLines, runCommand, serverSpawnOptions } from './command.ts';
import { type Deadline, timeoutError } from './deadline.ts';
import { codeOf, localPostgresError } from './errors.ts';
import { host } from './port.ts';
import { isSameRun, type Postmaster, readPostmaster, runningPostmaster } from './postmaster.ts';
import type { Server } from './server.ts';

/** What came of an attempt; `beaten` = another process's server was faster, or the last one's remains are still there. */
export type Start = 'ready' | 'port-taken' | 'beaten';

const portTaken = /could not bind|Address already in use|could not create any TCP\/IP sockets/;
const beaten = /lock file ".*" (already exists|is empty)|pre-existing shared memory block/;
const logLimit = 10 * 1024 * 1024;

/**
 * Starts a server that outlives this process, and waits until it takes connections.
 *
 * @throws LOCAL_POSTGRES_START_FAILED with the last lines of the log, LOCAL_POSTGRES_TIMEOUT
 */
export async function startPostmaster(server: Server, port: number, deadline: Deadline): Promise<Start> {
  const log = openLog(server);
  const failure =
    process.platform === 'win32'
      ? await pgCtlStart(server, port, deadline)
      : await run(server, port, log.file, deadline);
  const said = readLog(log);
  closeSync(log.file);
  if (failure === undefined) return 'ready';
  if (portTaken.test(said)) return 'port-taken';
  if (beaten.test(said)) return 'beaten';
  const about = { pgdata: server.pgdata, log: server.log, output: lastLines(said) || failure };
  throw localPostgresError('LOCAL_POSTGRES_START_FAILED', about);
}

/**
 * Asks for a fast shutdown (connections are closed, everything is written) and waits for its end.
 *
 * @throws LOCAL_POSTGRES_STOP_FAILED
 */
export async function stopPostmaster(server: Server, postmaster: Postmaster, deadline: Deadline): Promise<void> {
  if (!isSameRun(runningPostmaster(server.pgdata), postmaster)) return;
  if (process.platform === 'win32') await pgCtlStop(server, deadline);
  else signalFastShutdown(postmaster.pid);
  await waitForEnd(server, postmaster, deadline);
}

/** @throws LOCAL_POSTGRES_STOP_FAILED */
export async function waitForEnd(server: Server, postmaster: Postmaster, deadline: Deadline): Promise<void> {
  while (isSameRun(runningPostmaster(server.pgdata), postmaster)) {
    if (deadline.passed()) {
      const about = { pgdata: server.pgdata, pid: postmaster.pid, log: server.log };
      throw localPostgresError('LOCAL_POSTGRES_STOP_FAILED', about);
    }
    await pause(10);
  }
}

/** SIGINT is a fast shutdown (PostgreSQL manual, "Shutting Down the Server"). */
function signalFastShutdown(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/**
 * Runs `postgres` itself rather than `pg_ctl start`: that builds a shell command around the paths (a `$` in one would
 * be expanded), needs a shell, and looks only ten times a second. What it does beyond that, setsid, `detached` does.
 *
 * @returns why it failed, or undefined
 */
async function run(server: Server, port: number, log: number, deadline: Deadline): Promise<string | undefined> {
  const child = spawn(program(server.binaries, 'postgres'), ['-D', server.pgdata, ...settings(port)], {
    ...serverSpawnOptions(server.account),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  const ended = endOf(child);
  for (;;) {
    if (ended.reason !== undefined) return ended.reason;
    const postmaster = readPostmaster(server.pgdata);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return undefined;
    if (deadline.passed()) throw timeoutError(deadline, 'starting it', server.log);
    await pause(10);
  }
}

function endOf(child: ChildProcess): { reason?: string } {
  const end: { reason?: string } = {};
  child.once('error', (error) => {
    end.reason = error.message;
  });
  child.once('exit', (code, signal) => {
    end.reason ??= `postgres ended with ${signal ?? `exit code ${code}`}`;
  });
  return end;
}

/** Given at every start, so that they hold for clusters that an older version of this package made. */
function settings(port: number): string[] {
  const values = { listen_addresses: host, unix_socket_directories: '', max_connections: '200' };
  return ['-p', String(port), ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** On Windows pg_ctl is needed: it gives up an administrator's rights first, with which postgres refuses to run. */
async function pgCtlStart(server: Server, port: number, deadline: Deadline): Promise<string | undefined> {
  const seconds = String(Math.ceil(deadline.remaining() / 1000));
  const args = ['start', '--wait', '--timeout', seconds, '-D', server.pgdata, '-l', server.log];
  args.push('-o', settings(port).join(' '));
  const { code, output } = await runCommand(program(server.binaries, 'pg_ctl'), args, { account: undefined, deadline });
  return code === 0 ? undefined : output;
}

async function pgCtlStop(server: Server, deadline: Deadline): Promise<void> {
  const args = ['stop', '--mode=fast', '--no-wait', '-D', server.pgdata];
  await runCommand(program(server.binaries, 'pg_ctl'), args, { account: undefined, deadline });
}

interface Log {
  file: number;
  /** Where this attempt's lines begin. */
  begin: number;
  path: string;
}

function openLog({ log: path, account }: Server): Log {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimit) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  // Else a file that root made would keep the cluster's owner from starting the server himself.
  if (account) fchownSync(file, account.uid, account.gid);
  return { file, path, begin: size > logLimit ? 0 : size };
}

function readLog({ path, begin }: Log): string {
  const end = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const text = Buffer.alloc(Math.min(Math.max(end - begin, 0), 64 * 1024));
  const file = openSync(path, 'r');
  try {
    readSync(file, text, 0, text.length, Math.max(begin, end - text.length));
  } finally {
    closeSync(file);
  }
  return text.toString();
}
