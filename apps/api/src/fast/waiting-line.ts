/**
 * The part of the patience that who comes may expect to wait. Who is told at once that nothing will come goes elsewhere, or
 * comes again; who is told so at the end of it has waited in vain, and was work for nothing.
 */
const SURE = 0.5;

/** Of the time between two things, what the last one counts for. */
const WEIGHT = 0.1;

/** First come, first served; whoever has waited for too long is told that nothing will come. */
export class WaitingLine<T> {
  readonly #patience: number;
  readonly #waiting = new Map<(thing: T | undefined) => void, NodeJS.Timeout>();
  readonly #now: () => number;
  /** Milliseconds between two things while somebody waited, on average. */
  #interval = 0;
  #lastAt = 0;

  /**
   * @param patience in milliseconds
   * @param now milliseconds of a clock that never goes back
   */
  constructor(patience: number, now = () => performance.now()) {
    this.#patience = patience;
    this.#now = now;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** Whether who comes now might wait in vain, as it went of late. */
  get isHopeless(): boolean {
    return this.length * this.#interval > this.#patience * SURE;
  }

  /** @param receive is called once: with a thing, or with none */
  join(receive: (thing: T | undefined) => void): void {
    const giveUp = (): void => {
      this.#waiting.delete(receive);
      receive(undefined);
    };
    if (this.length === 0) this.#lastAt = this.#now();
    this.#waiting.set(receive, setTimeout(giveUp, this.#patience));
  }

  /** Gives it to the first one. */
  offer(thing: T): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const now = this.#now();
    this.#interval += WEIGHT * (now - this.#lastAt - this.#interval);
    this.#lastAt = now;
    this.#hand(first[0], thing);
  }

  /** Nothing will come for anybody. */
  dismiss(): void {
    for (const receive of this.#waiting.keys()) this.#hand(receive, undefined);
  }

  #hand(receive: (thing: T | undefined) => void, thing: T | undefined): void {
    clearTimeout(this.#waiting.get(receive));
    this.#waiting.delete(receive);
    receive(thing);
  }
}
