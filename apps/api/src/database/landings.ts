import { ConnectionError } from 'sequelize';
import type { Client } from './driver.ts';

/**
 * Which server it is: when it was started, to the microsecond. Not by its address, which containers of two hosts may share,
 * nor as text, which the session's time zone changes.
 */
const WHICH = 'SELECT extract(epoch FROM pg_postmaster_start_time())::text AS server';

/** Milliseconds that one which has just let a connection in takes to say so, at most. */
const PATIENCE_MS = 1000;

/** For how long an address is remembered to have led to several servers when no more than one is open, in milliseconds. */
const MEMORY_MS = 60_000;

/**
 * Where the connections to one address have landed. That of a load balancer, or of a service's readers, leads to several
 * servers: then what one of them has says nothing of what the next connection will find.
 */
export class Landings {
  readonly #servers = new Map<Client, string>();
  readonly #now: () => number;
  #severalUntil = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Whether all lead to one server, as far as is known. */
  get isOne(): boolean {
    return this.#now() >= this.#severalUntil;
  }

  /**
   * Takes in one that was opened just now, or cuts it.
   *
   * @throws Sequelize's ConnectionError, also where this shows for the first time that there are several: who asked for the
   *   connection counts on there being one
   */
  async add(client: Client): Promise<void> {
    try {
      const server = await whichServer(client);
      const wasOne = this.isOne;
      this.#servers.set(client, server);
      client.once('end', () => this.#remove(client));
      this.#judge();
      if (wasOne && !this.isOne) throw new Error('this address leads to several servers');
    } catch (error) {
      client.cut();
      throw new ConnectionError(error as Error);
    }
  }

  #remove(client: Client): void {
    this.#servers.delete(client);
    this.#judge();
  }

  #judge(): void {
    const isOne = new Set(this.#servers.values()).size <= 1;
    if (!isOne) this.#severalUntil = Number.POSITIVE_INFINITY;
    else if (this.#severalUntil === Number.POSITIVE_INFINITY) this.#severalUntil = this.#now() + MEMORY_MS;
  }
}

async function whichServer(client: Client): Promise<string> {
  const asked = { text: WHICH, query_timeout: PATIENCE_MS };
  const { rows } = await client.query<{ server: string }>(asked);
  return rows[0]?.server ?? '';
}
