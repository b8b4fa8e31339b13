import { DatabaseError, type Sequelize } from 'sequelize';
import { beyondSync } from './beyond-sync.ts';
import { warnOfDrift } from './drift.ts';
import { databaseBehind, databaseUnmanaged, poolTooSmall, syncOnMigrated } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import type { Migrator } from './migrator.ts';
import { introspect } from './postgres/introspect.ts';
import { writeStamps } from './record.ts';
import { quoteIdentifier } from './schema/quote.ts';
import type { SchemaFile } from './schema-file.ts';
import { draftFromModels } from './sequelize/from-models.ts';
import { modelsHash } from './sequelize/models-hash.ts';
import type { Session } from './session.ts';
import type { MigrationStatus } from './state.ts';

/**
 * What a database is to this build, before anything was done: `empty` none of the models' tables and no history ·
 * `current` · `behind` migrations are pending · `ahead` it knows migrations that this build does not · `unmanaged` the
 * models' tables without a history.
 */
export type DatabaseState = 'empty' | 'current' | 'behind' | 'ahead' | 'unmanaged';

export interface PrepareOptions {
  /** `auto` (default): sync an empty database, migrate any other · `always`: sync on every boot · `never`: only look. */
  sync?: 'auto' | 'always' | 'never';
  /** What to do with pending migrations. Default `refuse`. */
  onBehind?: 'up' | 'refuse';
  log?: (level: 'info' | 'warn', message: string, fields?: Record<string, unknown>) => void;
}

export interface Prepared {
  /** What was found. */
  state: DatabaseState;
  /** The migrations that ran, or were stamped after a sync. */
  applied: string[];
  /** What is pending still (`sync: 'never'` only). */
  pending: string[];
}

interface Findings {
  state: DatabaseState;
  /** The models' tables that are there. */
  tables: string[];
  statuses: MigrationStatus[];
}

type Prepare = Required<PrepareOptions> & { sequelize: Sequelize; migrator: Migrator };

/**
 * Brings a database to the schema of this build when a server boots. Any number of replicas may call it at one instant:
 * one works under the migration lock, the others wait for it and find the work done.
 *
 * @throws MigratorError DATABASE_BEHIND, DATABASE_UNMANAGED, and whatever `migrator.up()` throws
 */
export async function prepareDatabase(
  sequelize: Sequelize,
  migrator: Migrator,
  options: PrepareOptions = {},
): Promise<Prepared> {
  const prepare = { ...DEFAULTS, ...options, sequelize, migrator };
  if (prepare.sync === 'always') return syncAlways(prepare);
  if (prepare.sync === 'never') return leave(await look(prepare, await migrator.status()));
  // A database that is ready, as nearly always, costs a look and no lock.
  const { statuses, drift } = await migrator.inspect();
  const found = await look(prepare, statuses);
  await warnOfMovedModels(prepare);
  warnOfDrift(drift, prepare.log);
  if (isReady(found)) return report(prepare, found);
  if (found.state === 'behind' && prepare.onBehind === 'refuse') throw databaseBehind(pendingOf(found));
  return migrator.exclusively(async (session) => work(prepare, session, await look(prepare, session.statuses)));
}

/** A database that is ready for this build, or left alone by it. */
export interface Ready extends Prepared {
  /** Tells what a server may as well tell while it serves: that the schema has drifted, that a migration is missing. */
  audit(): Promise<void>;
}

/**
 * What `prepareDatabase` does where there is nothing to do, as nearly always, in three queries: a server that must open
 * its port soon asks this first. It takes no lock and changes nothing.
 *
 * @returns undefined where there is work, or a reason to refuse: then `prepareDatabase` is what to call
 */
export async function readyDatabase(
  sequelize: Sequelize,
  migrator: Migrator,
  options: PrepareOptions = {},
): Promise<Ready | undefined> {
  const prepare = { ...DEFAULTS, ...options, sequelize, migrator };
  if (prepare.sync === 'always') return undefined;
  const found = await look(prepare, await migrator.status());
  if (prepare.sync === 'never') return { ...leave(found), audit: () => Promise.resolve() };
  return isReady(found) ? { ...report(prepare, found), audit: () => audit(prepare) } : undefined;
}

async function audit(prepare: Prepare): Promise<void> {
  await warnOfMovedModels(prepare);
  const { drift } = await prepare.migrator.inspect();
  warnOfDrift(drift, prepare.log);
}

const DEFAULTS = { sync: 'auto', onBehind: 'refuse', log: () => undefined } as const;

const isReady = ({ state }: Findings): boolean => state === 'current' || state === 'ahead';
const pendingOf = ({ statuses }: Findings): string[] =>
  statuses.filter(({ state }) => state === 'pending').map(({ name }) => name);

const leave = (found: Findings): Prepared => ({ state: found.state, applied: [], pending: pendingOf(found) });

/** Under the lock: another replica may have done it all in the meantime. */
async function work(prepare: Prepare, session: Session, found: Findings): Promise<Prepared> {
  if (isReady(found)) return report(prepare, found);
  if (found.state === 'unmanaged') throw databaseUnmanaged(found.tables);
  if (found.state === 'empty') return createSchema(prepare, session);
  if (prepare.onBehind === 'refuse') throw databaseBehind(pendingOf(found));
  return migrate(prepare, found.state);
}

async function migrate({ migrator, log }: Prepare, state: DatabaseState): Promise<Prepared> {
  const applied = (await migrator.up()).map(({ name }) => name);
  log('info', `applied ${applied.length} pending migration(s)`, { applied });
  return { state, applied, pending: [] };
}

/** Without a migration for it, a new column of a model is an error at its first query. */
async function warnOfMovedModels({ sequelize, migrator, log }: Prepare): Promise<void> {
  const written = await migrator.modelsWritten();
  if (written === undefined || Object.keys(sequelize.models).length === 0) return;
  const now = hashOf(sequelize, migrator);
  if (now === undefined || now === written) return;
  log(
    'warn',
    'the models have changed since schema.sql was written: a migration is missing (`pnpm migrate generate NAME`)',
  );
}

/** A mistake in the models is not this function's to tell. */
function hashOf(sequelize: Sequelize, migrator: Migrator): string | undefined {
  try {
    return modelsHash(draftFromModels(sequelize, migrator.managed));
  } catch {
    return undefined;
  }
}

function report({ log }: Prepare, found: Findings): Prepared {
  const unknown = found.statuses.filter(({ missing }) => missing).map(({ name }) => name);
  const edited = found.statuses.filter((status) => status.edited).map(({ name }) => name);
  if (unknown.length > 0)
    log('warn', 'the database knows migrations that this build does not (a rolling deploy?)', { unknown });
  if (edited.length > 0) log('warn', 'migrations were edited after they were applied', { edited });
  return leave(found);
}

/**
 * Builds the whole schema. By sync and stamps in one transaction where that is known to make what the migrations make:
 * schema.sql is of these migrations, and what sync has made has its fingerprint. Else by the migrations.
 */
async function createSchema(prepare: Prepare, session: Session): Promise<Prepared> {
  const { sequelize, migrator, log } = prepare;
  const { max = 5 } = (sequelize as unknown as { options: { pool?: { max?: number } } }).options.pool ?? {};
  if (max < 2) throw poolTooSmall(max);
  const expected = await migrator.schemaFile(session);
  const hasModels = Object.keys(sequelize.models).length > 0;
  const why = await whyNoSync(session, { expected, hasModels, managed: migrator.managed });
  if (why !== undefined) {
    log('info', `${why}; running the migrations`);
    return migrate(prepare, 'empty');
  }
  try {
    await syncAndStamp(prepare, session, expected?.fingerprint);
  } catch (error) {
    if (!(error instanceof DatabaseError || error instanceof SyncDiffers)) throw error;
    log('warn', 'sync does not make the schema of the migrations; running them instead', { reason: error.message });
    return migrate(prepare, 'empty');
  }
  const applied = session.files.map(({ name }) => name);
  log('info', 'made the tables of an empty database by sync', { stamped: applied });
  return { state: 'empty', applied, pending: [] };
}

/** Why only the migrations can be trusted; undefined where sync may be tried. */
async function whyNoSync({ files }: Session, { expected, hasModels, managed }: SyncBasis): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  if (!hasModels) return 'there are no models';
  if (expected === undefined) return 'there is no schema.sql of these migrations to hold sync against';
  const beyond = await beyondSync(files, { managed, sql: expected.sql });
  return beyond === undefined ? undefined : `the migrations do more than sync can: ${beyond}`;
}

interface SyncBasis {
  expected: SchemaFile | undefined;
  hasModels: boolean;
  managed: Migrator['managed'];
}

/** Rolls the sync back. */
class SyncDiffers extends Error {}

/** sync() takes a transaction that its type does not declare; only its read of the new type ids runs outside. */
async function syncAndStamp({ sequelize, migrator }: Prepare, session: Session, expected?: string): Promise<void> {
  await sequelize.transaction(async (transaction) => {
    await sequelize.sync({ transaction } as object);
    const { connection: client } = transaction as unknown as { connection: Session['client'] };
    if (expected !== undefined && fingerprint(await introspect(client, migrator.managed)) !== expected) {
      throw new SyncDiffers('its fingerprint is not that of schema.sql');
    }
    const { files, rows, history } = session;
    await writeStamps({ client, files, rows, history }, 'head');
  });
}

/** The literal habit of the re-created system, and only for a database without migrations. */
async function syncAlways({ sequelize, migrator, log }: Prepare): Promise<Prepared> {
  return migrator.exclusively(async (session) => {
    if (session.rows.length > 0) throw syncOnMigrated(session.rows.length);
    const found = await look({ sequelize }, session.statuses);
    log(
      'warn',
      'SYNC=always: makes missing tables and enum values on every boot, never alters a table, and no migration can be trusted afterwards',
    );
    await sequelize.sync();
    return { state: found.state, applied: [], pending: [] };
  });
}

async function look({ sequelize }: Pick<Prepare, 'sequelize'>, statuses: MigrationStatus[]): Promise<Findings> {
  const tables = await existingTables(sequelize);
  const applied = statuses.filter(({ state }) => state === 'applied');
  return { tables, statuses, state: stateOf(tables, applied, statuses) };
}

function stateOf(tables: string[], applied: MigrationStatus[], statuses: MigrationStatus[]): DatabaseState {
  if (applied.length === 0) return tables.length === 0 ? 'empty' : statuses.length === 0 ? 'current' : 'unmanaged';
  if (applied.length < statuses.length) return 'behind';
  return applied.some(({ missing }) => missing) ? 'ahead' : 'current';
}

/** One catalog query for all models; a table without a schema is looked for where SQL would look: on the search_path. */
async function existingTables(sequelize: Sequelize): Promise<string[]> {
  const names = Object.values(sequelize.models).map((model) => {
    const table = model.getTableName() as string | { tableName: string; schema?: string };
    if (typeof table === 'string') return quoteIdentifier(table);
    return [table.schema ?? '', table.tableName].filter(Boolean).map(quoteIdentifier).join('.');
  });
  const [rows] = await sequelize.query(
    'SELECT DISTINCT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL ORDER BY name',
    { bind: [names] },
  );
  return (rows as { name: string }[]).map(({ name }) => name.replaceAll('"', ''));
}
