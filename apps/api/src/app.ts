import { Router } from '@koa/router';
import type { Migrator } from '@roster/migrator';
import { models } from '@roster/models';
import type Koa from 'koa';
import type { Sequelize } from 'sequelize-typescript';
import type { OutageWatch } from './database/outage.ts';
import type { FastClients } from './fast/fast-clients.ts';
import { Admission, type Limits } from './gate/admission.ts';
import { ConcurrencyLimit, type LimitOptions } from './gate/concurrency-limit.ts';
import { createGate, type GateOptions } from './gate/gate.ts';
import { type Line, poolLine, saturation } from './gate/saturation.ts';
import { type Refusals, shedding } from './gate/shedding.ts';
import { Application } from './http/application.ts';
import { direct, finderOf, mount, unrouted } from './http/routing.ts';
import { onceEach } from './idempotency/once.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { answers } from './middleware/answers.ts';
import { brokenAnswers } from './middleware/broken-answers.ts';
import { crossOrigin } from './middleware/cors.ts';
import { problemAnswers } from './middleware/problem-answers.ts';
import { requestEnd } from './middleware/request-end.ts';
import { requestLog } from './middleware/request-log.ts';
import { requestMetrics } from './middleware/request-metrics.ts';
import { unreadBody } from './middleware/unread-body.ts';
import { openapi } from './openapi.ts';
import type { ReadReplica } from './replicas/read-replica.ts';
import { ReadYourWrites } from './replicas/read-your-writes.ts';
import type { Replicas } from './replicas/replicas.ts';
import type { WatchedServer } from './replicas/watched-server.ts';
import { mountDocs } from './routes/docs/index.ts';
import { fastStore } from './routes/employees/fast/store.ts';
import { replicaStore } from './routes/employees/replica-store.ts';
import { retryingStore } from './routes/employees/retrying-store.ts';
import { employeeStore } from './routes/employees/store.ts';
import { readinessChecks } from './routes/health/readiness.ts';
import { allRoutes } from './routes/index.ts';
import { mountMetrics } from './routes/metrics/index.ts';
import { createMetrics, type MetricsOfAll } from './routes/metrics/metrics.ts';
import { version } from './version.ts';

export interface AppOptions extends GateOptions {
  /** How many requests are worked on at a time, of those that read and of those that write. */
  concurrency: Pick<LimitOptions, 'target' | 'least' | 'most'>;
  /** The one that the models are bound to: the last one made with them. They are static, so one process serves one. */
  sequelize: Sequelize;
  /** For the fast path; none: every statement is Sequelize's. */
  clients?: FastClients | undefined;
  /** What may be read from besides; none: only the database of `sequelize`. */
  replicas?: Replicas<ReadReplica> | undefined;
  /** By which `/readyz` asks whether the database answers, also where all connections are taken. */
  watched: WatchedServer;
  /** Tells `/readyz` what is pending; none where nobody migrates this database. */
  migrator?: Migrator | undefined;
  /** Made by `createLog`: lines of requests are written as its pino would write them. */
  log: Logger;
  outage: OutageWatch;
  lifecycle: Lifecycle;
  /** The largest body of a request in bytes. */
  bodyLimit: number;
  /** How long a JSON body may take to come, and an upload may pause, in milliseconds. */
  bodyTimeout: number;
  /** How long what a request wants of the database may take, in milliseconds. */
  patience: number;
  /** Whose pages may call this from a browser, or `*`; none: nobody's. */
  corsOrigins?: readonly string[] | undefined;
  /** Signs the list's cursors; the same for all replicas. */
  cursorSecret: string;
  /** Where this is one of several workers. */
  metricsOfAll?: MetricsOfAll | undefined;
  /** How long what was answered to a request with an `Idempotency-Key` is kept, in milliseconds. Default: a day. */
  idempotencyTtl?: number | undefined;
}

/**
 * The whole API as a Koa application. It opens nothing and does not listen: `app.callback()` is for a server or a test.
 *
 * @throws TypeError where the models are bound to another Sequelize than the given one
 * @example `http.createServer(createApp(options).callback()).listen(8080)`
 */
export function createApp(options: AppOptions): Koa {
  const { sequelize, clients, replicas, log, outage, concurrency, lifecycle, cursorSecret, corsOrigins } = options;
  assertBound(sequelize);
  const canRead = (): boolean => replicas?.canRead(outage.isAway) === true;
  const checks = readinessChecks({ ...options, canRead });
  const plain = retryingStore(employeeStore, outage);
  const primary = clients === undefined ? plain : fastStore(clients, plain);
  const employees = replicas === undefined ? primary : replicaStore(primary, replicas, outage);
  const once = onceEach(outage, options.idempotencyTtl);
  const routes = allRoutes({ employees, cursorSecret, once, checks, lifecycle });
  const router = new Router({ strict: true, sensitive: true });
  const pool = poolLine(sequelize);
  const limitOf = (...lines: Line[]) =>
    new ConcurrencyLimit({ ...concurrency, isSaturated: saturation([pool, ...lines]) });
  const ofReplicas: Line[] = (replicas?.all ?? []).flatMap((replica) => Object.values(replica.clients ?? {}));
  const limits: Limits = {
    'employees:read': clients ? limitOf(clients.reads, clients.slow, ...ofReplicas) : limitOf(...ofReplicas),
    'employees:write': clients ? limitOf(clients.writes, clients.slow) : limitOf(),
  };
  const serving = {
    ...options,
    gate: createGate(options),
    admission: new Admission(outage, limits, canRead),
    readYourWrites: replicas && new ReadYourWrites(replicas, options.trustProxy ?? 0),
  };
  mount(router, routes, serving);
  const refusals: Refusals = new Map();
  const find = finderOf(routes);
  const metrics = createMetrics({ sequelize, clients, replicas, limits, refusals, version });
  mountMetrics(router, metrics, options.metricsOfAll);
  mountDocs(router, () => openapi(routes, version, options));

  const app = new Application(
    options.rateLimit === undefined ? shedding({ limits, find, lifecycle, log, refusals }) : () => false,
  );
  app.on('error', brokenAnswers(log, outage));
  app.use(answers(lifecycle)).use(requestEnd(requestLog(log), requestMetrics(metrics), unreadBody));
  if (corsOrigins !== undefined) app.use(crossOrigin(corsOrigins));
  app.use(problemAnswers(outage));
  app.use(direct(find, serving)).use(router.routes()).use(unrouted(router));
  return app;
}

/** Otherwise the readiness of one database would be told, and the rows of another served. */
function assertBound(sequelize: Sequelize): void {
  const stray = models.find((model) => model.sequelize !== sequelize);
  if (stray === undefined) return;
  throw new TypeError(`${stray.name} is bound to another Sequelize: one was made with the models after the given one`);
}
