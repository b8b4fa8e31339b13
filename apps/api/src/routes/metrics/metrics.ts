import { readSchemaFile } from '@roster/migrator';
import { migrations } from '@roster/models/migrations';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Sequelize } from 'sequelize-typescript';
import { type Pool, poolOf } from '../../database/pool.ts';
import type { FastClients } from '../../fast/fast-clients.ts';
import type { Limits } from '../../gate/admission.ts';
import type { Refusals } from '../../gate/shedding.ts';
import { lazily } from '../../lazily.ts';
import type { Replicas } from '../../replicas/replicas.ts';

export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
}

/** The metrics of all workers of one supervisor. */
export interface MetricsOfAll {
  /** Makes this worker's own known. */
  join(registry: Registry): void;
  /** @returns those of all, in Prometheus' text format */
  metrics(): Promise<string>;
}

interface MetricsOptions {
  sequelize: Sequelize;
  clients: FastClients | undefined;
  replicas: Pick<Replicas, 'all'> | undefined;
  limits: Limits;
  refusals: Refusals;
  /** Of the API. */
  version: string;
}

/** In seconds: a row by its key takes about a millisecond. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What `/metrics` tells, in a registry of its own. The default metrics have the event loop's lag. */
export function createMetrics({ sequelize, clients, replicas, limits, refusals, version }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const gauge of [...poolGauges(poolOf(sequelize)), buildInfo(version)]) registry.registerMetric(gauge);
  registry.registerMetric(requestsAtOnce(limits));
  registry.registerMetric(requestsRefused(refusals));
  if (clients !== undefined) registry.registerMetric(fastStatements(clients));
  if (replicas !== undefined) registry.registerMetric(replicasInUse(replicas));
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the headers of a request to the end of its answer, by method, path as it is declared, and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return { registry, requests };
}

function requestsAtOnce(limits: Limits): Gauge {
  return new Gauge({
    name: 'http_requests_in_progress',
    help: 'Requests to the employees that are worked on (running), and how many may be at once (limit).',
    labelNames: ['scope', 'which'],
    registers: [],
    collect() {
      for (const [scope, { running, limit }] of Object.entries(limits)) {
        this.set({ scope, which: 'running' }, running);
        this.set({ scope, which: 'limit' }, limit);
      }
    },
  });
}

function requestsRefused(refusals: Refusals): Counter {
  return new Counter({
    name: 'http_requests_refused_total',
    help: 'Requests refused (503, overloaded) before anything was done for them; http_request_duration_seconds has none of these.',
    labelNames: ['method', 'route'],
    registers: [],
    collect() {
      this.reset();
      for (const [{ spec }, count] of refusals) {
        this.inc({ method: spec.method.toUpperCase(), route: spec.path }, count);
      }
    },
  });
}

function replicasInUse(replicas: Pick<Replicas, 'all'>): Gauge {
  return new Gauge({
    name: 'db_replica_in_use',
    help: '1: reads go to this replica. 0: it is away, or too far behind.',
    labelNames: ['replica'],
    registers: [],
    collect() {
      for (const { name, leftOut } of replicas.all) this.set({ replica: name }, leftOut === undefined ? 1 : 0);
    },
  });
}

function poolGauges(pool: Pool): Gauge[] {
  const connections = new Gauge({
    name: 'db_pool_connections',
    help: 'Connections to the database, by what they do.',
    labelNames: ['state'],
    registers: [],
    collect() {
      this.set({ state: 'in_use' }, pool.using);
      this.set({ state: 'idle' }, pool.available);
    },
  });
  const waiting = new Gauge({
    name: 'db_pool_waiting',
    help: 'Requests that wait for a connection to the database.',
    registers: [],
    collect() {
      this.set(pool.waiting);
    },
  });
  return [connections, waiting];
}

function fastStatements(all: FastClients): Counter {
  return new Counter({
    name: 'db_fast_statements_total',
    help: 'Statements of the fast path, by what became of them. What is refused or not sent is done the plain way, but for writes whose connection was lost.',
    labelNames: ['clients', 'outcome'],
    registers: [],
    collect() {
      this.reset();
      for (const [clients, { statements }] of Object.entries(all)) {
        for (const [outcome, count] of Object.entries<number>(statements)) this.inc({ clients, outcome }, count);
      }
    },
  });
}

function buildInfo(version: string): Gauge {
  const fingerprint = lazily(async () => (await readSchemaFile(migrations))?.fingerprint ?? 'unknown');
  return new Gauge({
    name: 'roster_build_info',
    help: 'Always 1. schema_fingerprint is that of migrations/schema.sql: what this build takes the database for.',
    labelNames: ['version', 'schema_fingerprint', 'node'],
    aggregator: 'first',
    registers: [],
    async collect() {
      this.set({ version, schema_fingerprint: await fingerprint(), node: process.version }, 1);
    },
  });
}
