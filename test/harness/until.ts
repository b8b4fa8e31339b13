import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  /** In seconds. */
  within: number;
  /** Between two looks, in milliseconds. */
  every?: number;
}

/**
 * Looks again and again until there is something; what a look throws counts as nothing yet.
 *
 * @param what for the words of the error
 * @throws Error when patience ends, with what the last look threw as its cause
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { within, every = 200 }: Patience,
): Promise<T> {
  const deadline = performance.now() + within * 1000;
  for (let cause: unknown; ; await sleep(every)) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) throw new Error(`${what}: not within ${within} s`, { cause });
  }
}
