import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { databaseUnreachable, MigratorError, migrationFailed, otherWayFirst } from './errors.ts';
import type { History } from './history.ts';
import { describeBackend, hasLeft, isDefinite, settleInterrupted } from './interrupted.ts';
import { type MigrationFile, readMigrations } from './migrations-folder.ts';
import type { Connection, Database } from './postgres/database.ts';
import { GaveWay } from './postgres/give-way.ts';
import type { Lock } from './postgres/lock.ts';
import { cut } from './postgres/socket.ts';
import { readSessionSettings, resetSession, type SessionSettings } from './session-settings.ts';
import { isUnsettled, type StartMark } from './start-mark.ts';
import { type HistoryRow, type MigrationStatus, statusOf } from './state.ts';
import {
  checkStep,
  type Direction,
  isRepeatable,
  loadStep,
  runStep,
  type Step,
  sqlStateOf,
  type Workplace,
} from './step.ts';
import { flushCommits, type OpenTransaction, quietly, withoutTransaction } from './transaction.ts';

export interface SessionOptions {
  /** The migrations folder, absolute. */
  folder: string;
  history: History;
  /** In ms, for each lock that a statement of a migration waits for. */
  statementLockTimeout: number;
  /** How often a migration that did not get its locks in time is tried. */
  attempts: number;
  /** In ms: how long to wait for what an interrupted run has left the server to do. */
  lockTimeout: number;
  /** In ms: how long the server keeps locks for a run that it does not hear of. */
  lease: number;
  /** Told what a person may want to know. */
  log: (message: string) => void;
}

/** The lock was not had in time, or a deadlock: nothing was done, and another time it may work. */
const WORTH_RETRYING = new Set(['55P03', '40P01']);
const FIRST_PAUSE = 500;
/** Between tries that gave way to others: nobody was held up, so that they may be many. */
const LONGEST_PAUSE = 2_000;

interface SessionParts {
  database: Database;
  lock: Lock;
  connection: Connection;
  settings: SessionSettings;
  options: SessionOptions;
}

interface OpenStep {
  step: Step;
  transaction: OpenTransaction;
  startedAt: number;
}

/**
 * One run under the migration lock: the files and the history as they were at its start, and the connection on which
 * migrations run. It is Umzug's context.
 */
export class Session {
  #files: MigrationFile[] = [];
  #rows: HistoryRow[] = [];
  #mark: StartMark | undefined;
  #open: OpenStep | undefined;
  #isUnflushed = false;
  readonly #database: Database;
  readonly #lock: Lock;
  readonly #connection: Connection;
  readonly #settings: SessionSettings;
  readonly #options: SessionOptions;

  private constructor({ database, lock, connection, settings, options }: SessionParts) {
    this.#database = database;
    this.#lock = lock;
    this.#connection = connection;
    this.#settings = settings;
    this.#options = options;
  }

  static async open(database: Database, lock: Lock, options: SessionOptions): Promise<Session> {
    const connection = await database.connect(`migrate (pid ${process.pid})`);
    try {
      const settings = await readSessionSettings(connection.client);
      const session = new Session({ database, lock, connection, settings, options });
      lock.onSilence(() => cut(connection.client));
      await resetSession(connection.client, settings);
      await session.refresh();
      await session.#dropStaleMark();
      return session;
    } catch (error) {
      await connection.release();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#connection.release();
  }

  get client(): ClientBase {
    return this.#connection.client;
  }

  get history(): History {
    return this.#options.history;
  }

  get files(): readonly MigrationFile[] {
    return this.#files;
  }

  get rows(): readonly HistoryRow[] {
    return this.#rows;
  }

  get statuses(): MigrationStatus[] {
    return statusOf(this.#files, this.#rows);
  }

  /** Reads the folder and the history anew. */
  async refresh(): Promise<void> {
    this.#files = await readMigrations(this.#options.folder);
    const { rows, mark } = await this.history.read(this.client);
    this.#rows = rows;
    this.#mark = mark;
  }

  /** What an earlier run has begun outside a transaction, and nobody has recorded. */
  get interrupted(): StartMark | undefined {
    return this.#mark;
  }

  /** A run was cut between the history row and the mark, or somebody else has recorded the migration. */
  async #dropStaleMark(): Promise<void> {
    if (this.#mark !== undefined && !isUnsettled(this.#mark, this.#rows)) await this.forgetMark();
  }

  /** What an interrupted run has left is no longer of interest. */
  async forgetMark(): Promise<void> {
    if (this.#mark === undefined) return;
    await this.history.setMark(this.client, undefined);
    this.#mark = undefined;
  }

  /** @throws MigratorError MIGRATION_INTERRUPTED where a migration was cut on its other way */
  assertNotHalfWay(direction: Direction): void {
    const mark = this.#mark;
    if (mark === undefined || mark.direction === direction) return;
    if (this.#files.some(({ name }) => name === mark.name)) throw otherWayFirst(mark);
  }

  /** Checks all of `names` before the first of them runs. */
  async check(names: readonly string[], direction: Direction): Promise<void> {
    const chosen = new Set(names);
    for (const file of this.#files.filter(({ name }) => chosen.has(name))) {
      await checkStep(await loadStep(file, direction));
    }
  }

  /** Runs one direction of a migration and leaves its transaction open for `record` or `forget`. */
  async run(file: MigrationFile, direction: Direction): Promise<void> {
    const startedAt = Date.now();
    const step = await loadStep(file, direction);
    const isDone = await this.#settleInterrupted(step);
    const transaction = isDone ? withoutTransaction(this.client) : await this.#runPatiently(step);
    this.#open = { step, startedAt, transaction };
  }

  /** @returns whether an earlier run has done it, so that it only has to be recorded */
  async #settleInterrupted(step: Step): Promise<boolean> {
    const isAlone = step.kind === 'sql' && !step.section.transactional;
    const mark = this.#mark?.name === step.file.name ? this.#mark : undefined;
    if (!isAlone && mark === undefined) return false;
    await resetSession(this.client, this.#settings);
    const { lockTimeout: patience, log } = this.#options;
    const isDone = await settleInterrupted({ client: this.client, step, mark, patience, log });
    if (isAlone && !isDone) await this.#markStart(step);
    return isDone;
  }

  /** From here to its history row, a run that is cut leaves something that nobody else would know of. */
  async #markStart({ file, direction }: Step): Promise<void> {
    const backend = await describeBackend(this.client);
    const mark = { name: file.name, direction, at: new Date().toISOString(), ...backend };
    if (await this.history.setMark(this.client, mark)) this.#mark = mark;
  }

  async #runPatiently(step: Step): Promise<OpenTransaction> {
    const workplace = this.#workplaceOf(step);
    const { attempts, statementLockTimeout, log } = this.#options;
    const deadline = Date.now() + attempts * statementLockTimeout;
    for (let attempt = 1; ; attempt += 1) {
      await this.#lock.assertHeld();
      try {
        return await runStep(step, workplace);
      } catch (error) {
        // Without its lock, what the server says of the connection is not what happened.
        await this.#lock.assertHeld();
        const gaveWay = error instanceof MigratorError && error.cause instanceof GaveWay;
        const isLast = gaveWay ? Date.now() >= deadline : attempt >= attempts;
        if (isLast || !isWorthRetrying(error, step)) return await this.#failed(step, error);
        const pause = pauseAfter(attempt, gaveWay);
        log(`${step.file.name} did not get its locks: ${error.reason}; trying again in ${pause / 1000} s`);
        await sleep(pause);
      }
    }
  }

  #workplaceOf(step: Step): Workplace {
    const { watch } = this.#lock;
    return {
      database: this.#database,
      client: this.client,
      settings: this.#settings,
      lockTimeout: this.#options.statementLockTimeout,
      lease: this.#options.lease,
      onFree: () => this.#markStart(step),
      ...(watch && { watch }),
    };
  }

  async #failed(step: Step, error: unknown): Promise<never> {
    const isOver = isDefinite(error) && !(await hasLeft(this.client, step).catch(() => true));
    if (isOver) await quietly(this.forgetMark());
    throw error;
  }

  /** Writes the history row of what `run` left open, in the same transaction, and commits. */
  record(): Promise<void> {
    return this.#commit(({ step, startedAt }) => this.history.insertSql(step.file, Date.now() - startedAt));
  }

  /** The end of a run, also of one that fails half-way: what it has said to be applied stays applied. */
  async settle<T>(run: Promise<T>): Promise<T> {
    const result = await run.catch(async (error: unknown) => {
      await this.#flush().catch(() => undefined);
      throw error;
    });
    await this.#flush();
    return result;
  }

  /** Waits until what was committed is on the disk. Where nothing was, nothing is written. */
  async #flush(): Promise<void> {
    if (!this.#isUnflushed) return;
    this.#isUnflushed = false;
    await flushCommits(this.client).catch((cause: unknown) => {
      throw databaseUnreachable(this.#database.shown, cause);
    });
  }

  /** Removes the history row of what `run` left open, in the same transaction, and commits. */
  forget(): Promise<void> {
    const storedName = (file: MigrationFile): string =>
      this.#rows.find(({ name }) => name === file.name)?.storedName ?? file.name;
    return this.#commit(({ step }) => this.history.deleteSql(storedName(step.file)));
  }

  async #commit(historySql: (open: OpenStep) => string): Promise<void> {
    const open = this.#open;
    if (open === undefined) throw new Error('no migration is open');
    this.#open = undefined;
    try {
      // What can't be undone any more is better recorded than not.
      if (open.transaction.kept === 'nothing') await this.#lock.assertHeld();
      await open.transaction.commitWith(historySql(open));
      this.#isUnflushed = true;
      await this.forgetMark();
    } catch (error) {
      await open.transaction.rollback();
      if (error instanceof MigratorError) throw error;
      const { file, direction } = open.step;
      const place = { file: file.shown, ...sqlStateOf(error) };
      // Without a word from the server nobody knows whether the COMMIT reached it.
      const kept = open.transaction.kept === 'nothing' && !place.sqlState ? 'all-or-nothing' : open.transaction.kept;
      throw migrationFailed(file.name, direction, kept, place, error);
    }
  }
}

const isWorthRetrying = (error: unknown, step: Step): error is MigratorError =>
  error instanceof MigratorError && WORTH_RETRYING.has(error.sqlState ?? '') && isRepeatable(step);

/** In ms, growing; uneven, because what it waits for may come at even times. */
function pauseAfter(attempt: number, gaveWay: boolean): number {
  const pause = FIRST_PAUSE * 2 ** (attempt - 1);
  return gaveWay ? Math.round(Math.min(pause, LONGEST_PAUSE) * (0.75 + Math.random() / 2)) : pause;
}
