/** A column for each thing that is known of a request. */
export interface LoadColumns {
  /** Milliseconds since the start of the run. */
  due: Float32Array;
  /** Milliseconds from when it was due to the end of its answer. */
  took: Float32Array;
  /** By how many milliseconds the generator was late to look at it: its own fault, or the machine's. */
  late: Float32Array;
  /** By how many milliseconds it was sent late: for the reason above, or because no connection was free. */
  waited: Float32Array;
  /** Its place in `KINDS`. */
  kind: Float32Array;
  /** -1: lost; `OVERLOADED`: 503 with that problem. */
  status: Float32Array;
}

const NAMES = ['due', 'took', 'late', 'waited', 'kind', 'status'] as const satisfies (keyof LoadColumns)[];

/** Requests of which a piece has the columns. */
const PIECE = 65_536;

/**
 * What was seen so far, as numbers only: an object for each of half a million requests would stop the generator for a tenth
 * of a second whenever its memory is collected, and that would be measured as the server's.
 */
export class Seen {
  readonly #pieces: LoadColumns[] = [];
  #count = 0;

  add(request: Readonly<Record<keyof LoadColumns, number>>): void {
    const at = this.#count % PIECE;
    if (at === 0) this.#pieces.push(columnsOf(() => new Float32Array(PIECE)));
    const piece = this.#pieces.at(-1) as LoadColumns;
    for (const name of NAMES) piece[name][at] = request[name];
    this.#count += 1;
  }

  columns(): LoadColumns {
    return columnsOf((name) => {
      const whole = new Float32Array(this.#pieces.length * PIECE);
      for (const [at, piece] of this.#pieces.entries()) whole.set(piece[name], at * PIECE);
      return whole.slice(0, this.#count);
    });
  }
}

const columnsOf = (make: (name: keyof LoadColumns) => Float32Array): LoadColumns =>
  Object.fromEntries(NAMES.map((name) => [name, make(name)])) as unknown as LoadColumns;
