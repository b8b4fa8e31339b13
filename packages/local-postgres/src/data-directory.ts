import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Account, accountLabel, isRoot, ownerOf, serverAccount } from './account.ts';
import { claim, hideFromGit, makeDirectory } from './directory.ts';
import { stateHome } from './env.ts';
import { localPostgresError } from './errors.ts';
import { barrier, canonicalPath } from './reach.ts';

/** Tells a reader of the asked-for directory where its data is; the first line is for the next start. */
const noteName = 'DATA-IS-ELSEWHERE.txt';

/** Where the data really is, and whose it is. */
export interface Place {
  dataDir: string;
  account: Account | undefined;
}

/**
 * The data directory that all processes of a checkout share: `.data/postgres` next to the nearest pnpm-workspace.yaml
 * above `from`, else next to the nearest package.json.
 *
 * @param from a directory, a file or a file URL; default: the working directory
 * @example workspaceDataDir(import.meta.url) // '/home/me/roster/.data/postgres'
 */
export function workspaceDataDir(from: string | URL = process.cwd()): string {
  const start = resolve(String(from).startsWith('file:') ? fileURLToPath(from) : String(from));
  const roots = [start, ...parents(start)];
  const root = ['pnpm-workspace.yaml', 'package.json']
    .map((name) => roots.find((dir) => existsSync(join(dir, name))))
    .find((dir) => dir !== undefined);
  return join(root ?? start, '.data', 'postgres');
}

/** Where copies and data go that cannot be where they are asked for. */
export function defaultStateRoot(): string {
  return isRoot() ? '/var/lib/roster-postgres' : join(stateHome(), 'roster-postgres');
}

/**
 * Where the asked-for directory's cluster is already: in itself, or where it had to go. Changes nothing.
 *
 * @throws LOCAL_POSTGRES_OWNED_BY_OTHER, LOCAL_POSTGRES_UNREACHABLE, LOCAL_POSTGRES_NO_ACCOUNT
 */
export function existingPlace(asked: string, stateRoot: string, runAs?: string): Place | undefined {
  const places = [asked, noted(asked), elsewhere(asked, stateRoot)];
  const dataDir = places.find((dir) => dir !== undefined && existsSync(join(dir, 'cluster')));
  if (dataDir === undefined) return undefined;
  const pgdata = join(dataDir, 'cluster');
  const owner = ownerOf(pgdata);
  const account = serverAccount(owner, runAs);
  checkAccess(pgdata, owner, account);
  return { dataDir, account };
}

/**
 * Decides where the data is, and makes sure that the server can live there.
 *
 * @throws LOCAL_POSTGRES_OWNED_BY_OTHER, LOCAL_POSTGRES_UNREACHABLE, LOCAL_POSTGRES_NO_ACCOUNT
 */
export function preparePlace(asked: string, stateRoot: string, runAs?: string): Place {
  const existing = existingPlace(asked, stateRoot, runAs);
  if (existing) return existing;
  const account = serverAccount(undefined, runAs);
  if (holdsClusters(asked, account)) {
    hideFromGit(asked);
    return { dataDir: asked, account };
  }
  const fallback = elsewhere(asked, stateRoot);
  if (!holdsClusters(fallback, account)) throw unreachable(fallback, account);
  leaveNote(asked, fallback, account);
  return { dataDir: fallback, account };
}

function checkAccess(pgdata: string, owner: number | undefined, account: Account | undefined): void {
  const user = account?.uid ?? process.getuid?.();
  if (!account && owner !== user) {
    const about = { path: dirname(pgdata), owner: accountLabel(owner), user: accountLabel(user) };
    throw localPostgresError('LOCAL_POSTGRES_OWNED_BY_OTHER', about);
  }
  if (account && barrier(pgdata, account)) throw unreachable(pgdata, account);
}

/**
 * Tries whether a cluster can live in a directory. Trying is the only way to know: a read-only mount, a mount without
 * owners (NFS root_squash) or without modes (WSL's /mnt/c) each fail here, and would fail in initdb.
 */
function holdsClusters(dir: string, account: Account | undefined): boolean {
  try {
    makeDirectory(dir);
    if (account && barrier(join(dir, 'cluster'), account)) return false;
    const trial = mkdtempSync(join(dir, 'trial-'));
    try {
      claim(trial, account);
      return process.platform === 'win32' || isPrivate(trial, account?.uid ?? process.getuid?.());
    } finally {
      rmdirSync(trial);
    }
  } catch {
    return false;
  }
}

function isPrivate(dir: string, uid: number | undefined): boolean {
  const { mode, uid: owner } = statSync(dir);
  return owner === uid && (mode & 0o077) === 0;
}

/** One place per asked-for path, the same in every run. */
function elsewhere(asked: string, stateRoot: string): string {
  return join(stateRoot, createHash('sha256').update(canonicalPath(asked)).digest('hex').slice(0, 16));
}

function noted(asked: string): string | undefined {
  try {
    return readFileSync(join(asked, noteName), 'utf8').split('\n')[0] || undefined;
  } catch {
    return undefined;
  }
}

function leaveNote(asked: string, dataDir: string, account: Account | undefined): void {
  const who = account ? `the account ${account.name}, which the server runs as,` : 'PostgreSQL';
  const text = `${dataDir}\n\nThat is where the data of this PostgreSQL is, because ${who} cannot keep it here.\n`;
  try {
    writeFileSync(join(asked, noteName), text);
  } catch {
    // A read-only directory: the place follows from the path alone, the note is for people.
  }
}

function unreachable(path: string, account: Account | undefined): Error {
  const wall = account && barrier(path, account);
  const why = wall ? `${wall} does not let it in.` : 'The directory cannot be made, or keeps no owners and modes.';
  return localPostgresError('LOCAL_POSTGRES_UNREACHABLE', { path, account: account?.name ?? 'of this process', why });
}

function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parents(parent)];
}
