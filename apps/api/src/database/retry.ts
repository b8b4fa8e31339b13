import { setTimeout as sleep } from 'node:timers/promises';

const MOST_TRIES = 3;
/** The longest pause before the second try, in milliseconds; twice that before the third. */
const PAUSE_MS = 50;

/**
 * Does it, and again where that can do no harm. The pauses are random, so that those who failed together do not come back
 * together.
 *
 * @param isHarmless whether the error says that nothing was done that another try would do twice
 */
export async function retrying<T>(attempt: () => Promise<T>, isHarmless: (error: unknown) => boolean): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === MOST_TRIES || !isHarmless(error)) throw error;
      await sleep(Math.random() * PAUSE_MS * tries);
    }
  }
}
