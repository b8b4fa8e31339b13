import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { reasonOf, usage } from '../errors.ts';
import { byName, type MigrationFile, readMigrationAt, readMigrations, showPath } from '../migrations-folder.ts';
import type { Schema } from '../schema/schema.ts';
import { type Finding, lintMigration } from './lint-migration.ts';
import { NOTHING_KNOWN } from './scope.ts';

export interface LintOptions {
  /** The migrations folder. */
  migrations: string;
  /** Only these files; all `.sql` migrations of the folder where left out. */
  files?: readonly string[];
}

/** A hazard of a migration file. */
export interface LintedHazard extends Finding {
  /** As messages show it: relative to the working directory where it lies below it. */
  file: string;
}

export interface LintResult {
  /** Every hazard, accepted or not, in the order in which the files run. */
  hazards: LintedHazard[];
  /** Programs, which nobody can read for what they send. */
  skipped: string[];
}

/**
 * Looks through the `up` parts of migrations for what can lose data, fail on rows that are there, or hold up users: the
 * `-- hazard:` lines that `generate` has written and no reviewer has signed, and dangerous SQL in files written by hand. It
 * needs no database; the types of columns are those that the earlier migrations of the folder tell.
 *
 * @example
 * ```ts
 * const { hazards } = await lint({ migrations: './migrations' });
 * for (const { file, line, code, text, accepted } of hazards) if (!accepted) console.error(`${file}:${line}  ${code}  ${text}`);
 * ```
 * @throws MigratorError USAGE for a file that is not there or no SQL, MIGRATION_FILE_INVALID for one that can't be parsed
 */
export async function lint({ migrations, files }: LintOptions): Promise<LintResult> {
  const folder = resolve(migrations);
  const given =
    files === undefined ? undefined : await Promise.all([...new Set(files.map((file) => resolve(file)))].map(readFile));
  const all = await readMigrations(folder);
  const wanted = given ?? all;
  const paths = new Set(wanted.map(({ path }) => path));
  // A file from elsewhere is taken for one that comes after all of the folder.
  const foreign = wanted.filter(({ path }) => !all.some((file) => file.path === path)).toSorted(byName);
  const hazards = await lintInOrder([...all, ...foreign], paths);
  return { hazards, skipped: wanted.filter(({ kind }) => kind !== 'sql').map(({ shown }) => shown) };
}

/** Every file tells what the next ones start from; only those that are wanted are told of. */
async function lintInOrder(migrations: readonly MigrationFile[], wanted: ReadonlySet<string>): Promise<LintedHazard[]> {
  const last = migrations.findLastIndex(({ path }) => wanted.has(path));
  const hazards: LintedHazard[] = [];
  let picture: Schema = NOTHING_KNOWN;
  for (const { kind, path, shown, text } of migrations.slice(0, last + 1)) {
    if (kind !== 'sql') continue;
    const { findings, picture: after } = await lintMigration(shown, text, picture);
    picture = after;
    if (!wanted.has(path)) continue;
    hazards.push(
      ...findings.map(({ line, code, text: what, accepted }) => ({ file: shown, line, code, text: what, accepted })),
    );
  }
  return hazards;
}

async function readFile(path: string): Promise<MigrationFile> {
  const isFile = await stat(path).then(
    (entry) => entry.isFile(),
    (error: unknown) => {
      throw usage(
        `there is no file ${showPath(path)}`,
        reasonOf(error),
        'give a migration of the folder, or none for all of them',
      );
    },
  );
  if (isFile && path.endsWith('.sql')) return readMigrationAt(path);
  throw usage(
    `${showPath(path)} can't be looked through`,
    isFile ? 'it is no .sql file' : 'it is no file',
    'give .sql migrations, or none for all of the folder',
  );
}
