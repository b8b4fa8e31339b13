import type pg from 'pg';
import { type OnEnd, RowQuery, type Values } from './row-query.ts';
import type { Statement } from './statement.ts';
import { atEndOfTurn } from './turn.ts';

/** One connection that requests share: each statement is sent at once and not when the one before it is answered. */
export class SharedClient {
  readonly #client: pg.Client;
  readonly #patience: number;
  #load = 0;
  #isLost = false;
  #isCorked = false;
  #deadline: NodeJS.Timeout | undefined;

  /**
   * @param client connected, and pipelined
   * @param patience how long one statement may take when those before it are answered, in milliseconds; 0: for ever
   */
  constructor(client: pg.Client, patience: number) {
    this.#client = client;
    this.#patience = patience;
  }

  /** Statements that are not answered. */
  get load(): number {
    return this.#load;
  }

  get isLost(): boolean {
    return this.#isLost || this.#client.connection.stream.destroyed;
  }

  send(statement: Statement, values: Values, onEnd: OnEnd): void {
    this.#load += 1;
    if (this.#load === 1) this.#watch();
    const query = new RowQuery(statement, values, (error, rows) => {
      this.#load -= 1;
      this.#watch();
      onEnd(error, rows);
    });
    this.#holdUntilEndOfTurn();
    this.#client.query(query);
  }

  /** Called once, however it is lost. */
  onLost(tell: () => void): void {
    const lose = (): void => {
      if (this.#isLost) return;
      this.#isLost = true;
      clearTimeout(this.#deadline);
      tell();
    };
    this.#client.on('error', lose).once('end', lose);
  }

  /** What was sent is answered first. */
  async end(): Promise<void> {
    await this.#client.end();
  }

  /**
   * Not pg's `query_timeout`, which counts from when a statement is queued: many in a line, each in time, would be too late
   * together. PostgreSQL cancels first (`statement_timeout`); this is for a network that went silent.
   */
  #watch(): void {
    clearTimeout(this.#deadline);
    if (this.#load === 0 || this.#patience === 0) return;
    const { stream } = this.#client.connection;
    this.#deadline = setTimeout(() => stream.destroy(new Error('Query read timeout')), this.#patience);
  }

  /** A call of the system for each turn, and not for each of its statements, is a good part of what those cost. */
  #holdUntilEndOfTurn(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    const { stream } = this.#client.connection;
    stream.cork();
    atEndOfTurn(() => {
      this.#isCorked = false;
      stream.uncork();
    });
  }
}
