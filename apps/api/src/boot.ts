import { createApp } from './app.ts';
import { auditSoon } from './audit.ts';
import { opener, probe, warnOfEndlessStatements } from './database/connection.ts';
import { OutageWatch } from './database/outage.ts';
import { migratorOf } from './database/preparation.ts';
import { authOf, type Env } from './env.ts';
import { closeFastClients, openFastClients } from './fast/fast-clients.ts';
import { ConcurrencyLimit } from './gate/concurrency-limit.ts';
import type { Cleanup, Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { fastShares, isPooled, openReady, type ReadyDatabase } from './ready.ts';
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
  const ready = await openReady(url, options);
  options.signal.throwIfAborted();
  return serve(ready, options);
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

async function serve({ sequelize, audit }: ReadyDatabase, options: BootOptions): Promise<string> {
  const { env, log, lifecycle, cleanup } = options;
  if (isPooled(env) && env.STATEMENT_TIMEOUT > 0) await warnOfEndlessStatements(sequelize, env.STATEMENT_TIMEOUT, log);
  const outage = new OutageWatch(log, () => probe(opener(sequelize)));
  cleanup.add(async () => outage.close());

  const shares = fastShares(env);
  const clients = shares && openFastClients(opener(sequelize), shares, env.DATABASE_TIMEOUT);
  if (clients !== undefined) cleanup.add(() => closeFastClients(clients));

  // Nobody migrates the database of SYNC=always, so nothing of it is ever pending.
  const migrator = env.SYNC === 'always' ? undefined : migratorOf(sequelize, log);
  // Before the step that drains, and so after it in a stop: the last requests do not wait for it.
  const auditing: { told?: Promise<void> } = {};
  cleanup.add(async () => auditing.told);
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
  if (audit !== undefined) auditing.told = auditSoon(audit, log);
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
  limit: new ConcurrencyLimit({
    target: env.LATENCY_TARGET,
    least: env.DATABASE_POOL_MAX,
    most: Math.max(env.CONCURRENCY_MAX, env.DATABASE_POOL_MAX),
  }),
});
