import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMigrator, type Migrator } from '../src/index.ts';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, createProject, type Project, sql } from './project.ts';
import { needsPostgres } from './server.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.alone';

const alone = (up: string, down = 'DROP INDEX CONCURRENTLY a_note'): string =>
  `-- migrate:up transaction:false\n${up};\n-- migrate:down transaction:false\n${down};\n`;

const INDEX = 'CREATE INDEX CONCURRENTLY a_note ON a (lower(note) DESC) WHERE id > 3';

const TABLE = sql(
  'CREATE TABLE a (id int PRIMARY KEY, note text);\nINSERT INTO a SELECT i, i FROM generate_series(1, 100) i;',
  'DROP TABLE a;',
);

/** A session of somebody else, which ends with the test. */
async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'somebody' });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

async function until(url: string, condition: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [row] = await query<{ ok: boolean }>(url, `SELECT (${condition}) AS ok`);
    if (row?.ok) return;
    await sleep(50);
  }
  expect.fail(`never: ${condition}`);
}

const noBackend = `NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrate%')`;
const waits = (text: string): string =>
  `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND query LIKE '%${text}%')`;

/** A migrator of this process, and what it says. */
function open(
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
async function killWhileWaiting(
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
async function killBeforeRecord(project: Project, verb: 'up' | 'down', statement: string): Promise<void> {
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

async function projectWithTable(second: string): Promise<Project> {
  const project = await createProject({ [`${A}.sql`]: TABLE });
  await open(project).migrator.up();
  await project.write(`${B}.sql`, second);
  return project;
}

const commentOf = async (url: string): Promise<unknown> =>
  (await query<{ c: unknown }>(url, `SELECT obj_description('"SequelizeMeta"'::regclass) AS c`))[0]?.c;

async function indexOf(url: string): Promise<Record<string, unknown> | undefined> {
  return (await readCatalog(url)).indexes.find((row) => row['index'] === 'a_note');
}

describe('CREATE INDEX CONCURRENTLY', () => {
  test('killed half-way: status shows it, the next up says so, drops the invalid index and builds it again', async () => {
    const project = await projectWithTable(alone(INDEX));
    await killWhileWaiting(project);
    expect(await indexOf(project.url)).toMatchObject({ indisvalid: false });
    expect(await appliedNames(project.url)).toEqual([A]);
    const status = await project.migrate('status');
    expect(status.stdout).toMatch(/pending\s+2026\.01\.02T00\.00\.00\.alone.*INTERRUPTED going up/);
    const json = JSON.parse((await project.migrate('status', '--json')).stdout) as { migrations: object[] };
    expect(json.migrations[1]).toEqual({ name: B, state: 'pending' });
    const next = await project.migrate('up', '--json');
    expect(next).toMatchObject({ code: 0 });
    expect(JSON.parse(next.stdout)).toEqual({ migrations: [B] });
    expect(next.stderr).toMatch(/public\.a_note is invalid.*dropped, and built again/);
    expect(await indexOf(project.url)).toMatchObject({ indisvalid: true });
    expect(await appliedNames(project.url)).toEqual([A, B]);
    expect(await commentOf(project.url)).toBeNull();
  });

  test('killed behind its end: the next up finds it whole and records it', async () => {
    const project = await projectWithTable(alone(INDEX));
    await killBeforeRecord(project, 'up', 'CONCURRENTLY');
    const before = await query(project.url, `SELECT 'a_note'::regclass::oid AS oid`);
    const { migrator, said } = open(project);
    expect(await migrator.up()).toMatchObject([{ name: B }]);
    expect(said.join()).toMatch(/is there already, and is the one that is wanted/);
    expect(await query(project.url, `SELECT 'a_note'::regclass::oid AS oid`)).toEqual(before);
    expect(await appliedNames(project.url)).toEqual([A, B]);
  });

  test.each([
    ['other columns', 'CREATE INDEX a_note ON a (id)', /another index.*USING btree \(id\)/],
    ['another predicate', 'CREATE INDEX a_note ON a (lower(note) DESC) WHERE id > 4', /another index/],
    ['unique', 'CREATE UNIQUE INDEX a_note ON a (lower(note) DESC) WHERE id > 3', /another index.*UNIQUE/],
    ['of another table', 'CREATE TABLE b (note text); CREATE INDEX a_note ON b (note)', /an index of another table/],
    ['no index', 'CREATE TABLE a_note ()', /no index/],
  ])(
    'over something else of its name (%s): refused, says what is there and what to do, changes nothing',
    async (_case, there, why) => {
      const project = await projectWithTable(alone(INDEX));
      await query(project.url, there);
      const before = await readCatalog(project.url);
      const error = await open(project)
        .migrator.up()
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'OBJECT_IN_THE_WAY', exitCode: 1, migrations: [] });
      expect((error as { reason: string }).reason).toMatch(why);
      expect((error as { remedy: string }).remedy).toMatch(/DROP INDEX CONCURRENTLY.*migrate stamp/);
      expect(await readCatalog(project.url)).toEqual(before);
      expect(await appliedNames(project.url)).toEqual([A]);
    },
  );

  test.each([
    [
      'in other words',
      'CREATE INDEX CONCURRENTLY a_note ON ONLY public . "a" USING btree (LOWER("a".note) DESC NULLS FIRST) WHERE (id>3)',
    ],
    ['not concurrently', 'CREATE INDEX a_note ON a (lower(note) DESC) WHERE id > 3'],
  ])('of an index that somebody has built by hand (%s): recorded', async (_case, statement) => {
    const project = await projectWithTable(alone(statement));
    await query(project.url, INDEX);
    expect(await open(project).migrator.up()).toMatchObject([{ name: B }]);
  });

  test('without a name: what was cut is built again under the same name, and nothing is left over', async () => {
    const project = await projectWithTable(alone('CREATE INDEX CONCURRENTLY ON a (note)'));
    await killWhileWaiting(project);
    await open(project).migrator.up();
    const indexes = (await readCatalog(project.url)).indexes.map((row) => [row['index'], row['indisvalid']]);
    expect(indexes).toContainEqual(['a_note_idx', true]);
    expect(indexes).toHaveLength(2);
  });

  test('that fails on its rows leaves an invalid index, and the next up, when they are mended, is fine', async () => {
    const project = await projectWithTable(alone('CREATE UNIQUE INDEX CONCURRENTLY a_note ON a (note)'));
    await query(project.url, "UPDATE a SET note = 'same' WHERE id < 3");
    const { migrator } = open(project);
    expect(await migrator.up().catch((thrown: unknown) => thrown)).toMatchObject({ sqlState: '23505' });
    expect(await migrator.interrupted()).toBeUndefined();
    await query(project.url, 'UPDATE a SET note = id');
    await migrator.up();
    expect(await indexOf(project.url)).toMatchObject({ indisvalid: true });
  });

  test('that the server is still building is waited for, and not touched', async () => {
    const project = await projectWithTable(alone(INDEX));
    const [reader, builder] = [await openSession(project.url), await openSession(project.url)];
    await reader.query('BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a');
    const building = builder.query(INDEX);
    await until(project.url, waits('CONCURRENTLY'));
    const { migrator, said } = open(project, { lockTimeout: 300 });
    const error = await migrator.up().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'MIGRATION_INTERRUPTED', migrations: [B] });
    expect((error as { remedy: string }).remedy).toMatch(/wait for its end.*pg_terminate_backend\(\d+\)/);
    expect(said.join()).toMatch(/waiting for server process \d+/);
    await reader.query('ROLLBACK');
    await building;
    expect(await migrator.up()).toMatchObject([{ name: B }]);
  });
});

describe('other statements outside a transaction', () => {
  test('DROP INDEX CONCURRENTLY cut half-way is run again; behind its end it is recorded', async () => {
    const project = await projectWithTable(alone(INDEX));
    await open(project).migrator.up();
    await killWhileWaiting(project, 'down');
    expect(await indexOf(project.url)).toMatchObject({ indisvalid: false });
    const up = await open(project)
      .migrator.up()
      .catch((thrown: unknown) => thrown);
    expect(up).toMatchObject({ code: 'MIGRATION_INTERRUPTED', remedy: expect.stringContaining('`migrate down`') });
    expect(await open(project).migrator.down()).toMatchObject([{ name: B }]);
    expect(await indexOf(project.url)).toBeUndefined();
    await open(project).migrator.up();
    await killBeforeRecord(project, 'down', 'CONCURRENTLY');
    expect(await indexOf(project.url)).toBeUndefined();
    const { migrator, said } = open(project);
    expect(await migrator.down()).toMatchObject([{ name: B }]);
    expect(said.join()).toMatch(/gone already/);
    expect(await appliedNames(project.url)).toEqual([A]);
  });

  test('DROP INDEX CONCURRENTLY of an index that never was is a mistake, not an interruption', async () => {
    const project = await projectWithTable(alone('DROP INDEX CONCURRENTLY a_nope'));
    const { migrator } = open(project);
    for (const _time of [1, 2])
      expect(await migrator.up().catch((thrown: unknown) => thrown)).toMatchObject({ sqlState: '42704' });
    expect(await appliedNames(project.url)).toEqual([A]);
  });

  test('REINDEX CONCURRENTLY cut half-way: its leftover is dropped, and it is run again', async () => {
    const project = await projectWithTable(alone('REINDEX TABLE CONCURRENTLY a', 'SELECT 1'));
    await killWhileWaiting(project);
    expect((await readCatalog(project.url)).indexes.map((row) => row['index'])).toContain('a_pkey_ccnew');
    const { migrator, said } = open(project);
    await migrator.up();
    expect(said.join()).toMatch(/has left .*a_pkey_ccnew/);
    expect((await readCatalog(project.url)).indexes.map((row) => row['index'])).toEqual(['a_pkey']);
  });

  test('DETACH PARTITION CONCURRENTLY cut half-way is brought to its end', async () => {
    needsPostgres(14);
    const partitioned = sql(
      'CREATE TABLE a (id int, note text) PARTITION BY RANGE (id);\nCREATE TABLE a_1 PARTITION OF a FOR VALUES FROM (1) TO (10);',
    );
    const project = await createProject({ [`${A}.sql`]: partitioned });
    await open(project).migrator.up();
    await project.write(`${B}.sql`, alone('ALTER TABLE a DETACH PARTITION a_1 CONCURRENTLY', 'SELECT 1'));
    await killWhileWaiting(project);
    const { migrator, said } = open(project);
    await migrator.up();
    expect(said.join()).toMatch(/FINALIZE/);
    expect(await query(project.url, 'SELECT 1 FROM pg_inherits')).toEqual([]);
  });

  test.each([
    ['ALTER TYPE … ADD VALUE that is done', "ALTER TYPE mood ADD VALUE 'fine'", "ALTER TYPE mood ADD VALUE 'fine'"],
    ['ALTER TYPE … ADD VALUE that is not', "ALTER TYPE mood ADD VALUE 'fine'", 'SELECT 1'],
    ['VACUUM', 'VACUUM a', 'SELECT 1'],
    ['VALIDATE', 'ALTER TABLE a VALIDATE CONSTRAINT positive', 'ALTER TABLE a VALIDATE CONSTRAINT positive'],
    ['what says IF EXISTS', 'DROP INDEX CONCURRENTLY IF EXISTS nope', 'SELECT 1'],
  ])('%s: a run that was cut is settled by the next', async (_case, statement, wasDone) => {
    const project = await projectWithTable(alone(statement));
    await query(
      project.url,
      "CREATE TYPE mood AS ENUM ('bad'); ALTER TABLE a ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;",
    );
    await query(project.url, wasDone);
    await leaveMark(project.url, 'up');
    await open(project).migrator.up();
    expect(await appliedNames(project.url)).toEqual([A, B]);
    expect(await commentOf(project.url)).toBeNull();
  });

  test.each([
    ['an UPDATE', `${B}.sql`, alone('UPDATE a SET id = id + 1000')],
    ['a table that says no IF NOT EXISTS', `${B}.sql`, alone('CREATE TABLE b ()')],
    ['a program', `${B}.mjs`, 'export const up = () => undefined;'],
  ])('%s that was cut: nobody can know, up stops; stamp or repair decide', async (_case, file, text) => {
    const project = await createProject({ [`${A}.sql`]: TABLE });
    await open(project).migrator.up();
    await project.write(file.replace('.mjs', '.js'), text);
    await leaveMark(project.url, 'up');
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: {
        code: 'MIGRATION_INTERRUPTED',
        migrations: [B],
        remedy: expect.stringMatching(/migrate stamp .*migrate repair/),
      },
    });
    const { migrator } = open(project);
    expect(await migrator.repair()).toEqual({ accepted: [], dropped: [], released: [B] });
    expect(await migrator.up()).toMatchObject([{ name: B }]);
    await query(project.url, `DELETE FROM "SequelizeMeta" WHERE name = '${B}'`);
    await leaveMark(project.url, 'up');
    expect(await migrator.stamp(B)).toEqual([A, B]);
    expect(await migrator.interrupted()).toBeUndefined();
    expect(await migrator.up()).toEqual([]);
  });
});

/** As a run leaves it that was killed: by a server process that is no more. */
const leaveMark = (url: string, direction: 'up' | 'down', before = ''): Promise<object[]> =>
  query(
    url,
    `COMMENT ON TABLE "SequelizeMeta" IS '${before}migrate: ${direction} ${B} began 2026-01-03T00:00:00.000Z in server process 1 of 1.5'`,
  );

test('a program that needs no transaction leaves a mark while it runs, and none when it is done', async () => {
  const project = await createProject({ [`${A}.sql`]: TABLE });
  await open(project).migrator.up();
  const program = `export const up = async ({ sequelize, queryInterface }) => {
    await sequelize.query('CREATE INDEX CONCURRENTLY a_note ON a (note)');
    await sequelize.query('SELECT pg_sleep(30)');
  };`;
  await project.write(`${B}.js`, program);
  const run = project.start('up');
  await until(
    project.url,
    `EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(30)%' AND state = 'active' AND datname = current_database())`,
  );
  run.child.kill('SIGKILL');
  await run.ended;
  const { migrator } = open(project);
  expect(await migrator.interrupted()).toMatchObject({ name: B, direction: 'up' });
  expect(await migrator.up().catch((thrown: unknown) => thrown)).toMatchObject({ code: 'MIGRATION_INTERRUPTED' });
});

test('what somebody else has written into the comment of the history stays', async () => {
  const project = await projectWithTable(alone('VACUUM a'));
  await leaveMark(project.url, 'up', 'ours, hands off\n');
  await open(project).migrator.up();
  expect(await commentOf(project.url)).toBe('ours, hands off');
});

test('a mark of what is recorded says nothing: it is dropped', async () => {
  const project = await projectWithTable(alone('VACUUM a'));
  const { migrator } = open(project);
  await migrator.up();
  await leaveMark(project.url, 'up');
  expect(await migrator.interrupted()).toBeUndefined();
  expect(await migrator.up()).toEqual([]);
  expect(await commentOf(project.url)).toBeNull();
});
