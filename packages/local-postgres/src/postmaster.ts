import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { codeOf } from './errors.ts';
import { pidExists } from './process-id.ts';

/** A running server, as its lock file `postmaster.pid` describes it (src/include/utils/pidfile.h). */
export interface Postmaster {
  pid: number;
  /** Seconds since 1970, as text; with the pid the name of this one run of the server. */
  startTime: string;
  port: number;
  /** `starting`, `ready`, `stopping`, `standby`; empty in the first moments. */
  status: string;
}

/** @param text of postmaster.pid; undefined where its first lines are not complete */
export function parsePostmaster(text: string): Postmaster | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, , startTime, port] = lines;
  if (!pid || !/^\d+$/.test(pid) || !startTime) return undefined;
  return { pid: Number(pid), startTime, port: Number(port || 0), status: lines[7] ?? '' };
}

export function readPostmaster(pgdata: string): Postmaster | undefined {
  const text = readLockFile(pgdata);
  return text === undefined ? undefined : parsePostmaster(text);
}

/** The server that runs on this cluster now, in whatever state. */
export function runningPostmaster(pgdata: string): Postmaster | undefined {
  const postmaster = readPostmaster(pgdata);
  return postmaster && isServerOf(postmaster.pid, pgdata) ? postmaster : undefined;
}

/** Whether two descriptions are of the same run of the server. */
export function isSameRun(one: Postmaster | undefined, other: Postmaster): boolean {
  return one?.pid === other.pid && one.startTime === other.startTime;
}

/**
 * Removes a `postmaster.pid` that PostgreSQL itself would respect though its server is gone: the pid was given to
 * another program (after a reboot, or in a new container), is a zombie's that nobody reaps, or was never written.
 */
export function removeStaleLockFile(pgdata: string): void {
  const text = readLockFile(pgdata);
  if (text === undefined) return;
  const postmaster = parsePostmaster(text);
  const stale = postmaster ? pidExists(postmaster.pid) && !isServerOf(postmaster.pid, pgdata) : isOld(pgdata);
  if (stale) takeAway(pgdata, text);
}

/** Between our look and our rename a new server may have written its own file: that one is put back. */
function takeAway(pgdata: string, judged: string): void {
  const file = join(pgdata, 'postmaster.pid');
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    // link(2) does not replace a file, so that a third server's is safe too.
    if (readFileSync(aside, 'utf8') !== judged) linkSync(aside, file);
    rmSync(aside);
  } catch {
    // Another process is doing the same.
  }
}

function readLockFile(pgdata: string): string | undefined {
  try {
    return readFileSync(join(pgdata, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
}

/** An empty lock file is a server's in its first instant, or what a power cut left. */
function isOld(pgdata: string): boolean {
  const stats = statSync(join(pgdata, 'postmaster.pid'), { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > 5000;
}

/** Whether a process is a postmaster, and this cluster's. When in doubt it is: two servers would ruin the data. */
function isServerOf(pid: number, pgdata: string): boolean {
  if (!pidExists(pid)) return false;
  if (process.platform === 'win32') return true;
  const args = process.platform === 'linux' ? linuxArguments(pid) : otherArguments(pid);
  if (args === undefined) return true;
  // A zombie has no arguments; a backend that was given the pid has rewritten them ("postgres: checkpointer").
  if (basename(args[0] ?? '') !== 'postgres') return false;
  const cwd = process.platform === 'linux' ? sameDirectory(`/proc/${pid}/cwd`, pgdata) : undefined;
  return cwd ?? refersTo(args[args.indexOf('-D') + 1] ?? '', pgdata);
}

function linuxArguments(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? [] : undefined;
  }
}

function otherArguments(pid: number): string[] | undefined {
  try {
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 5000,
    });
    const [, file = '', dataDir = ''] = /^(.*?) -D (.*?)(?: -p \d+.*)?$/.exec(command.trim()) ?? [];
    return [file, '-D', dataDir];
  } catch (error) {
    // ps exits 1 where there is no such process.
    return error instanceof Error && 'status' in error && error.status === 1 ? [] : undefined;
  }
}

/** A postmaster's working directory is its cluster, even after the cluster was moved. */
function sameDirectory(link: string, pgdata: string): boolean | undefined {
  try {
    readlinkSync(link);
    const [one, other] = [statSync(link), statSync(pgdata)];
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    // Not ours to look at, as in a container without CAP_SYS_PTRACE.
    return undefined;
  }
}

function refersTo(dataDir: string, pgdata: string): boolean {
  try {
    return realpathSync(dataDir) === realpathSync(pgdata);
  } catch {
    // The directory was moved under a running server: it may well be this one.
    return true;
  }
}
