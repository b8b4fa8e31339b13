import type { RouterContext } from '@koa/router';
import { readSchemaFile } from '@roster/migrator';
import { migrations } from '@roster/models/migrations';
import type { Context, Middleware } from 'koa';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Sequelize } from 'sequelize-typescript';

export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
}

interface MetricsOptions {
  sequelize: Sequelize;
  /** Of the API. */
  version: string;
}

/** In seconds: a row by its key takes about a millisecond. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What `/metrics` tells, in a registry of its own. The default metrics have the event loop's lag. */
export function createMetrics({ sequelize, version }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const gauge of [...poolGauges(sequelize), buildInfo(version)]) registry.registerMetric(gauge);
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the headers of a request to the end of its answer, by method, path as it is declared, and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return { registry, requests };
}

/** What Sequelize's connection manager has and its types lack (sequelize-pool). */
interface Pool {
  using: number;
  available: number;
  waiting: number;
}

function poolGauges({ connectionManager }: Sequelize & { connectionManager?: { pool?: Pool } }): Gauge[] {
  const pool = (): Pool => connectionManager?.pool ?? { using: 0, available: 0, waiting: 0 };
  const connections = new Gauge({
    name: 'db_pool_connections',
    help: 'Connections to the database, by what they do.',
    labelNames: ['state'],
    registers: [],
    collect() {
      this.set({ state: 'in_use' }, pool().using);
      this.set({ state: 'idle' }, pool().available);
    },
  });
  const waiting = new Gauge({
    name: 'db_pool_waiting',
    help: 'Requests that wait for a connection to the database.',
    registers: [],
    collect() {
      this.set(pool().waiting);
    },
  });
  return [connections, waiting];
}

function buildInfo(version: string): Gauge {
  let fingerprint: Promise<string> | undefined;
  return new Gauge({
    name: 'roster_build_info',
    help: 'Always 1. schema_fingerprint is that of migrations/schema.sql: what this build takes the database for.',
    labelNames: ['version', 'schema_fingerprint', 'node'],
    registers: [],
    async collect() {
      fingerprint ??= readSchemaFile(migrations).then((file) => file?.fingerprint ?? 'unknown');
      this.set({ version, schema_fingerprint: await fingerprint, node: process.version }, 1);
    },
  });
}

/** nginx's number for a client that went before its answer was whole. */
const ABORTED = 499;

/** Measures each request, up to the last byte of its answer. */
export function requestMetrics({ requests }: Metrics): Middleware {
  return (ctx, next) => {
    const start = performance.now();
    const { res } = ctx;
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : ABORTED;
      requests.observe({ method: ctx.method, route: routeOf(ctx), status }, (performance.now() - start) / 1000);
    });
    return next();
  };
}

const UNKNOWN = 'unknown';
const routes = new Map<string, string>();

/** `/v1/employees/{id}`: never the path itself, of which there are as many as anyone likes to ask for. */
function routeOf(ctx: Context & Partial<Pick<RouterContext, '_matchedRoute'>>): string {
  const path = ctx._matchedRoute;
  if (typeof path !== 'string') return UNKNOWN;
  const known = routes.get(path) ?? path.replaceAll(/:(\w+)/g, '{$1}');
  routes.set(path, known);
  return known;
}
