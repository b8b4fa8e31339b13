import { createMigrator, type Migrator, prepareDatabase } from '@roster/migrator';
import { migrations } from '@roster/models/migrations';
import { createApp } from './app.ts';
import { createSequelize, waitForDatabase, warnOfEndlessStatements } from './database/connection.ts';
import { OutageWatch } from './database/outage.ts';
import { authOf, type Env } from './env.ts';
import { SharedClients } from './fast/shared-clients.ts';
import { collectEarly } from './heap.ts';
import type { Cleanup, Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { addressOf, drain, listen } from './server.ts';

/** Of SHUTDOWN_TIMEOUT, what requests in flight get; the rest is for the pool and the embedded server. */
const DRAIN_SHARE = 0.8;

export interface BootOptions {
  env: Env;
  log: Logger;
  lifecycle: Lifecycle;
  /** Gets a step for whatever is opened. */
  cleanup: Cleanup;
  /** Aborted when a stop is asked for while this is still going on. */
  signal: AbortSignal;
}

/**
 * From settings to a server that answers: the database is found (or the embedded one started), waited for and prepared,
 * and only then is a port opened.
 *
 * @returns the address that it listens on
 * @throws StartError, or the error of the migrator or the embedded server that says why not
 */
export async function boot(options: BootOptions): Promise<string> {
  options.signal.throwIfAborted();
  const url = options.env.DATABASE_URL ?? (await startEmbedded(options));
  // PostgreSQL's parser may be loaded (128 MB of WebAssembly), which makes V8 generous with the rest for good.
  const end = collectEarly();
  await prepare(url, options).finally(end);
  options.signal.throwIfAborted();
  return serve(url, options);
}

/** The checkout's own PostgreSQL, shared with whatever else of the checkout runs. @returns its URL */
async function startEmbedded({ log, cleanup, signal }: BootOptions): Promise<string> {
  // Not there in a deployment, and not needed with a DATABASE_URL.
  const { startLocalPostgres, workspaceDataDir } = await import('@roster/local-postgres');
  const dataDir = workspaceDataDir(import.meta.dirname);
  const starting = startLocalPostgres({ dataDir, onProgress: (message) => log.info(message) });
  // Before it is there: a stop in the meantime waits for it and gives it back. Its failure is told by the await below.
  cleanup.add(async () => (await starting.catch(() => undefined))?.stop());
  const postgres = await starting;
  signal.throwIfAborted();
  return postgres.url();
}

/**
 * Waits for the database and brings it to this build's schema, on connections of its own: the direct ones of
 * MIGRATE_DATABASE_URL where a pooler stands before the others, and none that knew the database before its types.
 */
async function prepare(serving: string, { env, log, cleanup, signal }: BootOptions): Promise<void> {
  const url = env.MIGRATE_DATABASE_URL ?? serving;
  const variable = env.MIGRATE_DATABASE_URL === undefined ? 'DATABASE_URL' : 'MIGRATE_DATABASE_URL';
  // A migration takes what time it takes.
  const sequelize = createSequelize(url, poolOf(env));
  const close = once(() => sequelize.close());
  cleanup.add(close);
  await waitForDatabase(sequelize, { url, variable, patience: env.DATABASE_WAIT, log, signal });
  await prepareDatabase(sequelize, migratorOf(sequelize, log), {
    sync: env.SYNC,
    onBehind: env.MIGRATE_ON_BOOT,
    log: (level, message, fields) => log[level](fields ?? {}, message),
  });
  await close();
}

async function serve(url: string, { env, log, lifecycle, cleanup, signal }: BootOptions): Promise<string> {
  const sequelize = openForRequests(url, env);
  cleanup.add(() => sequelize.close());
  // The way that requests take may be another one than prepare() took: a pooler, another account.
  await waitForDatabase(sequelize, { url, variable: 'DATABASE_URL', patience: env.DATABASE_WAIT, log, signal });
  if (isPooled(env) && env.STATEMENT_TIMEOUT > 0) await warnOfEndlessStatements(sequelize, env.STATEMENT_TIMEOUT, log);
  const outage = new OutageWatch(log, () => sequelize.query('SELECT 1'));
  cleanup.add(async () => outage.close());

  const clients = env.FAST_PATH === 'on' ? new SharedClients({ sequelize, size: sharedOf(env) }) : undefined;
  cleanup.add(async () => clients?.close());

  // Nobody migrates the database of SYNC=always, so nothing of it is ever pending.
  const migrator = env.SYNC === 'always' ? undefined : migratorOf(sequelize, log);
  const app = createApp({ sequelize, clients, migrator, log, outage, lifecycle, ...appSettings(env) });
  const answer = app.callback();
  const server = await listen((req, res) => void answer(req, res), {
    host: env.HOST,
    port: env.PORT,
    requestTimeout: Math.max(env.REQUEST_TIMEOUT, env.IMPORT_TIMEOUT),
  });
  cleanup.add(async () => {
    const cut = await drain(server, env.SHUTDOWN_TIMEOUT * DRAIN_SHARE);
    if (cut > 0) log.warn({ cut }, 'connections with requests in flight were cut');
  });
  return addressOf(server);
}

const appSettings = (env: Env) => ({
  bodyLimit: env.BODY_LIMIT,
  bodyTimeout: env.REQUEST_TIMEOUT,
  cursorSecret: env.CURSOR_SECRET ?? '',
  auth: authOf(env),
  corsOrigins: env.CORS_ORIGINS,
  rateLimit: env.RATE_LIMIT,
  trustProxy: env.TRUST_PROXY,
});

const poolOf = (env: Env) => ({ poolMax: env.DATABASE_POOL_MAX, timeout: env.DATABASE_TIMEOUT });

/** Of DATABASE_POOL_MAX, what requests share; the others have one request each at a time. */
const sharedOf = (env: Env): number => Math.min(4, Math.floor(env.DATABASE_POOL_MAX / 2));

const openForRequests = (url: string, env: Env) =>
  createSequelize(url, {
    ...poolOf(env),
    poolMax: env.DATABASE_POOL_MAX - (env.FAST_PATH === 'on' ? sharedOf(env) : 0),
    statementTimeout: env.STATEMENT_TIMEOUT,
    isPooled: isPooled(env),
  });

/** Who names a direct server has something before the other one. */
const isPooled = (env: Env): boolean => env.MIGRATE_DATABASE_URL !== undefined;

const migratorOf = (sequelize: ReturnType<typeof createSequelize>, log: Logger): Migrator =>
  createMigrator({ sequelize, migrations, log: (message) => log.info(message) });

function once(step: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= step());
}
