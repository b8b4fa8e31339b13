import { setTimeout as sleep } from 'node:timers/promises';
import type { Migrator } from '@roster/migrator';
import type { Sequelize } from 'sequelize-typescript';
import type { OutageWatch } from '../../database/outage.ts';
import type { Logger } from '../../log.ts';

/** Each check's name → `ok`, or what is wrong in words that anyone may read. */
export type ReadinessChecks = () => Promise<Record<string, string>>;

/** A probe that waits longer than this is as good as failed: Kubernetes' own default is 1 s. */
const PATIENCE_MS = 2000;

export interface ReadinessOptions {
  sequelize: Sequelize;
  /** None: the schema is not ours to judge (`SYNC=always`). */
  migrator: Migrator | undefined;
  /** Is told why the database does not answer. */
  outage: OutageWatch;
  log: Logger;
}

interface Verdict {
  words: string;
  /** For the log: why the check could not be made. */
  error?: unknown;
}

export function readinessChecks({ sequelize, migrator, outage, log }: ReadinessOptions): ReadinessChecks {
  return async () => {
    const [database, migrations] = await Promise.all([
      verdict(sequelize.query('SELECT 1').then(() => 'ok')),
      migrator && verdict(migrator.pending().then(verdictOnPending)),
    ]);
    if (database.error !== undefined) outage.notice(database.error);
    else if (migrations?.error !== undefined) log.warn({ err: migrations.error }, 'can’t tell what is pending');
    return {
      database: database.words,
      ...(migrations && { migrations: database.words === 'ok' ? migrations.words : 'unknown' }),
    };
  };
}

const verdictOnPending = (pending: readonly unknown[]): string =>
  pending.length === 0 ? 'ok' : `${pending.length} pending`;

async function verdict(check: Promise<string>): Promise<Verdict> {
  const patience = new AbortController();
  const noAnswer = { words: 'no answer', error: new Error(`no answer within ${PATIENCE_MS} ms`) };
  const late = sleep(PATIENCE_MS, noAnswer, { signal: patience.signal });
  try {
    return await Promise.race([check.then((words) => ({ words })), late]);
  } catch (error) {
    return { words: 'failed', error };
  } finally {
    patience.abort();
  }
}
