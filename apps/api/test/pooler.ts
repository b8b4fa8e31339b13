import pg from 'pg';
import { inject } from 'vitest';

/**
 * `ROSTER_TEST_POOLER=127.0.0.1:6432`: the tests reach their databases through the pooler that is there, as requests do
 * in a deployment, and prepare them past it. `pnpm test:cluster pgbouncer` says so; not set: no pooler.
 */
const POOLER = process.env.ROSTER_TEST_POOLER;

export const isPooled = POOLER !== undefined;

/** The same database by way of the pooler, where there is one. */
export function throughPooler(url: string): string {
  if (POOLER === undefined) return url;
  const pooled = new URL(url);
  pooled.host = POOLER;
  return pooled.href;
}

/** Settings of a server whose database is on the tests' own PostgreSQL; others are left as they are. */
export function pooledSettings(env: Record<string, string>): Record<string, string> {
  const { DATABASE_URL } = env;
  if (!isPooled || DATABASE_URL === undefined || hostOf(DATABASE_URL) !== hostOf(inject('postgresUrl'))) return env;
  return { MIGRATE_DATABASE_URL: DATABASE_URL, ...env, DATABASE_URL: throughPooler(DATABASE_URL) };
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');

/** As an operator does after a change of a role's or a database's settings: PgBouncer's connections are made anew. */
export async function reconnectPooler(): Promise<void> {
  if (POOLER === undefined) return;
  const client = new pg.Client({ connectionString: `postgres://postgres@${POOLER}/pgbouncer` });
  await client.connect();
  await client.query('RECONNECT');
  await client.end();
}
