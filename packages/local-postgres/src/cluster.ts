import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Account, accountLabel } from './account.ts';
import { majorVersion, program } from './binaries.ts';
import { runCommand } from './command.ts';
import type { Deadline } from './deadline.ts';
import { claim, syncDirectory } from './directory.ts';
import { localPostgresError } from './errors.ts';
import { pidExists } from './process-id.ts';
import type { Server } from './server.ts';

/** The superuser of every cluster. */
export const user = 'postgres';

/** Inside the cluster, so that the atomic rename brings the two together: whoever's initdb wins, its password wins. */
const passwordName = 'roster.password';
const workingName = /^cluster\.(\d+)\.[0-9a-f]+\.tmp$/;

export function passwordPath(pgdata: string): string {
  return join(pgdata, passwordName);
}

/** @throws LOCAL_POSTGRES_PASSWORD_REFUSED when the file is gone */
export function readPassword(pgdata: string): string {
  try {
    return readFileSync(passwordPath(pgdata), 'utf8').trim();
  } catch (cause) {
    const about = { path: passwordPath(pgdata), why: 'The file cannot be read.' };
    throw localPostgresError('LOCAL_POSTGRES_PASSWORD_REFUSED', about, cause);
  }
}

/**
 * Makes sure that there is a whole cluster of our major version. Any number of processes may do this at once.
 *
 * @throws LOCAL_POSTGRES_WRONG_MAJOR, LOCAL_POSTGRES_INITDB_FAILED
 */
export async function ensureCluster(
  server: Server,
  deadline: Deadline,
  report: (message: string) => void,
): Promise<void> {
  await sweepWorkingDirectories(server.dataDir);
  if (isWhole(server)) return;
  await waitForOthers(server, deadline);
  if (isWhole(server)) return;
  report(`Making a PostgreSQL ${majorVersion(server.binaries)} cluster in ${server.dataDir} (only once)`);
  const working = join(server.dataDir, `cluster.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const made = await initdb(server, working, deadline);
    install(server, made, report);
  } finally {
    await rm(working, { recursive: true, force: true });
  }
}

/** @throws LOCAL_POSTGRES_WRONG_MAJOR */
function isWhole({ pgdata, binaries }: Server): boolean {
  const version = join(pgdata, 'PG_VERSION');
  if (!existsSync(version) || !existsSync(join(pgdata, 'global', 'pg_control'))) return false;
  const found = readFileSync(version, 'utf8').trim();
  const wanted = majorVersion(binaries);
  if (found !== wanted) throw localPostgresError('LOCAL_POSTGRES_WRONG_MAJOR', { pgdata, found, wanted });
  return true;
}

/** Runs initdb in a working directory of our own, and gives the path of the finished cluster. */
async function initdb(server: Server, working: string, deadline: Deadline): Promise<string> {
  const cluster = join(working, 'cluster');
  const password = join(working, passwordName);
  mkdirSync(working);
  claim(working, server.account);
  writePassword(password, server.account);
  const outcome = await runCommand(program(server.binaries, 'initdb'), initdbArguments(server, cluster, password), {
    account: server.account,
    deadline,
  });
  if (outcome.code !== 0) throw initdbError(server, outcome.output);
  renameSync(password, passwordPath(cluster));
  syncDirectory(cluster);
  return cluster;
}

function initdbError({ pgdata }: Server, output: string): Error {
  // As in a container that runs as a uid of its own choice.
  if (!/could not look up effective user ID/.test(output)) {
    return localPostgresError('LOCAL_POSTGRES_INITDB_FAILED', { pgdata, output });
  }
  return localPostgresError('LOCAL_POSTGRES_NO_ACCOUNT', { account: accountLabel(process.getuid?.()) });
}

/** The same cluster on every machine, whatever its locale; the time zone is that of serverEnvironment(). */
function initdbArguments({ binaries }: Server, cluster: string, password: string): string[] {
  const options = {
    pgdata: cluster,
    username: user,
    auth: 'scram-sha-256',
    pwfile: password,
    encoding: 'UTF8',
    locale: 'C',
    // New in 17: https://www.postgresql.org/docs/17/release-17.html
    ...(Number(majorVersion(binaries)) >= 17 && { 'locale-provider': 'builtin', 'builtin-locale': 'C.UTF-8' }),
  };
  return [...Object.entries(options).map(([name, value]) => `--${name}=${value}`), '--no-instructions'];
}

function writePassword(path: string, account: Account | undefined): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(24).toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (account) chownSync(path, account.uid, account.gid);
}

/**
 * Puts a finished cluster in its place, unless another process was faster. rename(2) of a directory onto one that
 * holds anything fails, so that a whole cluster is never replaced.
 */
function install(server: Server, made: string, report: (message: string) => void): void {
  if (isWhole(server)) return;
  if (existsSync(server.pgdata)) setAside(server, report);
  try {
    renameSync(made, server.pgdata);
    syncDirectory(server.dataDir);
  } catch (cause) {
    if (!isWhole(server)) throw cause;
  }
}

/** Moves a half-made cluster out of the way. Nothing is deleted: somebody may want to look at it. */
function setAside(server: Server, report: (message: string) => void): void {
  const aside = `${server.pgdata}.broken-${new Date().toISOString().replaceAll(':', '.')}`;
  try {
    renameSync(server.pgdata, aside);
  } catch {
    // Another process moved it first.
    return;
  }
  if (isWhole({ ...server, pgdata: aside })) {
    // Between our look and our rename another process had put its whole cluster there.
    renameSync(aside, server.pgdata);
    return;
  }
  report(`${server.pgdata} was not a whole cluster; it is ${aside} now`);
}

/** Four first starts at one instant need not run four initdb: whoever sees another's live work waits for it a while. */
async function waitForOthers(server: Server, deadline: Deadline): Promise<void> {
  const patience = performance.now() + Math.min(15_000, deadline.remaining() / 2);
  while (performance.now() < patience && !isWhole(server)) {
    const working = await workingDirectories(server.dataDir);
    if (!working.some(({ pid }) => pidExists(pid))) return;
    await pause(50);
  }
}

async function sweepWorkingDirectories(dataDir: string): Promise<void> {
  const hourAgo = Date.now() - 3_600_000;
  for (const { path, pid } of await workingDirectories(dataDir)) {
    const made = await stat(path).catch(() => undefined);
    // The hour is for pids that were given out again.
    const dead = !pidExists(pid) || (made && made.mtimeMs < hourAgo);
    if (dead) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function workingDirectories(dataDir: string): Promise<{ path: string; pid: number }[]> {
  return (await readdir(dataDir)).flatMap((name) => {
    const pid = workingName.exec(name)?.[1];
    return pid ? [{ path: join(dataDir, name), pid: Number(pid) }] : [];
  });
}
