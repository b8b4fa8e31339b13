/** First come, first served; whoever has waited for too long is told that nothing will come. */
export class WaitingLine<T> {
  readonly #patience: number;
  readonly #waiting = new Map<(thing: T | undefined) => void, NodeJS.Timeout>();

  /** @param patience in milliseconds */
  constructor(patience: number) {
    this.#patience = patience;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** @param receive is called once: with a thing, or with none */
  join(receive: (thing: T | undefined) => void): void {
    const giveUp = (): void => {
      this.#waiting.delete(receive);
      receive(undefined);
    };
    this.#waiting.set(receive, setTimeout(giveUp, this.#patience));
  }

  /** Gives it to the first one. */
  offer(thing: T): void {
    const [first] = this.#waiting;
    if (first !== undefined) this.#hand(first[0], thing);
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
