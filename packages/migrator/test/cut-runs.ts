import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import { createMigrator, type Migrator } from '../src/index.ts';
import { query, readCatalog } from './catalog.ts';
import { createProject, type Project, sql } from './project.ts';

export const A = '2026.01.01T00.00.00.make-a';
export const B = '2026.01.02T00.00.00.alone';

export const alone = (up: string, down = 'DROP INDEX CONCURRENTLY a_note'): string =>
  `-- migrate:up transaction:false\n${up};\n-- migrate:down transaction:false\n${down};\n`;

export const INDEX = 'CREATE INDEX CONCURRENTLY a_note ON a (lower(note) DESC) WHERE id > 3';

export const TABLE = sql(
  'CREATE TABLE a (id int PRIMARY KEY, note text);\nINSERT INTO a SELECT i, i FROM generate_series(1, 100) i;',
  'DROP TABLE a;',
);

/** A session of somebody else, which ends with the test. */
export async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'somebody' });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

export async function until(url: string, condition: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [row] = await query<{ ok: boolean }>(url, `SELECT (${condition}) AS ok`);
    if (row?.ok) return;
    await sleep(50);
  }
  expect.fail(`never: ${condition}`);
}

export const noBackend = `NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrate%')`;
export const waits = (text: string): string =>
  `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND query LIKE '%${text}%')`;

/** A migrator of this process, and what it says. */
export function open(
  { url, folder }: Project,
  options: { lockTimeout?: number } = {},
): { migrator: Migrator; said: string[] } {
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);
  const migrator = createMigrator({ url, migrations: `${folder}/migrations`, log, ...options });
  onTestFinished(() => migrator.close());
  return { migrator, said };
}

/** Kills a `migrate` while it waits for a transaction that has looked at the table, as CONCURRENTLY does. */
export async function killWhileWaiting(
  project: Project,
  verb: 'up' | 'down' = 'up',
  statement = 'CONCURRENTLY',
): Promise<void> {
  const reader = await openSession(project.url);
  await reader.query('BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a');
  const run = project.start(verb);
  await until(project.url, waits(statement));
  run.child.kill('SIGKILL');
  await run.ended;
  await until(project.url, noBackend);
  await reader.query('ROLLBACK');
}

/** Kills a `migrate` when its statement is done and its history row is not written. */
export async function killBeforeRecord(project: Project, verb: 'up' | 'down', statement: string): Promise<void> {
  const reader = await openSession(project.url);
  const locker = await openSession(project.url);
  await reader.query('BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a');
  const run = project.start(verb);
  await until(project.url, waits(statement));
  await locker.query('BEGIN; LOCK TABLE "SequelizeMeta" IN SHARE ROW EXCLUSIVE MODE');
  await reader.query('ROLLBACK');
  await until(project.url, waits('SequelizeMeta'));
  run.child.kill('SIGKILL');
  await run.ended;
  await until(project.url, noBackend);
  await locker.query('ROLLBACK');
}

export async function projectWithTable(second: string): Promise<Project> {
  const project = await createProject({ [`${A}.sql`]: TABLE });
  await open(project).migrator.up();
  await project.write(`${B}.sql`, second);
  return project;
}

export const commentOf = async (url: string): Promise<unknown> =>
  (await query<{ c: unknown }>(url, `SELECT obj_description('"SequelizeMeta"'::regclass) AS c`))[0]?.c;

export async function indexOf(url: string): Promise<Record<string, unknown> | undefined> {
  return (await readCatalog(url)).indexes.find((row) => row['index'] === 'a_note');
}

/** As a run leaves it that was killed: by a server process that is no more. */
export const leaveMark = (url: string, direction: 'up' | 'down', before = ''): Promise<object[]> =>
  query(
    url,
    `COMMENT ON TABLE "SequelizeMeta" IS '${before}migrate: ${direction} ${B} began 2026-01-03T00:00:00.000Z in server process 1 of 1.5'`,
  );
