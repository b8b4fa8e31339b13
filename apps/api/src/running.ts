/** What a server's process is, and how it ends: alone, as a worker, or as the one that supervises workers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from './env.ts';
import type { Cleanup, Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { type StartFailure, startFailure } from './start-failure.ts';

/** Of SHUTDOWN_TIMEOUT, what the last steps to the exit may take. */
const EXIT_MS = 200;

/** As shells count: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export interface Running {
  env: Env;
  log: Logger;
  lifecycle: Lifecycle;
  cleanup: Cleanup;
  /** Aborted when a stop was asked for. */
  stopping: AbortController;
  /** What SIGHUP does where it is not a stop. @returns whether it did it */
  onHangUp?: () => boolean;
}

/** To people, and to the process that has started this one. */
export function tellAddress({ log }: Running, address: string): void {
  log.info({ address, docs: `${address}/docs` }, `listening on ${address}`);
  // With a callback a channel that has just closed is no exception; its 'disconnect' is on the way.
  process.send?.({ address }, undefined, undefined, () => undefined);
}

export function listenToSignals(running: Running): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      running.log.fatal({ err: error }, event);
      process.exit(1);
    });
  }
  let isAsked = false;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (signal === 'SIGHUP' && running.onHangUp?.() === true) return;
      // Whoever asks twice wants it now. What a supervisor has said counts for nothing here: its word and the signal that came
      // to all processes may arrive in either order.
      if (isAsked) process.exit(code);
      isAsked = true;
      void stop(running, signal);
    });
  }
  // Started by another process of ours: when that one is gone, however it went, nobody else would stop us.
  process.once('disconnect', () => void stop(running, 'disconnect'));
  // It went while this file was loading.
  if (process.send !== undefined && !process.connected) void stop(running, 'disconnect');
}

/** Stops within SHUTDOWN_TIMEOUT, whatever still hangs. */
export async function stop(running: Running, reason: string): Promise<void> {
  const { log, lifecycle, stopping } = running;
  if (stopping.signal.aborted) return;
  lifecycle.draining = true;
  stopping.abort();
  log.info({ reason }, 'stopping');
  await finish(running);
  log.info('stopped');
  process.exit(0);
}

/** Ends a process whose start has failed. @param tell gets what to say of it; default: stderr */
export async function fail(
  running: Running,
  error: unknown,
  tell: (failure: StartFailure) => void = sayOnStderr,
): Promise<never> {
  const failure = startFailure(error);
  tell(failure);
  if (failure.exitCode === undefined) running.log.fatal({ err: error }, 'the start failed');
  await finish(running);
  process.exit(failure.exitCode ?? 1);
}

export function sayOnStderr({ lines }: StartFailure): void {
  process.stderr.write(`${lines.join('\n')}\n`);
}

/** Closes what was opened, for as long as SHUTDOWN_TIMEOUT allows. */
async function finish({ env, log, cleanup }: Running): Promise<void> {
  const closed = cleanup.run((error) => log.warn({ err: error }, 'something did not close as it should'));
  await Promise.race([closed, sleep(env.SHUTDOWN_TIMEOUT - EXIT_MS)]);
}
