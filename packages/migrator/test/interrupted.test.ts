import { describe, expect, test } from 'vitest';
import { query, readCatalog } from './catalog.ts';
import {
  A,
  alone,
  B,
  commentOf,
  INDEX,
  indexOf,
  killBeforeRecord,
  killWhileWaiting,
  leaveMark,
  open,
  openSession,
  projectWithTable,
  TABLE,
  until,
  waits,
} from './cut-runs.ts';
import { appliedNames, createProject } from './project.ts';

// `pnpm test:stress interrupted` has further kinds of statements that are cut.
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

  test('REINDEX CONCURRENTLY that is cancelled leaves half an index, which the next up drops', async () => {
    const project = await projectWithTable(alone('REINDEX TABLE CONCURRENTLY a', 'SELECT 1'));
    const indexes = async () => (await readCatalog(project.url)).indexes.map((row) => row['index']);
    const reader = await openSession(project.url);
    await reader.query('BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a');
    const failing = open(project)
      .migrator.up()
      .catch((thrown: unknown) => thrown);
    await until(project.url, waits('REINDEX'));
    await query(
      project.url,
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    expect(await failing).toMatchObject({ sqlState: '57014' });
    await reader.query('ROLLBACK');
    expect(await indexes()).toContain('a_pkey_ccnew');
    const { migrator, said } = open(project);
    expect(await migrator.interrupted()).toMatchObject({ name: B });
    expect(await migrator.up()).toMatchObject([{ name: B }]);
    expect(said.join()).toMatch(/has left .*a_pkey_ccnew/);
    expect(await indexes()).toEqual(['a_pkey']);
    expect(await commentOf(project.url)).toBeNull();
  });

  test('REINDEX CONCURRENTLY that fails and leaves nothing is a mistake, not an interruption', async () => {
    const project = await projectWithTable(alone('REINDEX INDEX CONCURRENTLY a_nope', 'SELECT 1'));
    const { migrator } = open(project);
    expect(await migrator.up().catch((thrown: unknown) => thrown)).toMatchObject({ sqlState: '42P01' });
    expect(await migrator.interrupted()).toBeUndefined();
    expect(await migrator.down()).toMatchObject([{ name: A }]);
  });

  test('DROP INDEX CONCURRENTLY of an index that never was is a mistake, not an interruption', async () => {
    const project = await projectWithTable(alone('DROP INDEX CONCURRENTLY a_nope'));
    const { migrator } = open(project);
    for (const _time of [1, 2])
      expect(await migrator.up().catch((thrown: unknown) => thrown)).toMatchObject({ sqlState: '42704' });
    expect(await appliedNames(project.url)).toEqual([A]);
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
