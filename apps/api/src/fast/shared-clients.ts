import type pg from 'pg';
import type { Sequelize } from 'sequelize-typescript';
import type { Statement } from './statement.ts';
import { type OnEnd, TextQuery, type TextRow, type Values } from './text-query.ts';
import { atEndOfTurn } from './turn.ts';
import { WaitingLine } from './waiting-line.ts';

export interface SharedClientsOptions {
  /** Whose way to the database is taken. */
  sequelize: Sequelize;
  /** Connections at most. */
  size: number;
  /** Statements on one connection that are not answered, at most. What is more waits for the first connection that has room. */
  depth: number;
  /** For how long it waits, in milliseconds. */
  patience: number;
}

/** There is no connection, or too much waits already; nothing was sent. */
export class NotSent extends Error {}

/** Statements that wait for each connection at most: then the pool's patience is the better judge. */
const MOST_WAITING = 50;

/**
 * How long a statement may wait for a lock, in milliseconds. Those behind it on its connection wait as well, so that it
 * gives up soon, and is done again where it holds up nobody.
 */
const LOCK_TIMEOUT_MS = 25;

/** Texts come in one form, whatever the server or the role has set. */
const SESSION = '-c TimeZone=UTC -c DateStyle=ISO';

/** After a connection that was not to be had, in milliseconds. */
const PAUSE_MS = 1000;

/** A connection, and how many statements it has not answered. */
interface Shared {
  client: pg.Client;
  load: number;
  /** Whether what was sent in this turn waits for more, to go to the system in one piece. */
  isCorked: boolean;
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
  readonly #depth: number;
  readonly #waiting: WaitingLine<Shared>;
  /** Statements so far, by what became of them. */
  readonly statements = { answered: 0, refused: 0, notSent: 0 };
  #shared: Shared[] = [];
  #opening: Promise<void> | undefined;
  #pausedUntil = 0;
  #closed = false;

  constructor({ sequelize, size, depth, patience }: SharedClientsOptions) {
    this.#sequelize = sequelize as unknown as Internals;
    this.#waiting = new WaitingLine(patience);
    this.#size = size;
    this.#depth = depth;
  }

  /** @throws NotSent · PostgreSQL's error · that of a connection that was lost meanwhile */
  run(statement: Statement, values: Values): Promise<TextRow[]> {
    const least = this.#least();
    if (least === undefined || least.load > 0) this.#openOneMore();
    if (least === undefined || this.#waiting.length >= MOST_WAITING * this.#shared.length) {
      return Promise.reject(this.#notSent());
    }
    return new Promise((resolve, reject) => {
      const send = (shared: Shared | undefined): void => {
        if (shared === undefined) reject(this.#notSent());
        else this.#send(shared, statement, values, (error, rows) => (error ? reject(error) : resolve(rows)));
      };
      if (least.load < this.#depth) send(least);
      else this.#waiting.join(send);
    });
  }

  #send(shared: Shared, statement: Statement, values: Values, onEnd: OnEnd): void {
    shared.load += 1;
    const query = new TextQuery(statement, values, (error, rows) => {
      shared.load -= 1;
      this.statements[error === undefined ? 'answered' : 'refused'] += 1;
      onEnd(error, rows);
      // One that is lost has room for nobody.
      if (this.#shared.includes(shared)) this.#waiting.offer(shared);
    });
    holdUntilEndOfTurn(shared);
    shared.client.query(query);
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
    this.#waiting.dismiss();
  }

  #notSent(): NotSent {
    this.statements.notSent += 1;
    return new NotSent('no connection is free');
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
      const shared = { client, load: 0, isCorked: false };
      const forget = (): void => {
        this.#shared = this.#shared.filter((other) => other !== shared);
        if (this.#shared.length === 0) this.#waiting.dismiss();
      };
      // Its own statements are told by pg.
      client.on('error', forget).once('end', forget);
      this.#shared.push(shared);
      for (let room = this.#depth; room > 0; room -= 1) this.#waiting.offer(shared);
    } finally {
      this.#opening = undefined;
    }
  }

  async #connect(): Promise<pg.Client & { pipeline: boolean }> {
    const { config, connectionManager } = this.#sequelize;
    const { dialectOptions } = config;
    const options = [dialectOptions?.options, SESSION].filter(Boolean).join(' ');
    const session = { ...dialectOptions, options, lock_timeout: LOCK_TIMEOUT_MS };
    const client = await connectionManager.connect({ ...config, dialectOptions: session });
    client.pipeline = true;
    return client;
  }
}

/** A call of the system for each turn, and not for each of its statements, is a good part of what those cost. */
function holdUntilEndOfTurn(shared: Shared): void {
  if (shared.isCorked) return;
  shared.isCorked = true;
  const { stream } = shared.client.connection;
  stream.cork();
  atEndOfTurn(() => {
    shared.isCorked = false;
    stream.uncork();
  });
}
