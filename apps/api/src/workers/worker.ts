import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { boot } from '../boot.ts';
import type { MetricsOfAll } from '../routes/metrics/metrics.ts';
import { fail, type Running, stop } from '../running.ts';
import { leave } from '../server.ts';
import { AUDITS, type FromWorker, type Metric, type ToWorker } from './messages.ts';

/** When this worker is replaced: how long a connection is kept on which nothing comes. */
const IDLE_MS = 2000;

/** For the supervisor's answer with the metrics of all. */
const SCRAPE_MS = 5000;

/** Serves as one of several workers. It stops, or leaves, when its supervisor says so, and stops when that one is gone. */
export async function work(running: Running): Promise<void> {
  const { cleanup, stopping } = running;
  outliveTheSupervisor();
  // The supervisor's to hear. It comes to all of a terminal's.
  running.onHangUp = () => true;
  const metrics = new SharedMetrics();
  // The first step, and so the last one of a stop: what this worker has counted goes on counting.
  cleanup.add(() => metrics.say());
  let server: Server | undefined;
  process.on('message', (message: ToWorker) => {
    if ('stop' in message) void stop(running, 'supervisor');
    if ('leave' in message && server !== undefined) void makeRoom(running, server);
    if ('collect' in message) void metrics.say();
    if ('scraped' in message) metrics.scraped(message);
  });
  void say({ hears: true });
  const audits = process.argv.includes(AUDITS);
  const worker = { metricsOfAll: metrics, audits, onListening: (listening: Server) => void (server = listening) };
  try {
    void say({ listening: await boot({ ...running, signal: stopping.signal, worker }) });
  } catch (error) {
    if (!stopping.signal.aborted) await fail(running, error, (failed) => void say({ failed }));
  }
}

/** Resolves when it is written: an exit would take it along. */
const say = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });

/** Node ends a worker at once whose supervisor is gone. Our own listener lets it finish what it has begun (`running.ts`). */
function outliveTheSupervisor(): void {
  const { worker } = cluster;
  worker?.once('disconnect', () => {
    worker.exitedAfterDisconnect = true;
  });
}

/** Another one listens already: what has been begun here is ended, however long that takes, and nothing fails. */
async function makeRoom(running: Running, server: Server): Promise<void> {
  const { env, log, lifecycle } = running;
  if (lifecycle.replaced) return;
  lifecycle.replaced = true;
  log.info('leaving');
  const longest = sleep(Math.max(env.REQUEST_TIMEOUT, env.IMPORT_TIMEOUT), undefined, { ref: false });
  await Promise.race([leave(server, IDLE_MS), longest]);
  await stop(running, 'replaced');
}

class SharedMetrics implements MetricsOfAll {
  #own: Registry | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, (text: string) => void>();

  join(registry: Registry): void {
    this.#own = registry;
  }

  async metrics(): Promise<string> {
    const id = ++this.#asked;
    const answer = new Promise<string>((resolve) => this.#waiting.set(id, resolve));
    void say({ scrape: id });
    const late = sleep(SCRAPE_MS, undefined, { ref: false });
    const text = await Promise.race([answer, late]);
    this.#waiting.delete(id);
    if (text === undefined) throw new Error(`the supervisor has not told the metrics of all within ${SCRAPE_MS} ms`);
    return text;
  }

  scraped({ scraped, text }: { scraped: number; text: string }): void {
    this.#waiting.get(scraped)?.(text);
  }

  async say(): Promise<void> {
    if (this.#own === undefined) return;
    await say({ metrics: (await this.#own.getMetricsAsJSON()) as unknown as Metric[] });
  }
}
