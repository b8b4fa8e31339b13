import type { Lsn } from './lsn.ts';

/** When the primary was where, for as long as a replica may be behind. */
export class Timeline {
  readonly #span: number;
  #samples: { at: number; lsn: Lsn }[] = [];

  /** @param span milliseconds that are kept */
  constructor(span: number) {
    this.#span = span;
  }

  /** @param at when it was asked, in milliseconds: it was there at the latest then */
  add(at: number, lsn: Lsn): void {
    const { last } = this;
    // Another primary may be a little behind what the old one said last, and what that had alone is gone.
    if (last !== undefined && lsn < last.lsn) this.#samples = this.#samples.filter((sample) => sample.lsn <= lsn);
    this.#samples.push({ at, lsn });
    // One that is older stays, to say how old what a replica has is at least.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) < at - this.#span) this.#samples.shift();
  }

  /** The last one added; none: nothing. */
  get last(): { readonly at: number; readonly lsn: Lsn } | undefined {
    return this.#samples.at(-1);
  }

  /** How far behind the primary's last word a replica is, in milliseconds. While the primary is away, that word stays. */
  lagOf(replayed: Lsn): number {
    const { last } = this;
    if (last === undefined) return 0;
    const known = this.#samples.findLast(({ lsn }) => lsn <= replayed);
    return known === undefined ? Number.POSITIVE_INFINITY : last.at - known.at;
  }
}
