import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { workspaceDataDir } from './data-directory.ts';
import { testDatabaseUrl } from './env.ts';
import { localPostgresError } from './errors.ts';
import { pidExists } from './process-id.ts';
import { startLocalPostgres } from './start.ts';

export { type Replicated, startReplicated, type TestStandby } from './test-standby.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL of the server for tests. */
    postgresUrl: string;
    /** Its major version: what came later cannot be tested on it. */
    postgresMajor: number;
  }
}

/** A database for one test or one file of tests. */
export interface TestDatabase {
  url: string;
  name: string;
  /** Drops the database, with whatever is still connected to it. */
  drop(): Promise<void>;
}

const testName = /^roster_test_(\d+)_/;

/**
 * A globalSetup of vitest: the checkout's server, or that of TEST_DATABASE_URL, as `inject('postgresUrl')` and
 * `inject('postgresMajor')`.
 *
 * @example globalSetup: ['@roster/local-postgres/testing']
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = testDatabaseUrl();
  if (given !== undefined) {
    await provideServer(project, given);
    return async () => undefined;
  }
  const dataDir = workspaceDataDir(project.config.root);
  const postgres = await startLocalPostgres({ dataDir, onProgress: (line) => process.stderr.write(`${line}\n`) });
  const url = postgres.url('postgres');
  await dropDeserted(url);
  await provideServer(project, url);
  return () => postgres.stop();
}

async function provideServer(project: TestProject, url: string): Promise<void> {
  project.provide('postgresUrl', url);
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ major: number }>(
      "SELECT current_setting('server_version_num')::integer / 10000 AS major",
    );
    project.provide('postgresMajor', rows[0]?.major ?? 0);
  });
}

/**
 * Creates an empty database with a name of its own on the server that setup() provided.
 *
 * @param prefix a word for the name, to tell databases apart while looking for a fault
 * @throws LOCAL_POSTGRES_NOT_IN_TEST
 * @example
 * const database = await createTestDatabase('employees'); // roster_test_4711_employees_9f86d081
 * afterAll(() => database.drop());
 */
export async function createTestDatabase(prefix?: string): Promise<TestDatabase> {
  // Lazily: vitest cannot be imported where its globalSetup runs, which is this same module.
  const { inject } = await import('vitest');
  const adminUrl = inject('postgresUrl');
  if (!adminUrl) throw localPostgresError('LOCAL_POSTGRES_NOT_IN_TEST', undefined);
  const name = ['roster_test', process.pid, prefix, randomBytes(6).toString('hex')].filter(Boolean).join('_');
  await execute(adminUrl, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  const drop = () => execute(adminUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  return { url: url.href, name, drop };
}

/** Drops the databases of test processes that were killed; only on our own server, whose users' pids are ours too. */
async function dropDeserted(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datname ~ '${testName.source}'`,
    );
    const deserted = rows.filter(({ name }) => !pidExists(Number(testName.exec(name)?.[1])));
    for (const { name } of deserted) {
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    }
  });
}

async function execute(url: string, sql: string): Promise<void> {
  await withClient(url, (client) => client.query(sql));
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'roster test databases' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
