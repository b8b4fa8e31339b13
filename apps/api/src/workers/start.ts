import cluster from 'node:cluster';
import { StartError } from '../errors.ts';
import { fail, type Running, tellAddress } from '../running.ts';
import { WorkerFailed } from './supervised.ts';
import { supervise } from './supervisor.ts';
import { work } from './worker.ts';

/** Runs this process as what it is with WORKERS above 1: the one that supervises them, or one of them. */
export const startWorkers = (running: Running): Promise<void> =>
  cluster.isPrimary ? startSupervisor(running) : work(running);

async function startSupervisor(running: Running): Promise<void> {
  try {
    tellAddress(running, await supervise(running));
  } catch (error) {
    if (!running.stopping.signal.aborted) await fail(running, explained(error));
  }
}

/** What a worker could not do is said once, by its supervisor. */
function explained(error: unknown): unknown {
  if (!(error instanceof WorkerFailed)) return error;
  const { exitCode = 1, lines } = error.failure;
  return new StartError(exitCode, lines, error);
}
