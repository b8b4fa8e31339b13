/** What a user can meet before a migration runs: wrong words, the config, the database, the lock, the boot. */
import { MigratorError } from '../migrator-error.ts';
import { placeOf } from '../place-of-error.ts';
import { reasonOf } from './reason.ts';

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
    ...placeOf(cause),
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

export const embeddedNotInstalled = (cause: unknown): MigratorError =>
  new MigratorError({
    code: 'EMBEDDED_NOT_INSTALLED',
    exitCode: 5,
    what: 'no server is named, and the embedded PostgreSQL is not installed',
    why: 'the optional dependency @roster/local-postgres was left out of this install',
    remedy:
      'name a server: --url (DATABASE_URL) for the database, --scratch-url (SCRATCH_DATABASE_URL) for scratch databases; or install @roster/local-postgres',
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
    remedy: 'run the command again: what had been applied is recorded. Why the server ended it stands in its log',
    cause,
  });

/** @param shown the database, without secrets */
export const pooledByTransaction = (shown: string): MigratorError =>
  new MigratorError({
    code: 'DATABASE_POOLED',
    exitCode: 2,
    what: `${shown} is reached through a pooler that lends connections by transaction, and nothing was run`,
    why: 'the migration lock belongs to a session, which such a pooler hands to others: two runs could meet',
    remedy: 'name the direct server in MIGRATE_DATABASE_URL (or --url), past the pooler',
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
