import { setTimeout as pause } from 'node:timers/promises';
import { localPostgresError } from './errors.ts';

/** One moment by which a whole call has to be done, however many steps it takes. */
export interface Deadline {
  readonly timeoutMs: number;
  /** Milliseconds left, at least 1. */
  remaining(): number;
  passed(): boolean;
}

/** @param timeoutMs milliseconds from now */
export function deadlineIn(timeoutMs: number): Deadline {
  // Date.now() can jump (NTP, a laptop that slept); this clock cannot.
  const end = performance.now() + timeoutMs;
  return {
    timeoutMs,
    remaining: () => Math.max(1, Math.round(end - performance.now())),
    passed: () => performance.now() >= end,
  };
}

/**
 * Asks again and again until there is an answer.
 *
 * @param everyMs pause between two questions, milliseconds
 * @throws LOCAL_POSTGRES_TIMEOUT when the deadline passes first
 */
export async function poll<T>(
  question: () => T | undefined | Promise<T | undefined>,
  options: { deadline: Deadline; everyMs: number; waitingFor: () => string; log: string },
): Promise<T> {
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (options.deadline.passed()) throw timeoutError(options.deadline, options.waitingFor(), options.log);
    await pause(options.everyMs);
  }
}

export function timeoutError(deadline: Deadline, waitingFor: string, log: string): Error {
  return localPostgresError('LOCAL_POSTGRES_TIMEOUT', { waitingFor, timeoutMs: deadline.timeoutMs, log });
}
