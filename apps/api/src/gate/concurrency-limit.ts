/** The time over which requests are judged together, in milliseconds, and how many of them it takes. */
const WINDOW_MS = 100;
const FEWEST = 10;
/** How fast the limit rises while it is reached and they do not take too long, and by how much it falls at most at a time. */
const RISE = 1.05;
const EASY = 0.5;
const FALL = 0.5;

export interface LimitOptions {
  /** Milliseconds that a request should take on average. */
  target: number;
  /** Requests at a time that are always let in: as many as the database works on at once. */
  least: number;
  most: number;
  /** Whether it is for want of this server's or its database's time that requests take long. Default: always. */
  isSaturated?: () => boolean;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/**
 * How many requests are worked on at a time: as many as are answered in time on average. Where more come than can be
 * answered, waiting makes all of them late; so the number is found by their time, falls by a part when that is too long
 * and rises while there is need (as the window of TCP does, RFC 5681). Who finds no room is told so at once. Requests that
 * wait for something else, a standby's word or a replica that hangs, are not made faster by refusing others.
 */
export class ConcurrencyLimit {
  readonly #options: Required<LimitOptions>;
  #limit: number;
  #running = 0;
  #window = { start: 0, requests: 0, elapsed: 0, isFull: false };

  constructor({ now = () => performance.now(), isSaturated = () => true, ...options }: LimitOptions) {
    this.#options = { ...options, isSaturated, now };
    this.#limit = options.most;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  get running(): number {
    return this.#running;
  }

  /** Whether there is room for one more, without taking it. */
  get hasRoom(): boolean {
    const hasRoom = this.#running < this.limit;
    if (!hasRoom) this.#window.isFull = true;
    return hasRoom;
  }

  /** @returns when it began; `leave` is called with that */
  enter(): number {
    this.#running += 1;
    return this.#options.now();
  }

  /** @param isRefused whether it found no room further in: it would have taken too long */
  leave(start: number, isRefused = false): void {
    const now = this.#options.now();
    const elapsed = now - start;
    this.#running -= 1;
    this.#window.requests += 1;
    this.#window.elapsed += isRefused ? Math.max(elapsed, 2 * this.#options.target) : elapsed;
    if (now >= this.#window.start + WINDOW_MS && this.#window.requests >= FEWEST) this.#judge(now);
  }

  #judge(now: number): void {
    const { least, most, target, isSaturated } = this.#options;
    const { start, requests, elapsed, isFull } = this.#window;
    if (elapsed / requests > target && isSaturated()) {
      // Little's law: of so many a second, so many at a time take as long as they should.
      const fitting = (requests / (now - start)) * target;
      const few = Math.max(least, fitting, this.#running * FALL);
      this.#limit = Math.min(this.#limit, few);
    } else if (isFull || elapsed / requests < target * EASY) this.#limit = Math.min(most, this.#limit * RISE + 2);
    this.#window = { start: now, requests: 0, elapsed: 0, isFull: false };
  }
}
