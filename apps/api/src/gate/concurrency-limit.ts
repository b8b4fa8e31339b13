/** The time over which requests are judged together, in milliseconds, and how many of them it takes. */
const WINDOW_MS = 250;
const FEWEST = 10;
/** So many such times in a row: a burst passes by itself, a queue that stands does not. */
const STANDING = 2;
/** How fast the limit rises while it is reached, or needed by nobody. */
const RISE = 1.2;

export interface LimitOptions {
  /** Milliseconds that a request should take on average, where more come than can be answered. */
  target: number;
  /** Requests at a time that are always let in: as many as the database works on at once. */
  least: number;
  most: number;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/**
 * How many requests are worked on at a time. Where more come than can be answered, waiting makes all of them late; who
 * finds no room is told so at once.
 *
 * By Little's law as many are there on average as are answered in the time that each takes. So the number is known that is
 * answered in `target`, and that is the limit while more than that have been there for a while (CoDel's standing queue, RFC
 * 8289). The times of the answers themselves would tell less: those that are stuck have none yet, and while a quick kind is
 * answered a slow one piles up.
 */
export class ConcurrencyLimit {
  readonly #options: Required<LimitOptions>;
  #limit: number;
  #running = 0;
  #last: number;
  #standing = 0;
  /** `load`: requests times milliseconds that they were there. */
  #window: { begin: number; answered: number; load: number; isFull: boolean };

  constructor({ now = () => performance.now(), ...options }: LimitOptions) {
    this.#options = { ...options, now };
    this.#limit = options.most;
    this.#last = now();
    this.#window = { begin: this.#last, answered: 0, load: 0, isFull: false };
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

  /** `leave` is called when it is done. */
  enter(): void {
    this.#pass();
    this.#running += 1;
  }

  leave(): void {
    const now = this.#pass();
    this.#running -= 1;
    this.#window.answered += 1;
    if (now - this.#window.begin >= WINDOW_MS && this.#window.answered >= FEWEST) this.#judge(now);
  }

  /** Those that are there have been so until now. */
  #pass(): number {
    const now = this.#options.now();
    this.#window.load += this.#running * (now - this.#last);
    this.#last = now;
    return now;
  }

  #judge(now: number): void {
    const { least, most, target } = this.#options;
    const { begin, answered, load, isFull } = this.#window;
    const taken = load / answered;
    this.#standing = taken > target ? this.#standing + 1 : 0;
    if (this.#standing >= STANDING)
      this.#limit = Math.max(least, Math.min(this.#limit, (answered * target) / (now - begin)));
    else if (this.#standing === 0 && (isFull || taken < target / 2))
      this.#limit = Math.min(most, this.#limit * RISE + 1);
    this.#window = { begin: now, answered: 0, load: 0, isFull: false };
  }
}
