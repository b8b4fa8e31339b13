/** The process: settings, signals, exit codes. Everything that it does is in `boot.ts`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { boot } from './boot.ts';
import { type Env, loadEnv } from './env.ts';
import { Cleanup, type Lifecycle } from './lifecycle.ts';
import { createLog, type Logger } from './log.ts';
import { startFailure } from './start-failure.ts';

/** Of SHUTDOWN_TIMEOUT, what the last steps to the exit may take. */
const EXIT_MS = 200;

/** As shells count: 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Starts the server and looks after its process until it ends. Called once. */
export async function start(): Promise<void> {
  const env = readSettings();
  const log = await createLog({ level: env.LOG_LEVEL, pretty: isPretty(env) });
  const running: Running = {
    env,
    log,
    lifecycle: { draining: false },
    cleanup: new Cleanup(),
    stopping: new AbortController(),
  };
  listenToSignals(running);
  try {
    const address = await boot({ ...running, signal: running.stopping.signal });
    log.info({ address, docs: `${address}/docs` }, `listening on ${address}`);
    // With a callback a channel that has just closed is no exception; its 'disconnect' is on the way.
    process.send?.({ address }, undefined, undefined, () => undefined);
  } catch (error) {
    // A stop during the start makes it fail; the stop ends the process then.
    if (!running.stopping.signal.aborted) await fail(running, error);
  }
}

interface Running {
  env: Env;
  log: Logger;
  lifecycle: Lifecycle;
  cleanup: Cleanup;
  /** Aborted when a stop was asked for. */
  stopping: AbortController;
}

function listenToSignals(running: Running): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      running.log.fatal({ err: error }, event);
      process.exit(1);
    });
  }
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      // Whoever asks twice wants it now.
      if (running.stopping.signal.aborted) process.exit(code);
      void stop(running, signal);
    });
  }
  // Started by another process of ours (`dev.ts`): when that one is gone, however it went, nobody else would stop us.
  process.once('disconnect', () => void stop(running, 'disconnect'));
  // It went while this file was loading.
  if (process.send !== undefined && !process.connected) void stop(running, 'disconnect');
}

/** Stops within SHUTDOWN_TIMEOUT, whatever still hangs. */
async function stop(running: Running, reason: string): Promise<void> {
  const { log, lifecycle, stopping } = running;
  if (stopping.signal.aborted) return;
  lifecycle.draining = true;
  stopping.abort();
  log.info({ reason }, 'stopping');
  await finish(running);
  log.info('stopped');
  process.exit(0);
}

async function fail(running: Running, error: unknown): Promise<never> {
  const { exitCode, lines } = startFailure(error);
  process.stderr.write(`${lines.join('\n')}\n`);
  if (exitCode === undefined) running.log.fatal({ err: error }, 'the start failed');
  await finish(running);
  process.exit(exitCode ?? 1);
}

/** Closes what was opened, for as long as SHUTDOWN_TIMEOUT allows. */
async function finish({ env, log, cleanup }: Running): Promise<void> {
  const closed = cleanup.run((error) => log.warn({ err: error }, 'something did not close as it should'));
  await Promise.race([closed, sleep(env.SHUTDOWN_TIMEOUT - EXIT_MS)]);
}

function readSettings(): Env {
  try {
    return loadEnv();
  } catch (error) {
    const { lines, exitCode = 1 } = startFailure(error);
    process.stderr.write(`${lines.join('\n')}\n`);
    return process.exit(exitCode);
  }
}

function isPretty({ LOG_PRETTY, NODE_ENV }: Env): boolean {
  return LOG_PRETTY === undefined ? process.stdout.isTTY && NODE_ENV !== 'production' : LOG_PRETTY === 'on';
}
