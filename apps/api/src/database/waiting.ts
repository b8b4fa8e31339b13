import { setTimeout as sleep } from 'node:timers/promises';

import { ConnectionError } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { withoutSecrets } from '../env.ts';
import { databaseNotReached } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isDatabaseAway, whyAway } from './away.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

interface WaitOptions {
  /** For the words of the error; nothing secret of it is shown. */
  url: string;
  /** The variable that names it. */
  variable: 'DATABASE_URL' | 'MIGRATE_DATABASE_URL';
  /** How long to go on trying, in milliseconds; 0: try once. */
  patience: number;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Tries until the database answers: where both start together, the database is the slower one.
 *
 * @throws StartError (exit 5) when patience ends, at once for what waiting does not mend (a wrong password)
 */
export async function waitForDatabase(
  sequelize: Sequelize,
  { url, variable, patience, log, signal }: WaitOptions,
): Promise<void> {
  const start = Date.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const error = await failureOf(sequelize);
    signal.throwIfAborted();
    if (error === undefined) return;
    const waited = Date.now() - start;
    if (waited + pause > patience || !isWorthWaiting(error)) {
      const isPooler = isRefusedParameter(error);
      const tried = { database: withoutSecrets(url), variable, seconds: waited / 1000 };
      throw databaseNotReached({ ...tried, why: whyAway(error), isPooler }, error);
    }
    if (pause === FIRST_PAUSE_MS) log.warn({ reason: whyAway(error) }, 'waiting for the database');
    await sleep(pause, undefined, { signal });
  }
}

const failureOf = (sequelize: Sequelize): Promise<unknown> =>
  sequelize.query('SELECT 1').then(
    () => undefined,
    (error: unknown) => error,
  );

/** PgBouncer's words of a startup parameter that it does not take. Its other refusals pass, as those of a server do. */
const isRefusedParameter = (error: unknown): boolean => /unsupported startup parameter/.test(whyAway(error));

/** A database that does not exist may be about to be created. A wrong password (28…) stays wrong, and a refused parameter refused. */
function isWorthWaiting(error: unknown): boolean {
  const state = error instanceof ConnectionError ? (error.parent as Error & { code?: string }).code : undefined;
  return isDatabaseAway(error) && !state?.startsWith('28') && !isRefusedParameter(error);
}
