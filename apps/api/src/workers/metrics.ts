import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';
import type { FromWorker, Metric } from './messages.ts';
import { allWorkers, tell } from './supervised.ts';
import type { Workers } from './workers.ts';

/** For the answers of all workers. What one that does not answer has said last goes on counting. */
const PATIENCE_MS = 1000;

/**
 * The metrics of all workers, summed by prom-client as each metric says. Counts of workers that have ended are kept: a sum
 * that falls when one is replaced would be taken for a restart, and what is left of it counted once more.
 */
export class MetricsOfWorkers {
  readonly #latest = new Map<number, Metric[]>();
  readonly #own: Registry;
  /** Who waits for the next answer of a worker. */
  readonly #waiting = new Map<number, Set<() => void>>();
  #past: Metric[] = [];

  constructor(workers: Workers) {
    this.#own = ownMetrics(workers);
    cluster.on('message', (worker, message: FromWorker) => this.#hear(worker, message));
    // Not 'exit', which may come before the last message.
    cluster.on('disconnect', (worker) => this.#keep(worker));
  }

  /** @returns Prometheus' text format */
  async text(): Promise<string> {
    const late = new AbortController();
    const patience = sleep(PATIENCE_MS, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([Promise.all(allWorkers().map((worker) => this.#ask(worker))), patience]);
    late.abort();
    const own = (await this.#own.getMetricsAsJSON()) as unknown as Metric[];
    return sum([...this.#latest.values(), this.#past, own]).metrics();
  }

  #hear(worker: Worker, message: FromWorker): void {
    if ('metrics' in message) {
      this.#latest.set(worker.id, message.metrics);
      this.#answered(worker);
    }
    if ('scrape' in message) {
      void this.text().then((text) => tell(worker, { scraped: message.scrape, text }));
    }
  }

  #ask(worker: Worker): Promise<void> {
    const waiting = this.#waiting.get(worker.id) ?? new Set();
    this.#waiting.set(worker.id, waiting);
    return new Promise((resolve) => {
      waiting.add(resolve);
      tell(worker, { collect: true });
    });
  }

  #answered({ id }: Worker): void {
    for (const resolve of this.#waiting.get(id) ?? []) resolve();
    this.#waiting.delete(id);
  }

  #keep(worker: Worker): void {
    const last = this.#latest.get(worker.id) ?? [];
    this.#latest.delete(worker.id);
    this.#answered(worker);
    this.#past = sum([this.#past, last.filter(isCount)]).getMetricsAsArray() as unknown as Metric[];
  }
}

/** What goes on when the one that counted is gone. */
const isCount = ({ type }: Metric): boolean => ['counter', 'histogram'].includes(String(type));

const sum = (parts: readonly Metric[][]): Registry => AggregatorRegistry.aggregate([...parts]);

/** What only the supervisor knows. */
function ownMetrics(workers: Workers): Registry {
  const registry = new Registry();
  for (const metric of [listening(workers), ended(workers)]) registry.registerMetric(metric);
  return registry;
}

const listening = (workers: Workers): Gauge =>
  new Gauge({
    name: 'roster_workers',
    help: 'Workers that listen; WORKERS of them are wanted.',
    registers: [],
    collect() {
      this.set(workers.listening);
    },
  });

const ended = (workers: Workers): Counter =>
  new Counter({
    name: 'roster_workers_ended_total',
    help: 'Workers that have ended: crashed, or replaced by a rolling restart.',
    labelNames: ['how'],
    registers: [],
    collect() {
      this.reset();
      for (const [how, count] of Object.entries(workers.ended)) this.inc({ how }, count);
    },
  });
