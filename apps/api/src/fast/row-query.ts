import pg from 'pg';
import type { RowTaker } from './rows-apart.ts';
import type { Statement } from './statement.ts';
import type { WireRow } from './wire-row.ts';

/** Called once. */
export type OnEnd = (error: Error | undefined, rows: WireRow[]) => void;

export type Values = readonly (string | null)[];

/** What pg's Connection has and its types lack. */
interface Wire {
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
  parse(query: { name: string; text: string }): void;
  bind(config: { statement: string; values: Values }): void;
  execute(config: object): void;
  sync(): void;
}

/**
 * pg's Query for what `SharedClients` runs: rows stay the bytes that came, and the server is not asked to describe columns
 * that are known.
 *
 * It extends pg's own class since a pipelined client takes no other (pg 8.23, lib/client.js).
 */
export class RowQuery extends pg.Query implements RowTaker {
  /** Read by pg's Client, as is `text`. */
  declare name: string;
  readonly #text: string;
  readonly #values: Values;
  readonly #onEnd: OnEnd;
  readonly #rows: WireRow[] = [];
  #isDone = false;
  /** Set from outside, as in pg's own queries: told at the end (database/driver.ts). */
  _canceledDueToError: Error | false = false;

  constructor({ name = '', text }: Statement, values: Values, onEnd: OnEnd) {
    super(text);
    this.name = name;
    this.#text = text;
    this.#values = values;
    this.#onEnd = onEnd;
  }

  override submit = (connection: unknown): null => {
    const wire = connection as Wire;
    if (!this.#isKnown(wire)) {
      wire.parse({ name: this.name, text: this.#text });
      // Whoever comes next in the pipeline need not parse it, though its answer is not here yet.
      if (this.name !== '') wire.submittedNamedStatements[this.name] = this.#text;
    }
    wire.bind({ statement: this.name, values: this.#values });
    wire.execute({});
    wire.sync();
    return null;
  };

  #isKnown({ parsedStatements, submittedNamedStatements }: Wire): boolean {
    return this.name !== '' && (this.name in parsedStatements || this.name in submittedNamedStatements);
  }

  takeRow(row: WireRow): void {
    this.#rows.push(row);
  }

  handleCommandComplete(): void {
    // Nothing of it is needed; what was done has an end with the message below.
  }

  /** The statement's own transaction has ended. */
  handleReadyForQuery(): void {
    this.#end(this._canceledDueToError || undefined);
  }

  handleError(error: Error): void {
    this.#end(error);
  }

  /** pg may tell of a lost connection more than once. */
  #end(error: Error | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#onEnd(error, this.#rows);
  }
}
