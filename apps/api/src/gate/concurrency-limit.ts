/** The time over which requests are judged together, in milliseconds, and how many of them it takes. */
const WINDOW_MS = 100;
const FEWEST = 10;
/** How fast the limit rises in each: by this part, and this many. */
const RISE = 1.05;
const STEP = 2;
/** The part of the target that they may take for the limit to rise although it is not reached. */
const EASY = 0.5;
/** What is left of those that run when it falls, at least. */
const FALL = 0.5;
/**
 * For how many windows they may take too long, so that what only slows them, and is over by then, refuses nobody: a vacuum,
 * a disk that is at something else. Who is refused comes again after a second, which is longer than that makes anybody wait.
 */
const SUSTAINED = 10;
/** So many times the target is too long after two already, as where several times as many come as can be answered. */
const FAR = 4;

/**
 * `refused`: it found no room further in, and would have taken too long. `failed`, or only `begun`, being a stream: of its
 * time nothing follows.
 */
export type End = 'answered' | 'refused' | 'failed' | 'begun';

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
 * answered, waiting makes all of them late; so the number is found by their time, falls when that is too long and rises
 * little by little (as the window of TCP does, RFC 5681). Who finds no room is told so at once. Requests that wait for
 * something else, a standby's word or a replica that hangs, are not made faster by refusing others.
 */
export class ConcurrencyLimit {
  readonly #options: Required<LimitOptions>;
  #limit: number;
  #running = 0;
  /** Windows one after the other in which they took too long, and in which those that run will take by far too long. */
  #late = 0;
  #far = 0;
  #window = { start: 0, idle: 0, requests: 0, answered: 0, elapsed: 0, isFull: false };
  /** Since when nothing runs, where nothing does. */
  #idleSince = 0;

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
    const now = this.#options.now();
    // Bursts with pauses between them come as fast as they come.
    if (this.#running === 0) this.#window.idle += now - Math.max(this.#idleSince, this.#window.start);
    this.#running += 1;
    return now;
  }

  leave(start: number, end: End = 'answered'): void {
    this.#running -= 1;
    const now = this.#options.now();
    if (this.#running === 0) this.#idleSince = now;
    if (end === 'failed' || end === 'begun') return;
    const elapsed = now - start;
    this.#window.requests += 1;
    if (end === 'answered') this.#window.answered += 1;
    this.#window.elapsed += end === 'refused' ? Math.max(elapsed, 2 * this.#options.target) : elapsed;
    if (now >= this.#window.start + WINDOW_MS && this.#window.requests >= FEWEST) this.#judge(now);
  }

  #judge(now: number): void {
    const { target, isSaturated } = this.#options;
    const { start, idle, requests, answered, elapsed, isFull } = this.#window;
    const mean = elapsed / requests;
    // Asked each time: it tells of the time since it was last asked.
    const isBusy = isSaturated();
    const rate = answered / Math.max(1, now - start - idle);
    this.#late = isBusy && mean > target ? this.#late + 1 : 0;
    this.#far = isBusy && this.#running > rate * target * FAR ? this.#far + 1 : 0;
    // A moment in which the machine was at something else is over before anything is decided.
    if (this.#far > 1 || this.#late >= SUSTAINED) this.#fall(rate);
    else if (this.#late === 0 && (isFull || mean < target * EASY)) this.#rise();
    this.#window = { start: now, idle: 0, requests: 0, answered: 0, elapsed: 0, isFull: false };
  }

  /** By Little's law: of so many a millisecond, so many at a time take as long as they should. */
  #fall(rate: number): void {
    const { least, target } = this.#options;
    this.#limit = Math.min(this.#limit, Math.max(least, rate * target, this.#running * FALL));
  }

  #rise(): void {
    this.#limit = Math.min(this.#options.most, this.#limit * RISE + STEP);
  }
}
