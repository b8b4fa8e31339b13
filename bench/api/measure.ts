import type { Database } from './database.ts';
import type { Endpoint } from './endpoints.ts';
import type { Outcome } from './load/plan.ts';
import type { Traffic } from './load/traffic.ts';
import type { Load } from './load-process.ts';
import { cpuOf, residentOf } from './process-usage.ts';
import type { Running } from './server-process.ts';

/** What one run showed. Milliseconds, a second, bytes. */
export interface Sample {
  cpu: number;
  postgresCpu: number;
  throughput: number;
  p50: number;
  p99: number;
  rss: number;
  /** At equal load. */
  open?: { rate: number; p50: number; p99: number };
}

export interface Subject {
  server: Running;
  database: Database;
  load: Load;
  endpoint: Endpoint;
  traffic: Traffic;
  connections: number;
}

export interface Pace {
  /** How long a run should take. */
  seconds: number;
  /** Requests a second that it can do, as far as is known. */
  throughput: number;
}

/** What warms up, of a run. */
const WARM_UP = 0.3;

/**
 * Warms up, then measures as many requests as fit the time: all are answered, so that processor time can be divided by
 * their number.
 *
 * @throws when any answer is not 2xx
 */
export async function measureClosed(subject: Subject, pace: Pace): Promise<Sample> {
  const { server, database } = subject;
  const { throughput } = await closedRun(subject, pace.throughput * pace.seconds * WARM_UP, 1);
  const before = { cpu: cpuOf(server.pids()), postgres: database.cpu() };
  // Of few requests the processor time says little.
  const run = await closedRun(subject, Math.max(throughput * pace.seconds, subject.endpoint.warmUp / 4), 2);
  const cpu = (cpuOf(server.pids()) - before.cpu) / run.amount;
  const postgresCpu = (database.cpu() - before.postgres) / run.amount;
  return { cpu, postgresCpu, ...run, rss: residentOf(server.pids()) };
}

/** What a server can do, roughly, when its code is warm. */
export async function probe(subject: Subject): Promise<number> {
  const { warmUp } = subject.endpoint;
  await closedRun(subject, warmUp, 3);
  return (await closedRun(subject, warmUp / 4, 4)).throughput;
}

async function closedRun({ server, load, traffic, connections }: Subject, wanted: number, step: number) {
  const amount = Math.max(connections, Math.round(wanted));
  const own = { ...traffic, seed: traffic.seed * 10 + step, mark: `${traffic.mark}${step}` };
  const { address, headers } = server;
  const outcome = await load.run({ address, headers, traffic: own, connections, amount });
  mustBeFine(outcome, amount);
  return { amount, throughput: amount / outcome.seconds, p50: outcome.p50, p99: outcome.p99 };
}

/** A share of the rate that was asked for; a server that cannot keep up has no latency to speak of. */
const KEPT_UP = 0.95;

/** Times at a rate that is the same for all servers; undefined for one that it is too much for. */
export async function measureOpen(subject: Subject, rate: number, seconds: number): Promise<Sample['open']> {
  const { server, load, traffic, connections } = subject;
  const amount = Math.max(1, Math.round(rate * seconds));
  const own = { ...traffic, seed: traffic.seed * 10 + 5, mark: `${traffic.mark}5` };
  const { address, headers } = server;
  const outcome = await load.run({ address, headers, traffic: own, connections, amount, rate });
  mustBeFine(outcome, amount);
  const achieved = amount / outcome.seconds;
  return achieved < rate * KEPT_UP * (seconds / (seconds + 0.1))
    ? undefined
    : { rate, p50: outcome.p50, p99: outcome.p99 };
}

function mustBeFine({ statuses }: Outcome, amount: number): void {
  const fine = Object.entries(statuses).filter(([status]) => status.startsWith('2'));
  const count = fine.reduce((sum, [, times]) => sum + times, 0);
  if (count < amount || fine.length < Object.keys(statuses).length) {
    throw new VoidRun(`answers by status: ${JSON.stringify(statuses)}, of ${amount} requests`);
  }
}

/** A run that shows nothing, since not every request was answered as it should be. */
export class VoidRun extends Error {}
