import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { whyAway } from './away.ts';

/**
 * Turns a lost database into two lines of log instead of one per request: a warning when it is first missed and a word
 * when it is back, which only asking can tell when no request comes.
 */
export class OutageWatch {
  readonly #log: Logger;
  readonly #probe: () => Promise<unknown>;
  readonly #interval: number;
  readonly #closed = new AbortController();
  #since: number | undefined;

  /**
   * @param probe succeeds when the database answers
   * @param interval milliseconds between two probes
   */
  constructor(log: Logger, probe: () => Promise<unknown>, interval = 500) {
    this.#log = log;
    this.#probe = probe;
    this.#interval = interval;
  }

  /** A request met the database away. */
  notice(error: unknown): void {
    if (this.#since !== undefined || this.#closed.signal.aborted) return;
    this.#since = Date.now();
    this.#log.warn({ reason: whyAway(error) }, 'the database is away');
    void this.#untilBack();
  }

  /** No probe starts after this. */
  close(): void {
    this.#closed.abort();
  }

  async #untilBack(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await sleep(this.#interval, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || !(await this.#answers())) continue;
      this.#log.info({ outageMs: Date.now() - (this.#since ?? 0) }, 'the database is back');
      this.#since = undefined;
      return;
    }
  }

  #answers(): Promise<boolean> {
    return this.#probe().then(
      () => true,
      () => false,
    );
  }
}
