import type { ClientBase } from 'pg';
import { fingerprint } from './fingerprint.ts';
import { type IntrospectOptions, introspect } from './postgres/introspect.ts';
import { inSnapshot } from './postgres/snapshot.ts';
import { canonicalSql } from './schema/canonical.ts';
import { type Difference, drift } from './schema/drift.ts';
import type { Schema } from './schema/schema.ts';
import type { SchemaFile } from './schema-file.ts';
import type { MigrationStatus } from './state.ts';

/** How a database differs from what its migrations make, or why nobody can tell. */
export type Drift =
  | { differences: Difference[] }
  /** @property error what kept the database from being read */
  | { differences: null; reason: string; error?: unknown };

export interface DriftOptions {
  statuses: readonly MigrationStatus[];
  /** schema.sql, where it is of exactly these migrations. */
  expected: SchemaFile | undefined;
  managed: IntrospectOptions;
}

/** Holds a database against schema.sql: one introspection, no lock, no change. Never throws. */
export async function readDrift(client: ClientBase, { statuses, expected, managed }: DriftOptions): Promise<Drift> {
  const reason = whyUnknown(statuses);
  if (reason !== undefined) return { differences: null, reason };
  if (expected === undefined) return { differences: null, reason: 'there is no schema.sql of these migrations' };
  try {
    return { differences: differencesFrom(expected, await inSnapshot(client, () => introspect(client, managed))) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { differences: null, reason: `the database can't be read: ${message}`, error };
  }
}

/** What a database is to differ from is known only where exactly the folder's migrations have run. */
function whyUnknown(statuses: readonly MigrationStatus[]): string | undefined {
  if (statuses.length === 0) return 'there are no migrations';
  if (statuses.some(({ state }) => state === 'pending')) return 'migrations are pending';
  if (statuses.some(({ missing }) => missing)) return 'the file of an applied migration is missing';
  if (statuses.some(({ edited }) => edited)) return 'a migration was edited after it was applied';
  return undefined;
}

/** @param expected what schema.sql says */
export function differencesFrom(expected: Pick<SchemaFile, 'fingerprint' | 'sql'>, schema: Schema): Difference[] {
  const found = fingerprint(schema);
  if (found === expected.fingerprint) return [];
  const differences = drift(expected.sql, canonicalSql(schema));
  if (differences.length > 0) return differences;
  // Somebody has edited the file. Nothing may be called clean that is not.
  return [{ object: 'fingerprint of schema.sql', change: 'changed', expected: expected.fingerprint, found }];
}

const MOST_NAMES = 10;

/** The differences' names for a log line, not all of a thousand: `added column employee.nick, … and 3 more`. */
export function nameDifferences(differences: readonly Difference[]): string {
  const names = differences.slice(0, MOST_NAMES).map(({ change, object }) => `${change} ${object}`);
  const more = differences.length - names.length;
  return names.join(', ') + (more === 0 ? '' : ` … and ${more} more`);
}

type Log = (level: 'warn', message: string, fields: Record<string, unknown>) => void;

/** What a booting server says of it. */
export function warnOfDrift(result: Drift, log: Log): void {
  if (result.differences === null) {
    if ('error' in result) log('warn', 'whether the database has drifted is not known', { reason: result.reason });
    return;
  }
  if (result.differences.length === 0) return;
  const names = result.differences.map(({ change, object }) => `${change} ${object}`);
  log(
    'warn',
    `the database is not what its migrations make: ${nameDifferences(result.differences)} (\`pnpm migrate status\`)`,
    { drift: names },
  );
}
