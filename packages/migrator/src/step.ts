import {
  databaseUnreachable,
  MigratorError,
  migrationFailed,
  migrationIrreversible,
  type Place,
  transactionEnded,
} from './errors.ts';
import { parseSqlMigration, type SqlSection } from './migration-file.ts';
import type { MigrationFile } from './migrations-folder.ts';
import type { Connection, Database } from './postgres/database.ts';
import type { Watch } from './postgres/give-way.ts';
import { ACTIVE_TRANSACTION, loadProgram, type Migration, runProgram } from './program.ts';
import { resetSession } from './session-settings.ts';
import { checkSection, locateFailure, sendSection } from './sql-section.ts';
import {
  beginSequelizeTransaction,
  beginTransaction,
  hasEnded,
  type OpenTransaction,
  type TransactionSettings,
  withoutTransaction,
} from './transaction.ts';

export type Direction = 'up' | 'down';

/** One direction of one migration, loaded and ready to run. */
export type Step = { file: MigrationFile; direction: Direction } & (
  | { kind: 'sql'; section: SqlSection }
  // Transactional until PostgreSQL refuses it.
  | { kind: 'program'; run: Migration; transactional: boolean }
);

type SqlStep = Extract<Step, { kind: 'sql' }>;
type ProgramStep = Extract<Step, { kind: 'program' }>;

/** Where a step runs. */
export interface Workplace extends TransactionSettings {
  database: Database;
  client: Connection['client'];
  /** Called when the server has what it needs to go on alone. */
  onSent?: () => void;
  /** Watches what waits for a lock; left out where nobody else is. */
  watch?: Watch;
  /** Called before a program runs whose statements are each kept when they are done. */
  onFree?: () => Promise<void>;
}

/** Runs without a watch. */
const unwatched: Watch = async (_client, work) => ({ result: await work() });

/** @throws MigratorError MIGRATION_IRREVERSIBLE, MIGRATION_FILE_INVALID */
export async function loadStep(file: MigrationFile, direction: Direction): Promise<Step> {
  if (file.kind !== 'sql') {
    const run = (await loadProgram(file))[direction];
    if (run === undefined) throw migrationIrreversible(file.name, file.shown);
    return { kind: 'program', file, direction, run, transactional: true };
  }
  const section = parseSqlMigration(file.shown, file.text)[direction];
  if (section === undefined) throw migrationIrreversible(file.name, file.shown);
  return { kind: 'sql', file, direction, section };
}

/** What can be refused before anything runs. */
export async function checkStep(step: Step): Promise<void> {
  if (step.kind === 'sql') await checkSection(step.file, step.section);
}

/**
 * Runs a step and leaves its transaction open for the history row.
 *
 * @throws MigratorError MIGRATION_FAILED with file, line and statement, after everything was rolled back
 */
export function runStep(step: Step, workplace: Workplace): Promise<OpenTransaction> {
  if (step.kind === 'program') return runProgramStep(step, workplace);
  return step.section.transactional ? runInTransaction(step, workplace) : runAlone(step, workplace);
}

async function runInTransaction(step: SqlStep, workplace: Workplace): Promise<OpenTransaction> {
  const { database, client, onSent, watch = unwatched } = workplace;
  const transaction = await beginTransaction(client, workplace).catch(unreachable(database));
  const { result, gaveWay } = await watch(client, () => sendSection(client, step.section, onSent));
  const failure = result && { ...result, ...(gaveWay && { error: gaveWay }) };
  if (failure === undefined) return stillOpen(step, transaction);
  const kept = hasEnded(client) ? 'perhaps' : 'nothing';
  await transaction.rollback();
  const place = await locateFailure(step.file, step.section, failure);
  throw migrationFailed(step.file.name, step.direction, kept, place, failure.error);
}

async function runAlone(step: SqlStep, { database, client, ...workplace }: Workplace): Promise<OpenTransaction> {
  // A CREATE INDEX CONCURRENTLY that gives up waiting leaves an invalid index, and its waiting hinders nobody.
  const isPatient = isConcurrent(step.section);
  const lockTimeout = isPatient ? 0 : Math.round(workplace.lockTimeout);
  await resetSession(client, workplace.settings, `SET lock_timeout = ${lockTimeout}`).catch(unreachable(database));
  const watch = isPatient ? unwatched : (workplace.watch ?? unwatched);
  const { result, gaveWay } = await watch(client, () => sendSection(client, step.section));
  const failure = result && { ...result, ...(gaveWay && { error: gaveWay }) };
  if (failure === undefined) return withoutTransaction(client);
  const place = await locateFailure(step.file, step.section, failure);
  throw migrationFailed(step.file.name, step.direction, 'perhaps', place, failure.error);
}

interface Thrown {
  error: unknown;
}

async function runInSequelize(step: ProgramStep, workplace: Workplace): Promise<OpenTransaction> {
  const { database, watch = unwatched } = workplace;
  const sequelize = await database.sequelize();
  const open = await beginSequelizeTransaction(sequelize, workplace).catch(unreachable(database));
  const run = (): Promise<Thrown | undefined> =>
    runProgram(step.run, step.file, sequelize, open.transaction).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  const { result: thrown, gaveWay } = await watch(open.client, run);
  if (thrown === undefined) return stillOpen(step, open);
  const kept = hasEnded(open.client) ? 'perhaps' : 'nothing';
  await open.rollback();
  const place = { ...placeInProgram(step.file, thrown.error), ...(gaveWay && sqlStateOf(gaveWay)) };
  throw migrationFailed(step.file.name, step.direction, kept, place, gaveWay ?? thrown.error);
}

/**
 * Some things are refused inside a transaction (CREATE INDEX CONCURRENTLY), or before its end (an enum's new value):
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const NEEDS_NO_TRANSACTION = new Set([ACTIVE_TRANSACTION, '55P04']);

/** Nobody asks a program for `transaction:false`: one that can't run in a transaction runs again without, from its start. */
async function runProgramStep(step: ProgramStep, workplace: Workplace): Promise<OpenTransaction> {
  if (!step.transactional) return runFreely(step, workplace);
  return runInSequelize(step, workplace).catch((error: unknown) => {
    if (!(error instanceof MigratorError) || !NEEDS_NO_TRANSACTION.has(error.sqlState ?? '')) throw error;
    step.transactional = false;
    return runFreely(step, workplace);
  });
}

/** As sequelize-cli runs every migration: each statement is kept when it is done. */
async function runFreely(step: ProgramStep, { database, client, onFree }: Workplace): Promise<OpenTransaction> {
  const sequelize = await database.sequelize();
  await onFree?.();
  try {
    await runProgram(step.run, step.file, sequelize, null);
  } catch (error) {
    throw migrationFailed(step.file.name, step.direction, 'perhaps', placeInProgram(step.file, error), error);
  }
  return withoutTransaction(client);
}

/** A migration that has ended its transaction itself must not get a history row: nobody knows what it has kept. */
async function stillOpen(step: Step, transaction: OpenTransaction): Promise<OpenTransaction> {
  if (transaction.isOpen()) return transaction;
  await transaction.rollback();
  throw transactionEnded(step.file.name, step.file.shown);
}

const unreachable =
  (database: Database) =>
  (cause: unknown): never => {
    throw databaseUnreachable(database.shown, (cause as { original?: unknown }).original ?? cause);
  };

const isConcurrent = ({ sql }: SqlSection): boolean => /\bconcurrently\b/i.test(sql);

/** Whether a failed try leaves nothing that the next one would stumble over (a cut CONCURRENTLY leaves an invalid index). */
export const isRepeatable = (step: Step): boolean =>
  step.kind === 'program' ? step.transactional : step.section.transactional || !isConcurrent(step.section);

/** PostgreSQL's five characters, also out of what Sequelize wraps. */
export function sqlStateOf(error: unknown): Pick<Place, 'sqlState'> {
  const { original = error } = Object(error) as { original?: unknown };
  const { code } = Object(original) as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? { sqlState: code } : {};
}

/** A program's line is where its own file first stands in the stack; its statement is what Sequelize sent. */
function placeInProgram({ path, shown }: MigrationFile, error: unknown): Place {
  const { stack = '', sql } = Object(error) as { stack?: string; sql?: string };
  const frame = stack.split('\n').find((line) => line.includes(path));
  const line = /:(\d+):\d+\)?$/.exec(frame ?? '')?.[1];
  return {
    file: shown,
    ...(line !== undefined && { line: Number(line) }),
    ...(sql !== undefined && { statement: sql }),
    ...sqlStateOf(error),
  };
}
