import { AsyncLocalStorage } from 'node:async_hooks';
import { dirname, resolve } from 'node:path';
import type { LocalPostgres } from '@roster/local-postgres';
import type { UmzugStorage } from 'umzug';
import type { Checked } from './autogenerate/checked.ts';
import type { Side } from './autogenerate/compare.ts';
import type { Generated, GenerateOptions } from './autogenerate/generate.ts';
import type { Project, ProjectParts } from './autogenerate/project.ts';
import type { Source } from './autogenerate/sources.ts';
import { createMigration } from './create-migration.ts';
import type { Drift } from './drift.ts';
import { startEmbedded } from './embedded.ts';
import { scratchDatabaseUrl } from './env.ts';
import { DEFAULT_HISTORY, History } from './history.ts';
import { managedBy } from './managed.ts';
import { readMigrations } from './migrations-folder.ts';
import type { MigratorOptions } from './migrator-options.ts';
import { type Database, databaseFromSequelize, databaseFromUrl } from './postgres/database.ts';
import type { IntrospectOptions } from './postgres/introspect.ts';
import { withLock } from './postgres/lock.ts';
import { scratchNameOf } from './postgres/scratch-name.ts';
import { inSnapshot } from './postgres/snapshot.ts';
import { type Repaired, repairHistory, stampHistory } from './record.ts';
import type { Operation } from './schema/operation.ts';
import type { Schema } from './schema/schema.ts';
import { migrationsHash, readSchemaFile, type SchemaFile } from './schema-file.ts';
import { renderScript } from './script.ts';
import { Session, type SessionOptions } from './session.ts';
import { isUnsettled, type StartMark } from './start-mark.ts';
import { assertSound, type MigrationStatus, selectDown, selectUp, statusOf, type Target } from './state.ts';
import type { Direction } from './step.ts';
import { loadUmzug, type Umzug, withoutWrapping } from './umzug.ts';

export interface UpOptions extends Target {
  to?: string;
  /** Run migrations that are older than what is applied already. */
  allowOutOfOrder?: boolean;
}

/** A migration as Umzug speaks of it. */
export interface MigrationMeta {
  name: string;
  path?: string;
}

const POOLER_WARNING =
  'the server is reached through a pooler, which seems to leave each session its connection; name the direct server in ' +
  'MIGRATE_DATABASE_URL, so that the lock rests on PostgreSQL alone';

/**
 * Runs the migrations of one folder on one database: Umzug's `up` and `down`, with a lock, a history row in each
 * migration's own transaction, and refusal of what can't be trusted.
 */
export class Migrator {
  /** What an introspection of this project looks at. */
  readonly managed: Required<IntrospectOptions>;
  readonly #database: Database;
  readonly #autogenerate: Omit<ProjectParts, 'scratchUrl' | 'scratchName'> & { scratchUrl: string | undefined };
  #embedded: Promise<LocalPostgres> | undefined;
  readonly #options: SessionOptions;
  /** The run that the current call belongs to, so that `up` within `exclusively` takes no second lock. */
  readonly #session = new AsyncLocalStorage<Session>();
  #umzug: Umzug<Session> | undefined;

  constructor({ sequelize, url, migrations, history, ...options }: MigratorOptions) {
    if (sequelize === undefined && url === undefined) throw new TypeError('createMigrator needs sequelize or url');
    this.#database = sequelize === undefined ? databaseFromUrl(url as string) : databaseFromSequelize(sequelize);
    const { schemas, ignore } = options;
    this.managed = managedBy({ history, schemas, ignore });
    this.#options = {
      folder: resolve(migrations),
      history: new History({ ...DEFAULT_HISTORY, ...history }),
      lockTimeout: options.lockTimeout ?? 60_000,
      lease: options.lease ?? 45_000,
      statementLockTimeout: options.statementLockTimeout ?? 5_000,
      attempts: options.attempts ?? 5,
      log: options.log ?? (() => undefined),
    };
    this.#autogenerate = {
      folder: this.#options.folder,
      managed: this.managed,
      prelude: options.prelude,
      models: async () => sequelize ?? Promise.reject(new TypeError('createMigrator needs sequelize, with the models')),
      scratchUrl: options.scratchUrl,
      directory: dirname(this.#options.folder),
    };
  }

  /** For its events: `migrating`, `migrated`, `reverting`, `reverted`. */
  get umzug(): Umzug<Session> {
    return (this.#umzug ??= this.#createUmzug());
  }

  /** Applies what is pending, or as far as `to`, or the next `step`. @returns what was applied, in order */
  up({ allowOutOfOrder = false, ...target }: UpOptions = {}): Promise<MigrationMeta[]> {
    return this.exclusively(async (session) => {
      assertSound(session.statuses, allowOutOfOrder);
      session.assertNotHalfWay('up');
      const names = selectUp(session.statuses, target);
      await session.check(names, 'up');
      if (names.length > 0) await session.history.ensure(session.client);
      return session.settle(withoutWrapping(this.umzug.up({ migrations: names })));
    });
  }

  /** Reverts the last migration, the last `step`, or down to and including `to` (0: all). @returns what was reverted */
  down(target: Target = {}): Promise<MigrationMeta[]> {
    return this.exclusively(async (session) => {
      session.assertNotHalfWay('down');
      const names = selectDown(session.statuses, target);
      await session.check(names, 'down');
      return session.settle(withoutWrapping(this.umzug.down({ migrations: names })));
    });
  }

  /** Reverts the last migration and applies it again. */
  redo(): Promise<MigrationMeta[]> {
    return this.exclusively(async (session) => {
      const names = selectDown(session.statuses, {});
      await session.check(names, 'down');
      await session.check(names, 'up');
      await session.history.ensure(session.client);
      await withoutWrapping(this.umzug.down({ migrations: names }));
      await session.refresh();
      return session.settle(withoutWrapping(this.umzug.up({ migrations: names })));
    });
  }

  /** Each migration of the folder and of the history. Takes no lock and changes nothing. */
  status(): Promise<MigrationStatus[]> {
    return this.#look(({ files, rows }) => statusOf(files, rows));
  }

  /** The same, and how the database differs from what its migrations make. Takes no lock and changes nothing. */
  inspect(): Promise<{ statuses: MigrationStatus[]; drift: Drift; interrupted?: StartMark }> {
    return this.#look(async ({ client, files, rows, interrupted }) => {
      const statuses = statusOf(files, rows);
      const expected = await this.schemaFile({ files });
      const { readDrift } = await import('./drift.ts');
      const drift = await readDrift(client, { statuses, expected, managed: this.managed });
      return { statuses, drift, ...(interrupted && { interrupted }) };
    });
  }

  /** What a run that was cut has begun outside a transaction, and nobody has recorded. */
  interrupted(): Promise<StartMark | undefined> {
    return this.#look(({ interrupted }) => interrupted);
  }

  async pending(): Promise<MigrationMeta[]> {
    return (await this.status()).filter(({ state }) => state === 'pending').map(({ name }) => ({ name }));
  }

  async executed(): Promise<MigrationMeta[]> {
    return (await this.status()).filter(({ state }) => state === 'applied').map(({ name }) => ({ name }));
  }

  /** The SQL that `up` or `down` would send; touches nothing. */
  async script(
    direction: Direction,
    { allowOutOfOrder = false, ...target }: Target & { allowOutOfOrder?: boolean } = {},
  ): Promise<string> {
    const { files, rows } = await this.#look((seen) => seen);
    const names = this.plan(statusOf(files, rows), direction, { ...target, allowOutOfOrder });
    const chosen = names.flatMap((name) => files.filter((file) => file.name === name));
    return renderScript({ direction, history: this.#options.history, files: chosen, rows });
  }

  /** The names that a run would take, with the same refusals. */
  plan(
    statuses: MigrationStatus[],
    direction: Direction,
    { allowOutOfOrder = false, ...target }: Target & { allowOutOfOrder?: boolean },
  ): string[] {
    if (direction === 'down') return selectDown(statuses, target);
    assertSound(statuses, allowOutOfOrder);
    return selectUp(statuses, target);
  }

  /** Makes the history say that exactly the migrations up to `target` are applied, and runs nothing. 0: none. */
  stamp(target: string | 0): Promise<string[]> {
    return this.exclusively((session) => stampHistory(session, target));
  }

  /** Accepts the edited files as they are, and drops the history rows whose file is gone. */
  repair(): Promise<Repaired> {
    return this.exclusively(repairHistory);
  }

  /** The folder's schema.sql, where it is of exactly these migrations. */
  async schemaFile({ files }: Pick<Session, 'files'>): Promise<SchemaFile | undefined> {
    const file = await readSchemaFile(this.#options.folder);
    return file?.migrations === migrationsHash(files) ? file : undefined;
  }

  /** What schema.sql says of the models when it was written. */
  async modelsWritten(): Promise<string | undefined> {
    return (await readSchemaFile(this.#options.folder))?.models;
  }

  /** Writes an empty migration. @returns its path */
  create(name: string, kind: 'sql' | 'ts' = 'sql'): Promise<string> {
    return createMigration(this.#options.folder, name, kind);
  }

  /**
   * Writes the migration that the models ask for, proved on a scratch database.
   *
   * @example const generated = await migrator.generate('add email'); // { status: 'written', file, operations, hazards, sql }
   */
  async generate(name: string, options: GenerateOptions = {}): Promise<Generated> {
    const { generate } = await import('./autogenerate/generate.ts');
    return generate(await this.#project(), name, options);
  }

  /** Whether models, migrations and schema.sql say the same, and, with `database`, this database too. */
  async check({ database = false }: { database?: boolean } = {}): Promise<Checked> {
    const { check } = await import('./autogenerate/check.ts');
    return check(await this.#project(), database ? { status: () => this.status(), source: this.source } : undefined);
  }

  /** What leads from one side to the other. @param to default: what the models say */
  async diff(from: Side | 'database' = 'migrations', to: Side | 'database' = 'models'): Promise<Operation[]> {
    const { compare } = await import('./autogenerate/compare.ts');
    const [old, wanted] = [from, to].map((side) => (side === 'database' ? this.source : side)) as [Side, Side];
    return compare(await this.#project(), old, wanted);
  }

  /** Runs `work` under the migration lock; `up` and `down` within it use the same lock. */
  exclusively<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const current = this.#session.getStore();
    if (current !== undefined) return current.refresh().then(() => work(current));
    return withLock(this.#database, this.#lockOptions(), async (lock) => {
      const session = await Session.open(this.#database, lock, this.#options);
      try {
        return await this.#session.run(session, () => work(session));
      } finally {
        await session.close();
      }
    });
  }

  /** Closes what the migrator has opened; an application's own Sequelize stays open. */
  async close(): Promise<void> {
    await this.#database.close();
    await (await this.#embedded?.catch(() => undefined))?.stop();
  }

  async #project(): Promise<Project> {
    const { createProject } = await import('./autogenerate/project.ts');
    const { scratchUrl } = this.#autogenerate;
    const embedded = async (): Promise<string> => (await (this.#embedded ??= startEmbedded(this.#options))).url();
    const given = scratchUrl ?? scratchDatabaseUrl();
    const scratchName = scratchNameOf(given);
    return createProject({ ...this.#autogenerate, scratchName, scratchUrl: async () => given ?? embedded() });
  }

  #lockOptions(): Parameters<typeof withLock>[1] {
    const { log, lockTimeout, lease, history } = this.#options;
    return {
      scope: history.qualified,
      timeout: lockTimeout,
      lease,
      onWait: (holder) => log(`waiting for the migration lock, held by ${holder}`),
      onPooler: () => log(POOLER_WARNING),
    };
  }

  /** This database as one side of a comparison. */
  get source(): Source {
    return { isElsewhere: true, read: () => this.schema() };
  }

  /** What the database is now, of what is managed. */
  async schema(): Promise<Schema> {
    const { introspect } = await import('./postgres/introspect.ts');
    const { client, release } = await this.#database.borrow(`migrate (pid ${process.pid})`);
    try {
      return await inSnapshot(client, () => introspect(client, this.managed));
    } finally {
      await release();
    }
  }

  async #look<T>(look: (seen: Seen) => T | Promise<T>): Promise<T> {
    const files = await readMigrations(this.#options.folder);
    const { client, release } = await this.#database.borrow(`migrate status (pid ${process.pid})`);
    try {
      const { rows, mark } = await this.#options.history.read(client);
      return await look({ client, files, rows, interrupted: mark && isUnsettled(mark, rows) ? mark : undefined });
    } finally {
      await release();
    }
  }

  #createUmzug(): Umzug<Session> {
    const storage: UmzugStorage<Session> = {
      executed: ({ context }) => Promise.resolve(context.rows.map(({ name }) => name)),
      logMigration: ({ context }) => context.record(),
      unlogMigration: ({ context }) => context.forget(),
    };
    const { Umzug } = loadUmzug();
    return new Umzug<Session>({
      migrations: (session) =>
        session.files.map((file) => ({
          name: file.name,
          path: file.path,
          up: () => session.run(file, 'up'),
          down: () => session.run(file, 'down'),
        })),
      context: () => this.#current(),
      storage,
      logger: undefined,
    });
  }

  #current(): Session {
    const session = this.#session.getStore();
    if (session === undefined)
      throw new Error('Umzug is run by the migrator only: call migrator.up(), not migrator.umzug.up()');
    return session;
  }
}

/** What a moment's reading finds; the connection is given back after it. */
type Seen = Pick<Session, 'client' | 'files' | 'rows' | 'interrupted'>;

/** @example `await createMigrator({ sequelize, migrations: './migrations' }).up()` */
export const createMigrator = (options: MigratorOptions): Migrator => new Migrator(options);
