import { randomBytes } from 'node:crypto';
import { createWriteStream, type Stats } from 'node:fs';
import { chmod, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { outputFailed, outputNoFile } from './errors.ts';

/** Salaries are the owner's alone to read, unless the file was there and says otherwise. */
const PRIVATE = 0o600;

/**
 * Writes a file whole or not at all: beside its place, to the disk, and then into its place by a rename.
 *
 * @param path of a file that may be there; a symbolic link stays one
 * @param fill writes to the stream and ends it
 * @throws PayrollError OUTPUT_NO_FILE, OUTPUT_FAILED, and what `fill` throws; then what was there is there still
 */
export async function writeAtomically<T>(path: string, fill: (stream: Writable) => Promise<T>): Promise<T> {
  const target = await realpath(path).catch(() => path);
  const there = await statOf(target);
  if (there?.isFile() === false) throw outputNoFile(path);
  const unfinished = join(dirname(target), `.payroll.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  const stream = createWriteStream(unfinished, { flags: 'wx', mode: PRIVATE, flush: true });
  try {
    const result = await fill(stream);
    if (there !== undefined) await chmod(unfinished, there.mode & 0o777);
    await rename(unfinished, target);
    return result;
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw isOfFiles(error) ? outputFailed(path, error) : error;
  }
}

/** The system's own. One of the database's connection comes within an error of Sequelize. */
const isOfFiles = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

const statOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);
