import { chmodSync, chownSync, closeSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';

/** mkdir -p, but whatever is made is enterable by everyone: under umask 077 the server's account could not pass. */
export function makeDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  for (let dir = path; dir.length >= first.length; dir = dirname(dir)) chmodSync(dir, 0o755);
}

/** A data directory in somebody's checkout is nothing to commit, whatever the checkout's own .gitignore says. */
export function hideFromGit(dir: string): void {
  try {
    writeFileSync(join(dir, '.gitignore'), '*\n', { flag: 'wx' });
  } catch {
    // It is there already, or the directory is read-only and git sees nothing new in it.
  }
}

/** Makes a directory the account's own, and nobody else's. */
export function claim(path: string, account: Account | undefined): void {
  chmodSync(path, 0o700);
  if (account) chownSync(path, account.uid, account.gid);
}

/** Makes a directory's entries durable: a rename alone may be lost with the power. */
export function syncDirectory(path: string): void {
  // Windows cannot open a directory as a file; NTFS keeps its own journal of names.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
