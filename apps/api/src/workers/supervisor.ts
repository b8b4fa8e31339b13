import { isatty } from 'node:tty';
import { auditSoon } from '../audit.ts';
import { findDatabase } from '../boot.ts';
import { warnOfEndlessStatements } from '../database/pooler.ts';
import { environmentOfWorker } from '../env.ts';
import { Cleanup } from '../lifecycle.ts';
import { isPooled, openReady } from '../ready.ts';
import type { Running } from '../running.ts';
import { MetricsOfWorkers } from './metrics.ts';
import { allWorkers } from './supervised.ts';
import { Workers } from './workers.ts';

/** Of SHUTDOWN_TIMEOUT, what the workers get; the rest is for the embedded server. They themselves take four fifths. */
const WORKERS_SHARE = 0.9;

/**
 * Prepares the database once, starts the workers, and looks after them from then on.
 *
 * @returns the address, when all of them listen
 * @throws WorkerFailed of the first worker that could not start, and as `boot`
 */
export async function supervise(running: Running): Promise<string> {
  const { env, log, cleanup, stopping } = running;
  const options = { env, log, cleanup, signal: stopping.signal };
  // Until there is something to restart it is not done, and not the end either.
  running.onHangUp = () => !hasLostItsTerminal();
  stopping.signal.throwIfAborted();
  const url = await findDatabase(options);
  const looking = new Cleanup();
  const close = (): Promise<void> => looking.run((error) => log.warn({ err: error }, 'a connection did not close'));
  cleanup.add(close);
  const { sequelize, audit } = await openReady(url, { ...options, cleanup: looking, readServer: () => undefined });
  if (isPooled(env) && env.STATEMENT_TIMEOUT > 0) await warnOfEndlessStatements(sequelize, env.STATEMENT_TIMEOUT, log);
  stopping.signal.throwIfAborted();
  // Before the step that stops the workers, and so after it in a stop.
  const auditing: { told?: Promise<void> } = {};
  cleanup.add(async () => auditing.told);
  const address = await startWorkers(running, env.DATABASE_URL === undefined ? url : undefined);
  if (audit !== undefined) auditing.told = auditSoon(audit, log);
  // Nothing here asks the database any more.
  void Promise.resolve(auditing.told).then(close);
  return address;
}

async function startWorkers(running: Running, embedded: string | undefined): Promise<string> {
  const { env, log, cleanup } = running;
  const workers = new Workers({
    count: env.WORKERS,
    env: environmentOfWorker(env.WORKERS, embedded),
    patience: env.SHUTDOWN_TIMEOUT,
    log,
  });
  cleanup.add(() => workers.stop(env.SHUTDOWN_TIMEOUT * WORKERS_SHARE));
  killWithoutUs(running);
  void new MetricsOfWorkers(workers);
  await countRequests();
  const address = await workers.start();
  running.onHangUp = () => {
    if (hasLostItsTerminal()) return false;
    if (!running.stopping.signal.aborted) void workers.roll();
    return true;
  };
  return address;
}

/** Counts for all workers, for as long as this process runs: for those as well that have a limit since a restart of theirs. */
async function countRequests(): Promise<void> {
  const { RateLimiterClusterMaster } = await import('rate-limiter-flexible');
  void new RateLimiterClusterMaster();
}

/** Whoever asks for a stop twice wants it now. After any other end the workers notice that they are alone, and drain. */
function killWithoutUs({ stopping }: Running): void {
  process.on('exit', () => {
    if (stopping.signal.aborted) for (const worker of allWorkers()) worker.process.kill('SIGKILL');
  });
}

const STDOUT = 1;
const hadTerminal = process.stdout.isTTY;

/** Then SIGHUP says what its name says: a terminal was closed. */
const hasLostItsTerminal = (): boolean => hadTerminal && !isatty(STDOUT);
