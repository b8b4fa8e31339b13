import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUnavailable } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isPoolExhausted, whyAway } from './away.ts';

/**
 * Knows whether the database is away: the circuit breaker. A request that meets it away has it asked at once; from then
 * on until it answers every other request is refused without trying, and its own asking is the only traffic. The log has
 * two lines, and not one for each request.
 */
export class OutageWatch {
  readonly #log: Logger;
  readonly #probe: () => Promise<unknown>;
  readonly #interval: number;
  readonly #closed = new AbortController();
  #isAsking = false;
  #outage: { since: number; cause: unknown } | undefined;
  readonly #listeners = new Set<(cause: unknown) => void>();

  /**
   * @param probe succeeds when the database answers; not by a connection of the pool, which may be taken or dead
   * @param interval milliseconds between two probes
   */
  constructor(log: Logger, probe: () => Promise<unknown>, interval = 250) {
    this.#log = log;
    this.#probe = probe;
    this.#interval = interval;
  }

  get isAway(): boolean {
    return this.#outage !== undefined;
  }

  /** @throws database-unavailable while it is known to be away */
  assertThere(): void {
    if (this.#outage !== undefined) throw databaseUnavailable(this.#outage.cause);
  }

  /** A request met the database away. A pool whose connections are all taken is not that. */
  notice(error: unknown): void {
    if (this.#isAsking || this.#closed.signal.aborted || isPoolExhausted(error)) return;
    this.#isAsking = true;
    void this.#untilBack(error);
  }

  /**
   * What waits for the database need not wait on when it is away.
   *
   * @param tell called with why, at the next outage's beginning
   * @returns ends that
   */
  onAway(tell: (cause: unknown) => void): () => void {
    this.#listeners.add(tell);
    return () => void this.#listeners.delete(tell);
  }

  /** No probe starts after this. */
  close(): void {
    this.#closed.abort();
  }

  /** One lost connection is no outage: only what the first probe says counts. */
  async #untilBack(cause: unknown): Promise<void> {
    const { signal } = this.#closed;
    const since = Date.now();
    while (!signal.aborted && !(await this.#answers())) {
      if (this.#outage === undefined && !signal.aborted) {
        this.#outage = { since, cause };
        this.#log.warn({ reason: whyAway(cause) }, 'the database is away');
        for (const tell of this.#listeners) tell(cause);
      }
      await sleep(this.#interval, undefined, { signal, ref: false }).catch(() => undefined);
    }
    this.#isAsking = false;
    if (this.#outage === undefined || signal.aborted) return;
    this.#outage = undefined;
    this.#log.info({ outageMs: Date.now() - since }, 'the database is back');
  }

  #answers(): Promise<boolean> {
    return this.#probe().then(
      () => true,
      () => false,
    );
  }
}
