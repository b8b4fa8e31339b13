import type { Server } from 'node:http';
import { createApp } from './app.ts';
import { auditSoon } from './audit.ts';
import { opener, probe } from './database/connection.ts';
import { OutageWatch } from './database/outage.ts';
import { warnOfEndlessStatements } from './database/pooler.ts';
import { migratorOf } from './database/preparation.ts';
import { authOf, type Env } from './env.ts';
import { closeFastClients, openFastClients } from './fast/fast-clients.ts';
import { leisure } from './gate/saturation.ts';
import { sweepNowAndThen } from './idempotency/sweep.ts';
import type { Cleanup, Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { fastShares, isPooled, openReady, type ReadyDatabase } from './ready.ts';
import { closeReplicas, openReplicas } from './replicas/open-replicas.ts';
import type { ReadReplica } from './replicas/read-replica.ts';
import type { Replicas } from './replicas/replicas.ts';
import { WatchedServer } from './replicas/watched-server.ts';
import { READINESS_MS } from './routes/health/readiness.ts';
import type { MetricsOfAll } from './routes/metrics/metrics.ts';
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
  /** Where this process is one of several: its supervisor has prepared the database, and said what there was to say. */
  worker?: WorkerParts | undefined;
}

/** What of a server its supervisor wants, and what it has for it. */
export interface WorkerParts {
  metricsOfAll: MetricsOfAll;
  /** Is told of the server as soon as it listens. */
  onListening: (server: Server) => void;
  /** Whether it says what it finds of the database, drift too. At the first start the supervisor does. */
  audits: boolean;
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
  const url = await findDatabase(options);
  const opened: { replicas?: Replicas<ReadReplica> } = {};
  const readServer = () => opened.replicas?.pick()?.server;
  const ready = await openReady(url, { ...options, log: logOfLook(options), readServer });
  opened.replicas = await replicasFor(ready, options);
  options.signal.throwIfAborted();
  return serve(ready, opened.replicas, options);
}

/** @returns the URL of the database: the one that is named, or that of the embedded server, which is started */
export const findDatabase = async (options: FindOptions): Promise<string> =>
  options.env.DATABASE_URL ?? startEmbedded(options);

/** What there is to say of the database, one of the workers says. */
const logOfLook = ({ log, worker }: BootOptions): Logger =>
  worker === undefined || worker.audits ? log : log.child({}, { level: 'error' });

export type FindOptions = Pick<BootOptions, 'env' | 'log' | 'cleanup' | 'signal'>;

/** The checkout's own PostgreSQL, shared with whatever else of the checkout runs. @returns its URL */
async function startEmbedded({ log, cleanup, signal }: FindOptions): Promise<string> {
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

async function replicasFor({ sequelize }: ReadyDatabase, { env, log, cleanup }: BootOptions) {
  const { DATABASE_REPLICA_URLS: urls, DATABASE_TIMEOUT: patience, REPLICA_MAX_LAG: maxLag } = env;
  if (urls === undefined) return undefined;
  const replicas = await openReplicas({ urls, sequelize, shares: fastShares(env), patience, maxLag, log });
  cleanup.add(() => closeReplicas(replicas));
  return replicas;
}

async function serve(
  { sequelize, audit }: ReadyDatabase,
  replicas: Replicas<ReadReplica> | undefined,
  options: BootOptions,
): Promise<string> {
  const { env, log, lifecycle, cleanup, worker } = options;
  if (worker === undefined && isPooled(env) && env.STATEMENT_TIMEOUT > 0)
    await warnOfEndlessStatements(sequelize, env.STATEMENT_TIMEOUT, log);
  const outage = new OutageWatch(log, () => probe(opener(sequelize)));
  cleanup.add(async () => outage.close());
  // Also where connections are cut off in silence, and no request hears of it for long.
  replicas?.onPrimaryMissed((error) => outage.notice(error));
  const watched = new WatchedServer(opener(sequelize), READINESS_MS);
  cleanup.add(() => watched.close());
  cleanup.add(sweepNowAndThen(sequelize, log));

  const shares = fastShares(env);
  const clients = shares && openFastClients(opener(sequelize), shares, env.DATABASE_TIMEOUT, leisure(sequelize));
  if (clients !== undefined) cleanup.add(() => closeFastClients(clients));

  // Nobody migrates the database of SYNC=always, so nothing of it is ever pending.
  const migrator = env.SYNC === 'always' ? undefined : migratorOf(sequelize, log);
  // Before the step that drains, and so after it in a stop: the last requests do not wait for it.
  const auditing: { told?: Promise<void> } = {};
  cleanup.add(async () => auditing.told);
  const ofWorker = worker && { isWorker: true, metricsOfAll: worker.metricsOfAll };
  const opened = { sequelize, clients, replicas, watched, migrator, outage };
  const app = createApp({ ...opened, log, lifecycle, ...appSettings(env), ...ofWorker });
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
  worker?.onListening(server);
  if (audit !== undefined && worker?.audits !== false) auditing.told = auditSoon(audit, log);
  return addressOf(server);
}

const appSettings = (env: Env) => ({
  bodyLimit: env.BODY_LIMIT,
  bodyTimeout: env.REQUEST_TIMEOUT,
  patience: env.DEADLINE,
  cursorSecret: env.CURSOR_SECRET ?? '',
  idempotencyTtl: env.IDEMPOTENCY_TTL,
  auth: authOf(env),
  corsOrigins: env.CORS_ORIGINS,
  rateLimit: env.RATE_LIMIT,
  trustProxy: env.TRUST_PROXY,
  concurrency: {
    target: env.LATENCY_TARGET,
    least: env.DATABASE_POOL_MAX,
    most: Math.max(env.CONCURRENCY_MAX, env.DATABASE_POOL_MAX),
  },
});
