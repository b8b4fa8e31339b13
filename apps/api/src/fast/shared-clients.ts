import type { Opener } from '../database/connection.ts';
import { overloaded, type Problem } from '../errors.ts';
import type { OnEnd, Values } from './row-query.ts';
import { SharedClient } from './shared-client.ts';
import type { Statement } from './statement.ts';
import { WaitingLine } from './waiting-line.ts';
import type { WireRow } from './wire-row.ts';

export interface SharedClientsOptions {
  opener: Opener;
  /** Connections at most. */
  size: number;
  /** Statements on one connection that are not answered, at most. What is more waits for the first connection that has room. */
  depth: number;
  /** Statements that wait for each connection, at most. */
  mostWaiting: number;
  /** For how long one waits at most, in milliseconds. */
  patience: number;
  /** Whether what finds no room here would find it elsewhere. Default: always. */
  canOverflow?: (() => boolean) | undefined;
}

/** There is no connection, or too much waits already; nothing was sent. */
export class NotSent extends Error {}

/**
 * How long a statement may wait for a lock, in milliseconds. Those behind it on its connection wait as well, so that it
 * gives up soon, and is done again where it holds up nobody.
 */
const LOCK_TIMEOUT_MS = 25;

/**
 * Texts come in one form, whatever the server or the role has set. And a GIN index is brought up to date after some dozen
 * rows: each search reads all that wait for that, which at the usual 4 MB takes ten times as long as the search itself.
 *
 * @see https://www.postgresql.org/docs/current/gin.html#GIN-FAST-UPDATE
 */
const SESSION = '-c TimeZone=UTC -c DateStyle=ISO -c gin_pending_list_limit=256kB';

/** After a connection that was not to be had, in milliseconds. */
const PAUSE_MS = 1000;

/**
 * A few connections that requests share: each statement is sent at once and not when the one before it is answered.
 * Single statements only, since one transaction would take in those of others.
 *
 * Nobody waits for a connection: it is opened beside, and who comes before it is there is told so.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class SharedClients {
  readonly #opener: Opener;
  readonly #size: number;
  readonly #depth: number;
  readonly #mostWaiting: number;
  readonly #canOverflow: () => boolean;
  readonly #waiting: WaitingLine<SharedClient>;
  /** Statements so far, by what became of them. */
  readonly statements = { answered: 0, refused: 0, not_sent: 0 };
  #shared: SharedClient[] = [];
  #opening: Promise<void> | undefined;
  #pausedUntil = 0;
  #closed = false;

  constructor({ opener, size, depth, mostWaiting, patience, canOverflow = () => true }: SharedClientsOptions) {
    this.#opener = opener;
    this.#waiting = new WaitingLine(patience);
    this.#size = size;
    this.#depth = depth;
    this.#mostWaiting = mostWaiting;
    this.#canOverflow = canOverflow;
  }

  /** @throws NotSent · overloaded · PostgreSQL's error · that of a connection that was lost meanwhile */
  run(statement: Statement, values: Values): Promise<WireRow[]> {
    const least = this.#least();
    if (least === undefined || least.load > 0) this.#openOneMore();
    if (least === undefined) return Promise.reject(this.#notSent());
    const isFull = least.load >= this.#depth;
    if (isFull && (this.#waiting.isHopeless || this.#waiting.length >= this.#mostWaiting * this.#shared.length)) {
      return Promise.reject(this.#noRoom());
    }
    return new Promise((resolve, reject) => {
      const send = (shared: SharedClient | undefined): void => {
        if (shared === undefined) reject(this.#noRoom());
        else this.#send(shared, statement, values, (error, rows) => (error ? reject(error) : resolve(rows)));
      };
      if (isFull) this.#waiting.join(send);
      else send(least);
    });
  }

  /** Statements that no connection has room for. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get answered(): number {
    return this.statements.answered;
  }

  #send(shared: SharedClient, statement: Statement, values: Values, onEnd: OnEnd): void {
    shared.send(statement, values, (error, rows) => {
      this.statements[error === undefined ? 'answered' : 'refused'] += 1;
      onEnd(error, rows);
      if (!shared.isLost) this.#waiting.offer(shared);
    });
  }

  /** Has a connection now, so that the next statement is sent. @throws where there is none to be had, or was none just now */
  async ready(): Promise<void> {
    if (this.#shared.length > 0) return;
    this.#openOneMore();
    if (this.#opening === undefined) throw this.#notSent();
    await this.#opening;
  }

  /** What was sent is answered first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    await Promise.all(this.#shared.map((shared) => shared.end()));
    this.#waiting.dismiss();
  }

  #notSent(): NotSent {
    this.statements.not_sent += 1;
    return new NotSent('no connection is free');
  }

  /**
   * Elsewhere a statement costs several times as much. Where too many come, that would leave time for fewer still, and more
   * of them would have to go there: it would not end when the load does. So there has to be room for it.
   *
   * @see https://www.usenix.org/conference/osdi22/presentation/huang-lexiang metastable failures
   */
  #noRoom(): NotSent | Problem {
    const isElsewhere = this.#shared.length === 0 || this.#canOverflow();
    if (isElsewhere) return this.#notSent();
    this.statements.not_sent += 1;
    return overloaded();
  }

  #least(): SharedClient | undefined {
    let least: SharedClient | undefined;
    for (const shared of this.#shared) {
      if (!shared.isLost && (least === undefined || shared.load < least.load)) least = shared;
    }
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
      const shared = await this.#connect();
      shared.onLost(() => {
        this.#shared = this.#shared.filter((other) => other !== shared);
        if (this.#shared.length === 0) this.#waiting.dismiss();
      });
      this.#shared.push(shared);
      for (let room = this.#depth; room > 0; room -= 1) this.#waiting.offer(shared);
    } finally {
      this.#opening = undefined;
    }
  }

  async #connect(): Promise<SharedClient> {
    const { usual } = this.#opener;
    const options = [usual['options'], SESSION].filter(Boolean).join(' ');
    const session = { ...usual, options, lock_timeout: LOCK_TIMEOUT_MS, query_timeout: 0 };
    const client = await this.#opener.open(session);
    (client as { pipeline?: boolean }).pipeline = true;
    return new SharedClient(client, Number(usual['query_timeout'] ?? 0));
  }
}
