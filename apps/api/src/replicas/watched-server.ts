import type { Opener } from '../database/connection.ts';
import type { Client } from '../database/driver.ts';

/** Milliseconds that a server which is well takes to say where it is, at most. */
const PATIENCE_MS = 1000;

/** A server that is asked something again and again, on a connection of its own that is opened anew when it is lost. */
export class WatchedServer {
  readonly #opener: Opener;
  readonly #patience: number;
  #client: Promise<Client> | undefined;
  #isConnected = false;
  #onEnd: (() => void) | undefined;

  /** @param patience how long a connection, and each answer, may take, in milliseconds */
  constructor(opener: Opener, patience = PATIENCE_MS) {
    this.#opener = opener;
    this.#patience = patience;
  }

  /** Whether there is a connection, as far as is known. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** @param tell called whenever its connection is lost: it may be another server, or another state of it, that comes next */
  onEnd(tell: () => void): void {
    this.#onEnd = tell;
  }

  /** @returns its one row. @throws where no answer comes in time */
  async ask<Row extends object>(sql: string): Promise<Row> {
    this.#client ??= this.#open();
    const opening = this.#client;
    const client = await opening;
    const { rows } = await client.query<Row>(sql).catch((error: unknown) => {
      client.cut();
      // It ends a moment later; who asks next does so on another.
      this.#lose(opening);
      throw error;
    });
    return rows[0] as Row;
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    client?.cut();
  }

  #open(): Promise<Client> {
    const { usual, open } = this.#opener;
    const opening = open({ ...usual, connectionTimeoutMillis: this.#patience, query_timeout: this.#patience });
    const lose = (): void => this.#lose(opening);
    const keep = (client: Client): void => {
      this.#isConnected = true;
      client.once('end', lose);
    };
    opening.then(keep, lose);
    return opening;
  }

  /** Nothing follows from the end of one that there is another instead of already. */
  #lose(opening: Promise<Client>): void {
    if (this.#client !== opening) return;
    this.#client = undefined;
    this.#isConnected = false;
    this.#onEnd?.();
  }
}
