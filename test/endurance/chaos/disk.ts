import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { note } from '../../harness/words.ts';

/** A disk of its own for the data, small enough to be filled. */
export interface SmallDisk {
  fill(): void;
  free(): void;
  remove(): void;
}

const SIZE = '400m';
const BLOCK = Buffer.alloc(1024 * 1024);

/** @returns none where this machine does not let us mount one, which is said */
export function mountSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    note(`NO FULL DISK IN THIS RUN, THAT PART IS SKIPPED: ${String(error).split('\n')[0]}`);
    return undefined;
  }
  const filler = join(folder, 'filler');
  // A process of the server may be about to end, and stays out of the way.
  const remove = (): void => void execFileSync('umount', ['-l', folder]);
  process.once('exit', remove);
  return {
    fill: () => fill(filler),
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      process.off('exit', remove);
      remove();
    },
  };
}

/** Blocks as long as there is room for one, then bytes. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const piece of [BLOCK, BLOCK.subarray(0, 4096)]) {
      try {
        while (writeSync(file, piece) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}
