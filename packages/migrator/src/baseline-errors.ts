/** The catalogue of errors (`errors.ts`), its part on adopting a database. */
import { reasonOf } from './errors.ts';
import { MigratorError } from './migrator-error.ts';

const refused = (what: string, why: string, remedy: string, migrations: string[] = []): MigratorError =>
  new MigratorError({ code: 'BASELINE_REFUSED', exitCode: 2, what, why, remedy, migrations });

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** What sequelize-cli or Umzug has applied is a history of ours, too. */
export const baselineNotNeeded = (folder: string, rows: number): MigratorError =>
  refused(
    'there is nothing to adopt: this database has a history of migrations',
    `its history has ${counted(rows, 'row')}, and ${folder} has the file of each`,
    'go on from there: `migrate status` tells what is applied, `migrate generate NAME` writes the next one',
  );

export const baselineNeedsFiles = (folder: string, missing: string[]): MigratorError =>
  refused(
    'the history of this database names migrations that are not there',
    `${folder} has no file for ${missing.join(', ')}`,
    'name their folder in `migrations` of the config, and no baseline is needed; to begin anew instead, empty the folder and the history (`migrate stamp 0`), and run `migrate baseline` again',
    missing,
  );

export const baselineNotFirst = (folder: string, files: number): MigratorError =>
  refused(
    'there are migrations already, and a baseline can only be the first',
    `${folder} has ${counted(files, 'migration')}, and the history of this database is empty`,
    'where the database is as they make it, record that with `migrate stamp head` (or the name of the last one that it has); `migrate diff --from migrations --to database` shows where it is not; to begin with the database instead, move them away and run `migrate baseline` again',
  );

export const baselineOfNothing = (schemas: readonly string[]): MigratorError =>
  refused(
    'there is nothing to adopt: the database has no table',
    `none in ${schemas.join(', ')} that \`ignore\` does not leave out`,
    'see that it is the right database (--url), and `schemas` in the config; the first migration of a new one is written by `migrate generate NAME`',
  );

/** What a statement lacks that PostgreSQL does not know: a table or sequence, a function, a type, operator class or collation, a schema. */
const LACKING = new Set(['42P01', '42883', '42704', '3F000']);

/**
 * @param proof what proved wrong
 * @param needed what the database has and no migration makes, of the kinds that tables are made of
 * @param versions of the two servers, where they are not the same
 */
export function baselineUnproved(
  proof: MigratorError,
  needed: readonly string[],
  versions: readonly [string, string] | undefined,
): MigratorError {
  const { message: what, reason: why, statement, sqlState } = proof;
  const place = { ...(statement !== undefined && { statement }), ...(sqlState !== undefined && { sqlState }) };
  const remedy = remedyOf(sqlState, needed, versions);
  return new MigratorError({ code: 'PROOF_FAILED', exitCode: 1, what, why, remedy, cause: proof, ...place });
}

function remedyOf(
  sqlState: string | undefined,
  needed: readonly string[],
  versions: readonly [string, string] | undefined,
): string {
  if (sqlState !== undefined && LACKING.has(sqlState))
    return `add what makes it to \`prelude\` of the config, which scratch databases begin with${needed.length === 0 ? '' : `; the database has ${needed.join(', ')}`}`;
  if (versions !== undefined)
    return `the database is of PostgreSQL ${versions[0]}, the scratch server of ${versions[1]}: name one of the same version with --scratch-url`;
  return 'leave the table that it is about to `ignore` in the config, or write this migration by hand: `migrate diff --from empty --to database --sql` prints it, `migrate stamp head` records it';
}

/** What a baseline that could not be recorded has left. */
const LEFT = {
  nothing: {
    what: 'the baseline was not recorded, and nothing of it was kept',
    remedy: 'mend the cause and run the command again',
  },
  files: {
    what: 'the baseline was not recorded, and its files could not be taken away again',
    remedy: 'delete the migration (and `git checkout` schema.sql where it is known there), then run the command again',
  },
  unknown: {
    what: 'the connection was lost while the baseline was recorded; its files are written',
    remedy: 'where `migrate status` shows it as pending, run `migrate stamp head`',
  },
};

export const baselineFailed = (left: keyof typeof LEFT, files: readonly string[], cause: unknown): MigratorError =>
  new MigratorError({
    code: 'BASELINE_FAILED',
    exitCode: 1,
    what: LEFT[left].what,
    why: files.length === 0 ? reasonOf(cause) : `${reasonOf(cause)}; written: ${files.join(', ')}`,
    remedy: LEFT[left].remedy,
    cause,
  });
