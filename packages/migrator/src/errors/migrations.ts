/** What a user can meet in the migrations and their history. */
import { MigratorError, type Place } from '../migrator-error.ts';
import { reasonOf } from './reason.ts';

const list = (names: readonly string[]): string => names.join(', ');

export const migrationUnknown = (name: string, known: readonly string[]): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_UNKNOWN',
    exitCode: 2,
    what: `there is no migration ${JSON.stringify(name)} to go to`,
    why: known.length > 0 ? `there are: ${list(known)}` : 'there is none at all',
    remedy: 'give a name as `migrate status` shows it',
  });

export const migrationAmbiguous = (name: string, candidates: readonly string[]): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_AMBIGUOUS',
    exitCode: 2,
    what: `${JSON.stringify(name)} fits several migrations`,
    why: list(candidates),
    remedy: 'give the whole name',
  });

export const migrationEdited = (names: string[]): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_EDITED',
    exitCode: 1,
    what: `edited since applied: ${list(names)}`,
    why: 'the file is no longer what this database ran',
    remedy: 'restore the file and write a new migration; or accept the file as it is with `migrate repair`',
    migrations: names,
  });

export const migrationFileMissing = (names: string[]): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_FILE_MISSING',
    exitCode: 1,
    what: `applied, but the file is gone: ${list(names)}`,
    why: 'the history of the database knows migrations that this checkout does not have',
    remedy: 'restore the file (an older branch or build?); or drop the history row with `migrate repair`',
    migrations: names,
  });

export const migrationOutOfOrder = (names: string[], newest: string): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_OUT_OF_ORDER',
    exitCode: 1,
    what: `older than what is applied already: ${list(names)}`,
    why: `${newest} ran before; on a new database the order would be another`,
    remedy: 'give the file a newer time, or run `migrate up --allow-out-of-order`',
    migrations: names,
  });

export const migrationNameTaken = (name: string, files: string[]): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_NAME_TAKEN',
    exitCode: 1,
    what: `two files are the migration ${name}`,
    why: list(files),
    remedy: 'a name without its extension is the identity of a migration: rename one of them',
  });

export const migrationFileInvalid = (place: Place, why: string, remedy: string, cause?: unknown): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_FILE_INVALID',
    exitCode: 1,
    what: "a migration file can't be run as it is",
    why,
    remedy,
    cause,
    ...place,
  });

export const migrationIrreversible = (name: string, file: string): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_IRREVERSIBLE',
    exitCode: 1,
    what: `${name} can't be reverted`,
    why: 'it has no down part',
    remedy: 'write one (`-- migrate:down`, or `export const down`), or restore a backup',
    file,
    migrations: [name],
  });

/**
 * What a failed migration has left: `nothing`, because its transaction was rolled back; `perhaps` something, because it
 * ran outside one, or ended it; `all-or-nothing`, because the connection broke while it was committing; `unrecorded`, the
 * statement of a `transaction:false` is done and its history row is not.
 */
export type Kept = 'nothing' | 'perhaps' | 'all-or-nothing' | 'unrecorded';

const KEPT: Record<Kept, { what: string; remedy: string }> = {
  nothing: { what: ', and nothing of it was kept', remedy: 'mend it and run the command again' },
  perhaps: {
    what: ' outside a transaction, and something of it may have been kept',
    remedy:
      'mend the cause and run the command again: an invalid index is dropped and built again; look for what else it left',
  },
  unrecorded: {
    what: ' when its history row was written; the statement itself is done',
    remedy: 'mend the cause, then record it with `migrate stamp`',
  },
  'all-or-nothing': {
    what: ' while it was committed: it is kept with its history row, or neither is',
    remedy: 'run the command again; `migrate status` tells which',
  },
};

/** What helps against a cause that is none of the migration's: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REMEDY_OF_STATE: Record<string, string> = {
  '53100': 'make room on the disk of the server, and run the command again',
  '53200': 'the server has no memory left: free some, and run the command again',
  '55P03':
    'end the long transaction that holds the table, or run the command when the table is quiet; a migration may wait longer by SET LOCAL lock_timeout, and all who come after it wait, too',
};

export const migrationFailed = (
  name: string,
  direction: 'up' | 'down',
  kept: Kept,
  place: Place,
  cause: unknown,
): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_FAILED',
    exitCode: 1,
    what: `${name} failed going ${direction}${KEPT[kept].what}`,
    why: reasonOf(cause),
    remedy: (kept === 'nothing' && REMEDY_OF_STATE[place.sqlState ?? '']) || KEPT[kept].remedy,
    cause,
    migrations: [name],
    ...place,
  });

export const transactionEnded = (name: string, file: string): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_FAILED',
    exitCode: 1,
    what: `${name} ended its own transaction, and nothing was recorded`,
    why: 'it has run COMMIT or ROLLBACK, or called them on the transaction that it was given',
    remedy: 'look what it left, take that out, and run the command again',
    file,
    migrations: [name],
  });

export const historyInvalid = (table: string): MigratorError =>
  new MigratorError({
    code: 'HISTORY_INVALID',
    exitCode: 2,
    what: `the history table ${table} has no column "name"`,
    why: 'that is where sequelize-cli and Umzug keep the names of what was applied',
    remedy: 'rename its column, or name another table in `history` of the config',
  });

export const nothingToStamp = (folder: string, recorded: number): MigratorError =>
  new MigratorError({
    code: 'USAGE',
    exitCode: 2,
    what: 'there is no migration to stamp as head',
    why: `${folder} is empty, and the history has ${recorded} row${recorded === 1 ? '' : 's'}`,
    remedy: 'mend `migrations` in the config; to empty the history, `migrate stamp 0`',
  });

export const migrationsUnreadable = (folder: string, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'MIGRATIONS_UNREADABLE',
    exitCode: 2,
    what: `the migrations folder ${folder} can't be read`,
    why: reasonOf(cause),
    remedy: 'make it, or mend `migrations` in the config',
    cause,
  });

export const noSqlScript = (name: string, file: string): MigratorError =>
  new MigratorError({
    code: 'NO_SQL_SCRIPT',
    exitCode: 2,
    what: `${name} can't be printed as SQL`,
    why: 'it is a program; what it sends is known only when it runs',
    remedy: 'run it with `migrate up`, or print the others with --to and --step',
    file,
  });
