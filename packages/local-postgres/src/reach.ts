import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';

/** Bits of a mode's lowest triple. */
export const READ = 4;
export const ENTER = 1;

/** Whether the mode bits alone give an account these rights (root's own power to pass them is not looked at). */
export function permits(stats: Pick<Stats, 'mode' | 'uid' | 'gid'>, account: Account, rights: number): boolean {
  const shift = stats.uid === account.uid ? 6 : stats.gid === account.gid ? 3 : 0;
  return ((stats.mode >> shift) & rights) === rights;
}

/**
 * The first directory on the way to `path` that the account may not enter, or undefined when the way is free.
 * Both the path as it is written and the path behind its symbolic links have to be walked.
 */
export function barrier(path: string, account: Account): string | undefined {
  const real = existsSync(path) ? [realpathSync(path)] : [];
  return [path, ...real].flatMap(ancestors).find((dir) => {
    const stats = statSync(dir, { throwIfNoEntry: false });
    return stats !== undefined && !permits(stats, account, ENTER);
  });
}

/** Every directory above a path, from the root down. */
export function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestors(parent), parent];
}

/** The path with the symbolic links of its existing part resolved, so that two spellings of it are one. */
export function canonicalPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(canonicalPath(parent), path.slice(parent.length));
}
