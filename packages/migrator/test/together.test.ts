import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createMigrator } from '../src/index.ts';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, createProject, type Project, sql } from './project.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.index-a';

const make = sql(
  'CREATE TABLE a (id int PRIMARY KEY, note text);\nINSERT INTO a SELECT i, i FROM generate_series(1, 1000) i;\nSELECT pg_sleep(0.3);',
  'DROP TABLE a;',
);
const index =
  '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY a_note ON a (note);\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY a_note;\n';

/** Waits until a query about the server's activity answers true. */
async function until(url: string, condition: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const [row] = await query<{ ok: boolean }>(url, `SELECT (${condition}) AS ok`);
    if (row?.ok) return;
    await sleep(50);
  }
  expect.fail(`never: ${condition}`);
}

const running = (what: string): string =>
  `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%${what}%')`;

async function startMany(
  project: Project,
  count: number,
): Promise<{ code: number | null; migrations: string[]; stderr: string }[]> {
  const ends = await Promise.all(Array.from({ length: count }, () => project.migrate('up', '--json')));
  return ends.map(({ code, stdout, stderr }) => ({
    code,
    stderr,
    ...(JSON.parse(stdout) as { migrations: string[] }),
  }));
}

describe('eight ups at one instant', () => {
  test('one applies, seven wait and find nothing to do, also with CREATE INDEX CONCURRENTLY', async () => {
    const project = await createProject({ [`${A}.sql`]: make, [`${B}.sql`]: index });
    const ends = await startMany(project, 8);
    expect(ends.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect(ends.flatMap(({ migrations }) => migrations)).toEqual([A, B]);
    expect(await appliedNames(project.url)).toEqual([A, B]);
    expect((await readCatalog(project.url)).indexes.every((row) => row['indisvalid'])).toBe(true);
  });

  test('with nothing pending all find nothing to do', async () => {
    const project = await createProject({ [`${A}.sql`]: make });
    await project.migrate('up');
    const ends = await startMany(project, 8);
    expect(ends.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect(ends.flatMap(({ migrations }) => migrations)).toEqual([]);
  });
});

describe('the lock', () => {
  test('that is not had in time is exit 4, and the message names its holder', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;') });
    const holder = createMigrator({ url: project.url, migrations: `${project.folder}/migrations` });
    await holder.exclusively(async () => {
      const ended = await project.migrate('up', '--lock-timeout', '1', '--json');
      expect(ended.code).toBe(4);
      const { error } = JSON.parse(ended.stdout) as { error: { code: string; reason: string } };
      expect(error.code).toBe('LOCK_TIMEOUT');
      expect(error.reason).toMatch(
        new RegExp(`server process \\d+, application_name "migrate lock \\(pid ${process.pid}\\)"`),
      );
    });
    expect((await project.migrate('up', '--lock-timeout', '1')).code).toBe(0);
  });

  test('is free again at once when its holder is killed', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT pg_sleep(30);') });
    const first = project.start('up');
    await until(project.url, running('pg_sleep'));
    first.child.kill('SIGKILL');
    await first.ended;
    await project.write(`${A}.sql`, sql('SELECT 1;'));
    expect(await project.migrate('up', '--lock-timeout', '5')).toMatchObject({ code: 0 });
  });

  test('lost in the middle of a migration undoes it', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('CREATE TABLE a (id int); SELECT pg_sleep(2);') });
    const { ended } = project.start('up', '--json');
    await until(project.url, running('pg_sleep'));
    await query(
      project.url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrate lock%'",
    );
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'LOCK_LOST' } });
    expect((await readCatalog(project.url)).columns).toEqual([]);
    expect(await appliedNames(project.url)).toEqual([]);
  });
});

describe('a run killed with -9', () => {
  test.each([
    ['in the middle of a slow migration', 'pg_sleep', 0],
    ['a moment later', 'pg_sleep', 400],
  ])('%s: the next up completes, with every change and its row', async (_case, marker, later) => {
    const slow = sql('CREATE TABLE a (id int);\nSELECT pg_sleep(1.5);\nCREATE TABLE b (id int);', 'DROP TABLE a, b;');
    const project = await createProject({ [`${A}.sql`]: slow });
    const first = project.start('up');
    await until(project.url, running(marker));
    await sleep(later);
    first.child.kill('SIGKILL');
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(await appliedNames(project.url)).toEqual([]);
    const second = await project.migrate('up', '--json');
    expect(second).toMatchObject({ code: 0 });
    expect(JSON.parse(second.stdout)).toEqual({ migrations: [A] });
    expect(new Set((await readCatalog(project.url)).columns.map((row) => row['table']))).toEqual(new Set(['a', 'b']));
  });
});

describe('a table that somebody holds', () => {
  test('is waited for by lock_timeout and retry, so that nobody queues behind the migration for long', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql('CREATE TABLE a (id int);'),
      [`${B}.sql`]: sql('ALTER TABLE a ADD COLUMN note text;'),
    });
    await project.migrate('up', '--step', '1');
    const holder = query(project.url, 'BEGIN; SELECT * FROM a; SELECT pg_sleep(7); COMMIT;');
    await until(project.url, running('pg_sleep'));
    const ended = await project.migrate('up', '--json');
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.stdout)).toEqual({ migrations: [B] });
    await holder;
  });
});
