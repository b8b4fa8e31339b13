/** A worker that has run for so long had a good start: what ends it then is another matter than what ended the one before. */
const STEADY_MS = 10_000;
const FIRST_MS = 100;
const MOST_MS = 30_000;

/** How often, one after the other, what was started has ended early. */
export interface Backoff {
  failures: number;
}

/**
 * How long to wait before the next start: twice as long after each one that ended early.
 *
 * @param lasted how long the last one has run, in milliseconds
 * @returns milliseconds; 100 after the first, 30 000 at most
 */
export function nextWait(backoff: Backoff, lasted: number): number {
  if (lasted >= STEADY_MS) backoff.failures = 0;
  const wait = Math.min(FIRST_MS * 2 ** backoff.failures, MOST_MS);
  backoff.failures += 1;
  return wait;
}
