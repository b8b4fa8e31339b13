import { setTimeout as sleep } from 'node:timers/promises';
import type { Migrator } from '@roster/migrator';
import type { Sequelize } from 'sequelize-typescript';

/** Each check's name → `ok`, or what is wrong in words that anyone may read. */
export type ReadinessChecks = () => Promise<Record<string, string>>;

/** A probe that waits longer than this is as good as failed: Kubernetes' own default is 1 s. */
const PATIENCE_MS = 2000;

/**
 * @param migrator none: the schema is not ours to judge (`SYNC=always`)
 */
export function readinessChecks(sequelize: Sequelize, migrator: Migrator | undefined): ReadinessChecks {
  return async () => {
    const [database, migrations] = await Promise.all([
      verdict(sequelize.query('SELECT 1').then(() => 'ok')),
      migrator && verdict(migrator.pending().then(verdictOnPending)),
    ]);
    return { database, ...(migrations && { migrations: database === 'ok' ? migrations : 'unknown' }) };
  };
}

const verdictOnPending = (pending: readonly unknown[]): string =>
  pending.length === 0 ? 'ok' : `${pending.length} pending`;

async function verdict(check: Promise<string>): Promise<string> {
  const patience = new AbortController();
  const late = sleep(PATIENCE_MS, 'no answer', { signal: patience.signal }).catch(() => 'no answer');
  const result = await Promise.race([check.catch(() => 'failed'), late]);
  patience.abort();
  return result;
}
