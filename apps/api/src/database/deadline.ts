import { DatabaseError } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import type { Client } from './driver.ts';

/** Milliseconds until what still runs is cancelled once more. */
const AGAIN_MS = 250;

/**
 * When a request has to be done. Then, or when its client has gone, PostgreSQL is told to cancel what still runs for it.
 * Only statements with a connection of their own: those that share one are few and short, and end by `statement_timeout`.
 */
export class Deadline {
  readonly #at: number;
  /** Made at the first need, as is the timer: most requests have no connection of their own. */
  #running: Set<Client> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param patience milliseconds from now on; Infinity: only when it is said */
  constructor(patience: number) {
    this.#at = performance.now() + patience;
  }

  get isOver(): boolean {
    return this.#isOver || performance.now() >= this.#at;
  }

  /** Whether it was ended, as when its client goes. Of what runs for longer, an export, only that is the end. */
  get isEnded(): boolean {
    return this.#isOver;
  }

  /** A statement begins on a connection. @throws Sequelize's DatabaseError where it is too late to */
  start(client: Client): void {
    if (this.isOver) throw tooLate();
    this.#running ??= new Set();
    this.#running.add(client);
    if (this.#at < Number.POSITIVE_INFINITY) this.#endIn(this.#at - performance.now());
  }

  stop(client: Client): void {
    this.#running?.delete(client);
    if (this.#running !== undefined && this.#running.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running === undefined || this.#running.size === 0) return;
    for (const client of this.#running) client.cancelStatement();
    // The word may have come before the statement itself, and then meant none.
    this.#endIn(AGAIN_MS);
  }

  #endIn(patience: number): void {
    this.#timer ??= setTimeout(() => this.end(), patience);
  }
}

/** As PostgreSQL's own word for what was cancelled. */
const tooLate = (): DatabaseError =>
  new DatabaseError(Object.assign(new Error('the deadline is over'), { code: '57014', sql: '' }));

/** What Sequelize's hooks get, and its types lack. */
interface Options {
  deadline?: Deadline;
}

interface Query {
  connection: Client;
}

/** Statements that are run with the option `deadline` are watched by it. */
export function watchDeadlines(sequelize: Sequelize): void {
  const hooks = sequelize as unknown as { addHook(name: string, hook: (options: Options, query: Query) => void): void };
  hooks.addHook('beforeQuery', ({ deadline }, { connection }) => deadline?.start(connection));
  hooks.addHook('afterQuery', ({ deadline }, { connection }) => deadline?.stop(connection));
}
