import { setTimeout as sleep } from 'node:timers/promises';
import type { Migrator } from '@roster/migrator';
import type { Sequelize } from 'sequelize-typescript';
import { isDatabaseAway, isServerFull, whyAway } from '../../database/away.ts';
import type { OutageWatch } from '../../database/outage.ts';
import { isFull, type Pool, poolOf } from '../../database/pool.ts';
import { retrying } from '../../database/retry.ts';
import type { Logger } from '../../log.ts';
import type { WatchedServer } from '../../replicas/watched-server.ts';

export interface Readiness {
  isReady: boolean;
  /** Each check's name → `ok`, or what is wrong in words that anyone may read. */
  checks: Record<string, string>;
}

export type ReadinessChecks = () => Promise<Readiness>;

/** A probe that waits longer than this is as good as failed: Kubernetes' own default is 1 s. */
export const READINESS_MS = 2000;

export interface ReadinessOptions {
  /** Not the pool: that all of its connections are taken is no reason to send requests elsewhere, where they are as well. */
  watched: WatchedServer;
  sequelize: Sequelize;
  /** None: the schema is not ours to judge (`SYNC=always`). */
  migrator?: Migrator | undefined;
  /** Is told why the database does not answer. */
  outage: OutageWatch;
  /** Whether reads have somewhere to go while the database is away. */
  canRead: () => boolean;
  log: Logger;
}

interface Verdict {
  words: string;
  /** For the log: why the check could not be made. */
  error?: unknown;
}

const AWAY_BUT_READ = 'away; reads are answered by replicas';

export function readinessChecks(options: ReadinessOptions): ReadinessChecks {
  const { watched, sequelize, migrator, outage, canRead, log } = options;
  const pending = migrator && new PendingCheck(migrator, poolOf(sequelize));
  return async () => {
    const [database, migrations] = await Promise.all([verdict(answerOf(watched)), pending?.look()]);
    if (database.error !== undefined) outage.notice(database.error);
    else if (migrations?.error !== undefined) log.warn({ err: migrations.error }, 'can’t tell what is pending');
    if (database.error === undefined) return readinessOf('ok', migrations?.words, 'ok');
    // Nobody migrates a database that is away: what was pending is.
    if (canRead()) return readinessOf(AWAY_BUT_READ, pending && (pending.known?.words ?? 'unknown'), AWAY_BUT_READ);
    return readinessOf(database.words, pending && 'unknown', 'ok');
  };
}

/** @param good what the database has to say. @param migrations none: they are not looked at */
const readinessOf = (database: string, migrations: string | undefined, good: string): Readiness => ({
  isReady: database === good && (migrations === undefined || migrations === 'ok'),
  checks: { database, ...(migrations !== undefined && { migrations }) },
});

/** A kept connection may turn out lost; that it is silent says more. One that has too many of them is there. */
async function answerOf(watched: WatchedServer): Promise<string> {
  const isWorthRetrying = (error: unknown): boolean =>
    isDatabaseAway(error) && !isSilent(error) && !isServerFull(error);
  try {
    await retrying(() => watched.ask('SELECT 1'), isWorthRetrying);
  } catch (error) {
    if (!isServerFull(error)) throw error;
  }
  return 'ok';
}

/** What is pending, by the pool; where there is no connection to spare, what it was when there was. */
class PendingCheck {
  readonly #migrator: Migrator;
  readonly #pool: Pool;
  known: Verdict | undefined;

  constructor(migrator: Migrator, pool: Pool) {
    this.#migrator = migrator;
    this.#pool = pool;
  }

  async look(): Promise<Verdict> {
    if (this.known !== undefined && isFull(this.#pool)) return this.known;
    const found = await verdict(this.#migrator.pending().then(verdictOnPending));
    if (found.error === undefined) this.known = found;
    else if (isFull(this.#pool) || isServerFull(found.error)) return this.known ?? found;
    return found;
  }
}

const verdictOnPending = (pending: readonly unknown[]): string =>
  pending.length === 0 ? 'ok' : `${pending.length} pending`;

const isSilent = (error: unknown): boolean => /timeout/i.test(whyAway(error));

async function verdict(check: Promise<string>): Promise<Verdict> {
  const patience = new AbortController();
  const noAnswer = { words: NO_ANSWER, error: new Error(`no answer within ${READINESS_MS} ms`) };
  const late = sleep(READINESS_MS, noAnswer, { signal: patience.signal });
  try {
    return await Promise.race([check.then((words) => ({ words })), late]);
  } catch (error) {
    return { words: isSilent(error) ? NO_ANSWER : 'failed', error };
  } finally {
    patience.abort();
  }
}

const NO_ANSWER = 'no answer';
