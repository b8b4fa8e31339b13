/**
 * Every error that a user of the migrator can cause or meet. One line what, one why, one what to do; a stable code to
 * look for; and the exit code that the command ends with.
 */
import { MigratorError, type Place } from './migrator-error.ts';

export { type ErrorCode, type ExitCode, MigratorError, type Place } from './migrator-error.ts';

const list = (names: readonly string[]): string => names.join(', ');

export const unfinished = (): MigratorError =>
  new MigratorError({
    code: 'UNFINISHED',
    exitCode: 1,
    what: 'the process ended in the middle of the command',
    why: 'a migration or the config has called process.exit, or waits for what never comes',
    remedy: 'mend it, and run the command again; `migrate status` tells what was applied',
  });

export const usage = (what: string, why: string, remedy = 'migrate --help'): MigratorError =>
  new MigratorError({ code: 'USAGE', exitCode: 2, what, why, remedy });

export const configNotFound = (from: string): MigratorError =>
  new MigratorError({
    code: 'CONFIG_NOT_FOUND',
    exitCode: 2,
    what: 'no migrator.config.ts was found',
    why: `neither ${from} nor a folder above it has a migrator.config.ts, .mts, .js or .mjs`,
    remedy: 'make one with `export default defineConfig({ … })`, or name it with --config FILE',
  });

export const configInvalid = (file: string, why: string, cause?: unknown): MigratorError =>
  new MigratorError({
    code: 'CONFIG_INVALID',
    exitCode: 2,
    what: `${file} can't be used`,
    why,
    remedy: 'mend the file; the README of @roster/migrator lists its keys',
    file,
    cause,
  });

export const databaseUnreachable = (database: string, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'DATABASE_UNREACHABLE',
    exitCode: 5,
    what: `the database ${database} can't be reached`,
    why: reasonOf(cause),
    remedy: 'start the server or mend the URL (--url, MIGRATE_DATABASE_URL, DATABASE_URL)',
    cause,
  });

export const databaseBehind = (pending: string[]): MigratorError =>
  new MigratorError({
    code: 'DATABASE_BEHIND',
    exitCode: 1,
    what: `the database is behind this build by ${pending.length} migration${pending.length === 1 ? '' : 's'}`,
    why: `pending: ${list(pending)}`,
    remedy: 'run `pnpm migrate up`, or start with MIGRATE_ON_BOOT=up',
    migrations: pending,
  });

export const databaseUnmanaged = (tables: string[]): MigratorError =>
  new MigratorError({
    code: 'DATABASE_UNMANAGED',
    exitCode: 1,
    what: 'the database has the tables of the models and no history of migrations',
    why: `found: ${list(tables)}; nobody can tell which migrations they correspond to`,
    remedy:
      'where the tables are as the migrations make them, run `pnpm migrate stamp head`; to begin with the database as it is instead, move the migrations away and run `pnpm migrate baseline`',
  });

export const lockTimeout = (seconds: number, holder: string): MigratorError =>
  new MigratorError({
    code: 'LOCK_TIMEOUT',
    exitCode: 4,
    what: `the migration lock was not free within ${seconds} s`,
    why: `it is held by ${holder}`,
    remedy: 'wait for that run to end and try again, or give --lock-timeout SECONDS',
  });

export const lockLost = (cause: unknown): MigratorError =>
  new MigratorError({
    code: 'LOCK_LOST',
    exitCode: 1,
    what: 'the migration lock was lost while migrating',
    why: `its connection ended: ${reasonOf(cause)}`,
    remedy: 'run the command again; what had been applied is recorded',
    cause,
  });

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
    remedy: 'look what it left (an invalid index?), remove that, and run the command again',
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
    remedy: KEPT[kept].remedy,
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

/** @param part the attribute, index or option of the model that it is about */
export const modelInvalid = (
  model: string,
  part: string | undefined,
  why: string,
  remedy: string,
  cause?: unknown,
): MigratorError =>
  new MigratorError({
    code: 'MODEL_INVALID',
    exitCode: 2,
    what: `the model ${model} has a mistake${part === undefined ? '' : ` in ${part}`}`,
    why,
    remedy,
    cause,
  });

export const modelsDisagree = (models: readonly string[], thing: string, why: string): MigratorError =>
  new MigratorError({
    code: 'MODELS_DISAGREE',
    exitCode: 2,
    what: `the models ${models.join(' and ')} disagree about ${thing}`,
    why,
    remedy: 'say the same in both, or say it in one of them only',
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

export const poolTooSmall = (max: number): MigratorError =>
  new MigratorError({
    code: 'POOL_TOO_SMALL',
    exitCode: 2,
    what: `a pool of ${max} connection is too small to prepare a database`,
    why: 'sequelize.sync({ transaction }) reads the new type ids on a second connection and would wait for itself',
    remedy: 'give Sequelize pool: { max: 2 } or more',
  });

export const syncOnMigrated = (applied: number): MigratorError =>
  new MigratorError({
    code: 'SYNC_ON_MIGRATED',
    exitCode: 1,
    what: 'SYNC=always was asked for on a database that migrations look after',
    why: `its history has ${applied} migration${applied === 1 ? '' : 's'}, and sync() beside them makes tables that they then fail to make`,
    remedy: 'start with SYNC=auto (the default)',
  });

export const scratchRefused = (server: string, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'SCRATCH_REFUSED',
    exitCode: 5,
    what: `no scratch database can be made beside ${server}`,
    why: reasonOf(cause),
    remedy: 'give the role CREATEDB, or name another server with --scratch-url or SCRATCH_DATABASE_URL',
    cause,
  });

/** @param statement of the DDL that the models come down to */
export const modelsRefused = (statement: string | undefined, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'MODELS_REFUSED',
    exitCode: 2,
    what: 'PostgreSQL refuses what the models say',
    why: reasonOf(cause),
    remedy: 'mend the model; extensions and functions that it needs belong into `prelude` of the config',
    cause,
    ...(statement !== undefined && { statement }),
  });

/** @param place where in the generated text it failed */
export const proofFailed = (step: string, why: string, place: Partial<Place> = {}, cause?: unknown): MigratorError =>
  new MigratorError({
    code: 'PROOF_FAILED',
    exitCode: 1,
    what: `no migration was written: tried on a scratch database, its ${step} fails`,
    why,
    remedy:
      'what is not managed (a view, a function) may stand in the way: write this one by hand with `migrate create`; `migrate diff --sql` prints it',
    cause,
    ...place,
  });

export const differenceInexpressible = (objects: readonly { object: string; text: string }[]): MigratorError =>
  new MigratorError({
    code: 'DIFF_INCOMPLETE',
    exitCode: 1,
    what: `no migration leads there: ${list(objects.map(({ object }) => object))}`,
    why: objects.map(({ object, text }) => `${object}: ${text}`).join(' '),
    remedy: 'write this change by hand with `migrate create`, or change the model',
  });

/** @param flags those that decide */
export const decisionNeeded = (what: string, why: string, flags: readonly string[]): MigratorError =>
  new MigratorError({ code: 'DECISION_NEEDED', exitCode: 3, what, why, remedy: `say it: ${flags.join(' ')}` });

/** One line of why, out of whatever was thrown; AggregateError (several addresses tried) has an empty message. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) {
    return [...new Set(cause.errors.map(reasonOf))].join('; ');
  }
  if (!(cause instanceof Error)) return String(cause);
  const code = (cause as { code?: unknown }).code;
  const text = cause.message.trim().replace(/\s*\n\s*/g, ' ') || cause.name;
  return typeof code === 'string' && !text.includes(code) ? `${text} (${code})` : text;
}
