/** The process: settings, and what it is to be. Everything that a server does is in `boot.ts`. */
import { boot } from './boot.ts';
import { type Env, loadEnv } from './env.ts';
import { Cleanup } from './lifecycle.ts';
import { createLog } from './log.ts';
import { fail, listenToSignals, type Running, sayOnStderr, tellAddress } from './running.ts';
import { startFailure } from './start-failure.ts';

/** Starts the server and looks after its process until it ends. Called once. */
export async function start(): Promise<void> {
  const env = readSettings();
  const isShared = env.WORKERS > 1;
  const log = await createLog({ level: env.LOG_LEVEL, pretty: isPretty(env), shared: isShared });
  const running: Running = {
    env,
    log,
    lifecycle: { draining: false },
    cleanup: new Cleanup(),
    stopping: new AbortController(),
  };
  listenToSignals(running);
  if (!isShared) return serveAlone(running);
  // Nor is node:cluster loaded where there is one process.
  const { startWorkers } = await import('./workers/start.ts');
  return startWorkers(running);
}

async function serveAlone(running: Running): Promise<void> {
  try {
    tellAddress(running, await boot({ ...running, signal: running.stopping.signal }));
  } catch (error) {
    // A stop during the start makes it fail; the stop ends the process then.
    if (!running.stopping.signal.aborted) await fail(running, error);
  }
}

function readSettings(): Env {
  try {
    return loadEnv();
  } catch (error) {
    const failure = startFailure(error);
    sayOnStderr(failure);
    return process.exit(failure.exitCode ?? 1);
  }
}

function isPretty({ LOG_PRETTY, NODE_ENV }: Env): boolean {
  return LOG_PRETTY === undefined ? process.stdout.isTTY && NODE_ENV !== 'production' : LOG_PRETTY === 'on';
}
