/** A worker as its supervisor sees it. */
import cluster, { type Worker } from 'node:cluster';
import type { StartFailure } from '../start-failure.ts';
import { AUDITS, type FromWorker, type ToWorker } from './messages.ts';

/** A worker that has ended before it listened. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
  readonly failure: StartFailure;

  constructor(failure: StartFailure) {
    super(failure.lines.join('; '));
    this.failure = failure;
  }
}

export interface Begun {
  worker: Worker;
  /** From when on it does what it is told. Never rejects. */
  hears: Promise<void>;
  /** The address that it listens on. Rejects with WorkerFailed when it has ended before. */
  up: Promise<string>;
}

/** Starts a worker: the file that this process was started with, as it is on the disk by now. */
export function beginWorker(env: Record<string, string | undefined>, audits: boolean): Begun {
  // The default, round robin, hands connections on by this process: those that a worker was given when it was killed are
  // never closed, and their clients wait for ever. This way all workers take them from one socket, and none is lost.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ args: audits ? [AUDITS] : [] });
  const worker = cluster.fork(env);
  const hears = new Promise<void>((resolve) => {
    worker.on('message', (message: FromWorker) => {
      if ('hears' in message) resolve();
    });
  });
  const up = new Promise<string>((resolve, reject) => {
    let told: StartFailure | undefined;
    const fail = (how: string): void => {
      const lines = [`a worker ended before it listened (${how})`];
      reject(new WorkerFailed(told ?? { lines, exitCode: undefined }));
    };
    worker.on('message', (message: FromWorker) => {
      if ('listening' in message) resolve(message.listening);
      if ('failed' in message) told = message.failed;
    });
    worker.on('error', (error: unknown) => fail(String(error)));
    worker.once('exit', (code: number, signal: string | null) => fail(howEnded(code, signal)));
  });
  // Who does not wait for it is told by its end.
  up.catch(() => undefined);
  return { worker, hears, up };
}

export const howEnded = (code: number, signal: string | null): string => signal ?? `exit ${code}`;

/** With a callback, a channel that has just closed is no exception. */
export function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

/** All that are there, also those that are on their way in or out. */
export const allWorkers = (): Worker[] =>
  Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined && !worker.isDead()) as Worker[];

/** Resolves when it has ended. Not by `once` of node:events, which rejects when a message of the cluster's did not reach it. */
export const ended = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    if (worker.isDead()) resolve();
    else worker.once('exit', () => resolve());
  });
