import type pg from 'pg';
import type { Sequelize } from 'sequelize-typescript';
import type { Statement } from './statement.ts';
import { TextQuery, type TextRow, type Values } from './text-query.ts';

export interface SharedClientsOptions {
  /** Whose way to the database is taken. */
  sequelize: Sequelize;
  /** Connections at most. */
  size: number;
}

/** There is no connection, or too much waits on each; nothing was sent. */
export class NotSent extends Error {}

/** What a statement weighs that may take long: whoever comes next goes elsewhere, as long as there is an elsewhere. */
export const SLOW = 1000;

/** Statements by key that wait on one connection, and fewer than one slow one: then the pool's patience is the better judge. */
const MOST_WAITING = 500;

/**
 * How long a statement may wait for a lock, in milliseconds. Those behind it on its connection wait as well, so that it
 * gives up soon, and is done again where it holds up nobody.
 */
const LOCK_TIMEOUT_MS = 100;

/** Texts come in one form, whatever the server or the role has set. */
const SESSION = '-c TimeZone=UTC -c DateStyle=ISO';

/** After a connection that was not to be had, in milliseconds. */
const PAUSE_MS = 1000;

/** A connection, and the weight of what was sent on it and is not answered. */
interface Shared {
  client: pg.Client;
  load: number;
}

/** What Sequelize's connection manager and configuration have and its types lack. */
interface Internals {
  config: { dialectOptions?: { options?: string } };
  connectionManager: { connect(config: object): Promise<pg.Client & { pipeline: boolean }> };
}

/**
 * A few connections that requests share: each statement is sent at once and not when the one before it is answered.
 * Single statements only, since one transaction would take in those of others.
 *
 * Nobody waits for a connection: it is opened beside, and who comes before it is there is told so.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class SharedClients {
  readonly #sequelize: Internals;
  readonly #size: number;
  #shared: Shared[] = [];
  #opening: Promise<void> | undefined;
  #pausedUntil = 0;
  #closed = false;

  constructor({ sequelize, size }: SharedClientsOptions) {
    this.#sequelize = sequelize as unknown as Internals;
    this.#size = size;
  }

  /**
   * @param weight how long it may take, in statements by key; `SLOW` where nobody knows
   * @throws NotSent · PostgreSQL's error · that of a connection that was lost meanwhile
   */
  run(statement: Statement, values: Values, weight = 1): Promise<TextRow[]> {
    const least = this.#least();
    if (least === undefined || least.load > 0) this.#openOneMore();
    if (least === undefined || least.load >= MOST_WAITING) return Promise.reject(new NotSent('no connection is free'));
    least.load += weight;
    return new Promise((resolve, reject) => {
      const query = new TextQuery(statement, values, (error, rows) => {
        least.load -= weight;
        if (error === undefined) resolve(rows);
        else reject(error);
      });
      least.client.query(query);
    });
  }

  /** Has a connection now, so that the next statement is sent. @throws where there is none to be had */
  async ready(): Promise<void> {
    if (this.#shared.length === 0) await (this.#opening ??= this.#open());
  }

  /** What was sent is answered first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    await Promise.all(this.#shared.map(({ client }) => client.end()));
  }

  #least(): Shared | undefined {
    let least: Shared | undefined;
    for (const shared of this.#shared) if (least === undefined || shared.load < least.load) least = shared;
    return least;
  }

  #openOneMore(): void {
    const isFull = this.#shared.length >= this.#size;
    if (isFull || this.#opening !== undefined || this.#closed || Date.now() < this.#pausedUntil) return;
    this.#opening = this.#open();
    // Who takes the other way meanwhile meets the same error there.
    this.#opening.catch(() => (this.#pausedUntil = Date.now() + PAUSE_MS));
  }

  async #open(): Promise<void> {
    try {
      const client = await this.#connect();
      const shared = { client, load: 0 };
      const forget = (): void => void (this.#shared = this.#shared.filter((other) => other !== shared));
      // Its own statements are told by pg.
      client.on('error', forget).once('end', forget);
      this.#shared.push(shared);
    } finally {
      this.#opening = undefined;
    }
  }

  async #connect(): Promise<pg.Client> {
    const { config, connectionManager } = this.#sequelize;
    const { dialectOptions } = config;
    const options = [dialectOptions?.options, SESSION].filter(Boolean).join(' ');
    const session = { ...dialectOptions, options, lock_timeout: LOCK_TIMEOUT_MS };
    const client = await connectionManager.connect({ ...config, dialectOptions: session });
    client.pipeline = true;
    return client;
  }
}
