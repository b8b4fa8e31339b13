import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { chmod, cp, lstat, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { makeDirectory } from './directory.ts';
import { localPostgresError } from './errors.ts';
import { type Platform, platformLabel, platformPackage, thisPlatform } from './platform.ts';
import { barrier, ENTER, permits, READ } from './reach.ts';

/** PostgreSQL's programs, and the libraries and share files that they find relative to themselves. */
export interface Binaries {
  /** The npm package's version, which begins with PostgreSQL's own: `18.4.0-beta.17`. */
  version: string;
  /** The directory that holds bin/, lib/ and share/. */
  native: string;
}

/** The path of one of the programs. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** The major version of PostgreSQL, as the file PG_VERSION of its clusters has it. */
export function majorVersion(binaries: Binaries): string {
  return binaries.version.split('.')[0] ?? '';
}

/**
 * Finds the installed binaries of a platform.
 *
 * @throws LOCAL_POSTGRES_UNSUPPORTED_PLATFORM, LOCAL_POSTGRES_NOT_INSTALLED
 */
export function locateBinaries(platform: Platform = thisPlatform()): Binaries {
  const name = platformPackage(platform);
  try {
    // The package exports nothing but dist/index.js, whose neighbour `native` is.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { version, native: join(root, 'native') };
  } catch (cause) {
    const about = { platform: platformLabel(platform), package: name };
    throw localPostgresError('LOCAL_POSTGRES_NOT_INSTALLED', about, cause);
  }
}

/**
 * The binaries as the account can run them: where they are, or a copy under `stateRoot`.
 *
 * @param account whom the server runs as, where that is not this process's own user
 */
export async function usableBinaries(
  found: Binaries,
  account: Account | undefined,
  stateRoot: string,
): Promise<Binaries> {
  const reachable = account === undefined || mayRun(found.native, account);
  if (reachable && linkLibraries(found.native)) return found;
  const native = join(stateRoot, `postgresql-${process.platform}-${process.arch}-${found.version}`);
  if (!existsSync(native)) await copyNative(found.native, native);
  const wall = account && barrier(join(native, 'bin'), account);
  if (wall) {
    const about = { path: native, account: account.name, why: `${wall} does not let it in.` };
    throw localPostgresError('LOCAL_POSTGRES_UNREACHABLE', about);
  }
  return { ...found, native };
}

/** Whether an account can come to the binaries and read all kinds of them (an install under umask 077 forbids it). */
export function mayRun(native: string, account: Account): boolean {
  if (barrier(join(native, 'bin'), account)) return false;
  const files = ['bin', 'lib', 'lib/postgresql', 'share/postgresql'].flatMap((dir) => [
    { path: dir, rights: READ + ENTER },
    ...readdirSync(join(native, dir)).map((name) => ({
      path: join(dir, name),
      rights: dir === 'bin' ? READ + ENTER : READ,
    })),
  ]);
  return files.every(({ path, rights }) => {
    const stats = statSync(join(native, path), { throwIfNoEntry: false });
    return stats === undefined || permits(stats, account, rights);
  });
}

/**
 * Makes the libraries' symbolic links that an install without scripts leaves out (npm tarballs hold none).
 * The list is the package's own, which its postinstall script follows too.
 *
 * @returns false where a missing one cannot be made here
 */
export function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links.every(({ source, target }) => {
    const link = join(native, relative('native', target));
    if (lstatSync(link, { throwIfNoEntry: false })) return true;
    try {
      symlinkSync(basename(source), link);
      return true;
    } catch {
      // Another process may have been faster.
      return existsSync(link);
    }
  });
}

async function copyNative(from: string, to: string): Promise<void> {
  makeDirectory(dirname(to));
  const copy = `${to}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  await cp(from, copy, { recursive: true, verbatimSymlinks: true });
  await openToAll(copy);
  linkLibraries(copy);
  // A rename is atomic: nobody ever sees half a copy. Onto another's finished copy it fails, and that one is as good.
  await rename(copy, to).catch(() => rm(copy, { recursive: true, force: true }));
}

/** Gives everyone the owner's right to read and execute. */
async function openToAll(path: string): Promise<void> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return;
  const owner = stats.mode & 0o500;
  await chmod(path, (stats.mode & 0o777) | (owner >> 3) | (owner >> 6));
  if (!stats.isDirectory()) return;
  await Promise.all((await readdir(path)).map((name) => openToAll(join(path, name))));
}
