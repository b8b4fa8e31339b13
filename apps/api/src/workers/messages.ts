/** What a supervisor and its workers say to each other. */
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { StartFailure } from '../start-failure.ts';

/** One metric of a registry, as `getMetricsAsJSON` gives it. */
export type Metric = MetricObjectWithValues<MetricValue<string>>;

export type FromWorker =
  /** It listens to what it is told, before it answers anybody. */
  | { hears: true }
  /** It answers requests at this address. */
  | { listening: string }
  /** It could not start, and ends. */
  | { failed: StartFailure }
  /** Its metrics: the answer to `collect`, or the last ones before its end. */
  | { metrics: Metric[] }
  /** Somebody has asked it for the metrics of all. */
  | { scrape: number };

export type ToWorker =
  /** Stop, as by SIGTERM. */
  | { stop: true }
  /** Another one listens in its place. */
  | { leave: true }
  | { collect: true }
  /** The answer to `scrape`. */
  | { scraped: number; text: string };

/** The flag of a worker that says what there is to say of the database, as the first one after a restart does. */
export const AUDITS = '--audits';
