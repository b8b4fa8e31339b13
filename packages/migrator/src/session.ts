import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { databaseUnreachable, MigratorError, migrationFailed } from './errors.ts';
import type { History } from './history.ts';
import { type MigrationFile, readMigrations } from './migrations-folder.ts';
import type { Connection, Database } from './postgres/database.ts';
import type { Lock } from './postgres/lock.ts';
import { readSessionSettings, resetSession, type SessionSettings } from './session-settings.ts';
import { type HistoryRow, type MigrationStatus, statusOf } from './state.ts';
import { checkStep, type Direction, isRepeatable, loadStep, runStep, type Step, sqlStateOf } from './step.ts';
import { flushCommits, type OpenTransaction } from './transaction.ts';

export interface SessionOptions {
  /** The migrations folder, absolute. */
  folder: string;
  history: History;
  /** In ms, for each lock that a statement of a migration waits for. */
  statementLockTimeout: number;
  /** How often a migration that did not get its locks in time is tried. */
  attempts: number;
}

/** The lock was not had in time, or a deadlock: nothing was done, and another time it may work. */
const WORTH_RETRYING = new Set(['55P03', '40P01']);
const FIRST_PAUSE = 500;

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
      await resetSession(connection.client, settings);
      await session.refresh();
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
    this.#rows = (await this.history.read(this.client)).rows;
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
    this.#open = { step, startedAt, transaction: await this.#runPatiently(step) };
  }

  async #runPatiently(step: Step): Promise<OpenTransaction> {
    const workplace = {
      database: this.#database,
      client: this.client,
      settings: this.#settings,
      lockTimeout: this.#options.statementLockTimeout,
    };
    for (let attempt = 1; ; attempt += 1) {
      this.#lock.assertHeld();
      try {
        return await runStep(step, workplace);
      } catch (error) {
        const retry = error instanceof MigratorError && WORTH_RETRYING.has(error.sqlState ?? '') && isRepeatable(step);
        if (!retry || attempt >= this.#options.attempts) throw error;
        await sleep(FIRST_PAUSE * 2 ** (attempt - 1));
      }
    }
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
      if (open.transaction.kept === 'nothing') this.#lock.assertHeld();
      await open.transaction.commitWith(historySql(open));
      this.#isUnflushed = true;
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
