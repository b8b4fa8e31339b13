import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { QueryTypes, Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMigrator, type Migrator, type MigratorOptions } from '../src/index.ts';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, createProject, type Project, sql } from './project.ts';
import { createSilentProxy } from './silent-proxy.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.alter-a';

const TABLE = sql('CREATE TABLE a (id int PRIMARY KEY, note text);', 'DROP TABLE a;');
const ALTER = sql('ALTER TABLE a ADD COLUMN extra text;', 'ALTER TABLE a DROP COLUMN extra;');

/** A migrator of this process, and what it says. */
function open(project: Project, options: Partial<MigratorOptions> = {}): { migrator: Migrator; said: string[] } {
  const said: string[] = [];
  const { url, folder } = project;
  const log = (line: string): void => void said.push(line);
  const migrator = createMigrator({ url, migrations: `${folder}/migrations`, log, ...options });
  onTestFinished(() => migrator.close());
  return { migrator, said };
}

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

const sleeping = `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event = 'PgSleep')`;

const waitsForLock = `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`;

describe('a network that is cut without a word', () => {
  test.each([
    ['a transaction', sql('CREATE TABLE a (id int);\nSELECT pg_sleep(0.7);')],
    ['no transaction', '-- migrate:up transaction:false\nSELECT pg_sleep(0.7), txid_current();\n'],
  ])(
    'in the middle of %s: the run fails soon, the lock and all others are free within the lease',
    async (_case, text) => {
      const project = await createProject({ [`${A}.sql`]: text });
      const proxy = await createSilentProxy(project.url);
      const first = open(project, { url: proxy.url, lease: 3_000 });
      const run = first.migrator.up().catch((thrown: unknown) => thrown);
      await until(project.url, sleeping);
      proxy.fallSilent();
      const silentSince = Date.now();
      const second = open(project, { lease: 3_000 });
      const waiting = second.migrator.exclusively(() => Promise.resolve(Date.now() - silentSince));
      expect(await run).toMatchObject({
        code: 'LOCK_LOST',
        exitCode: 1,
        reason: expect.stringMatching(/not answered for 1 s/),
      });
      expect(Date.now() - silentSince).toBeLessThan(20_000);
      expect(await waiting).toBeLessThan(30_000);
      expect(second.said.join()).toMatch(
        /waiting for the migration lock, held by server process \d+, application_name "migrate lock/,
      );
      const next = await second.migrator.up().catch((thrown: unknown) => thrown);
      expect(next).toMatchObject(text.includes('CREATE') ? [{ name: A }] : { code: 'MIGRATION_INTERRUPTED' });
    },
  );

  test('a run that is only busy, for longer than an answer may take, is not cut off', async () => {
    const busy = `export const up = async ({ sequelize }) => {
      for (const end = Date.now() + 700; Date.now() < end; );
      await sequelize.query('CREATE TABLE b (id int)');
    };`;
    const project = await createProject({ [`${A}.js`]: busy });
    expect(await open(project, { lease: 1_200 }).migrator.up()).toMatchObject([{ name: A }]);
  });
});

describe('a statement that waits for a table', () => {
  test('gives way to those who wait behind it, says for whom, and comes back until it has it', async () => {
    const project = await createProject({ [`${A}.sql`]: TABLE });
    const { migrator, said } = open(project);
    await migrator.up();
    await project.write(`${B}.sql`, ALTER);
    const holder = await openSession(project.url);
    await holder.query('BEGIN; SELECT count(*) FROM a');
    const run = migrator.up();
    const reader = await openSession(project.url);
    const waits: number[] = [];
    for (const end = Date.now() + 3_000; Date.now() < end; await sleep(20)) {
      const startedAt = Date.now();
      await reader.query('SELECT count(*) FROM a');
      waits.push(Date.now() - startedAt);
    }
    await holder.query('COMMIT');
    expect(await run).toMatchObject([{ name: B }]);
    // It waits behind for as long as the holder stays, 3 s, where nobody gives way.
    expect(Math.max(...waits)).toBeLessThan(2_000);
    expect(said.length).toBeGreaterThan(0);
    expect(said[0]).toMatch(
      /did not get its locks: it gave way to 1 that waited behind it for a; the table is held by server process \d+ \("somebody", idle in transaction/,
    );
  });

  test('waits for all of lock_timeout where nobody is behind it', async () => {
    const project = await createProject({ [`${A}.sql`]: TABLE });
    const { migrator, said } = open(project, { statementLockTimeout: 1_500, attempts: 1 });
    await migrator.up();
    await project.write(`${B}.sql`, ALTER);
    const holder = await openSession(project.url);
    await holder.query('BEGIN; SELECT count(*) FROM a');
    const startedAt = Date.now();
    const error = await migrator.up().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'MIGRATION_FAILED',
      sqlState: '55P03',
      remedy: expect.stringMatching(/long transaction/),
    });
    expect(Date.now() - startedAt).toBeGreaterThan(1_400);
    expect(said).toEqual([]);
  });

  test('that never gets it fails in the end with what holds the table, and nothing is kept', async () => {
    const project = await createProject({ [`${A}.sql`]: TABLE });
    const { migrator } = open(project, { statementLockTimeout: 1_000, attempts: 2 });
    await migrator.up();
    await project.write(`${B}.sql`, ALTER);
    const holder = await openSession(project.url);
    await holder.query('BEGIN; SELECT count(*) FROM a');
    const reader = await openSession(project.url);
    const run = migrator.up().catch((thrown: unknown) => thrown);
    const state = { isOver: false };
    void run.then(() => void (state.isOver = true));
    while (!state.isOver) await reader.query('SELECT count(*) FROM a');
    expect(await run).toMatchObject({
      code: 'MIGRATION_FAILED',
      sqlState: '55P03',
      reason: expect.stringMatching(/held by server process/),
    });
    expect(await appliedNames(project.url)).toEqual([A]);
  });
});

describe('two versions at once', () => {
  const C = '2026.01.03T00.00.00.later';
  const slow = sql('CREATE TABLE a (id int PRIMARY KEY, note text);\nSELECT pg_sleep(0.4);');

  /** Another build of the same project: its own folder, the same database. */
  async function otherBuild(project: Project, files: Record<string, string>): Promise<Project> {
    const other = await createProject(files);
    return { ...other, url: project.url };
  }

  test('a build with fewer files waits, runs nothing twice, and refuses what it does not know', async () => {
    const project = await createProject({ [`${A}.sql`]: slow, [`${B}.sql`]: ALTER, [`${C}.sql`]: sql('SELECT 1;') });
    const older = await otherBuild(project, { [`${A}.sql`]: slow });
    const [mine, theirs] = await Promise.all([
      open(project).migrator.up(),
      open(older)
        .migrator.up()
        .catch((thrown: unknown) => thrown),
    ]);
    const isFirst = Array.isArray(theirs) && theirs.length === 1;
    expect(mine.map(({ name }) => name)).toEqual(isFirst ? [B, C] : [A, B, C]);
    expect(theirs).toMatchObject(isFirst ? [{ name: A }] : { code: 'MIGRATION_FILE_MISSING', migrations: [B, C] });
    expect(await appliedNames(project.url)).toEqual([A, B, C]);
    const later = await open(older)
      .migrator.up()
      .catch((thrown: unknown) => thrown);
    expect(later).toMatchObject({
      code: 'MIGRATION_FILE_MISSING',
      migrations: [B, C],
      reason: expect.stringMatching(/knows migrations that this checkout does not have/),
    });
  });

  test('a build with another text of what was applied refuses', async () => {
    const project = await createProject({ [`${A}.sql`]: TABLE });
    const other = await otherBuild(project, { [`${A}.sql`]: `${TABLE}-- more\n`, [`${B}.sql`]: ALTER });
    await open(project).migrator.up();
    expect(
      await open(other)
        .migrator.up()
        .catch((thrown: unknown) => thrown),
    ).toMatchObject({ code: 'MIGRATION_EDITED', migrations: [A] });
  });

  test('plain Umzug on the same history, which takes no lock: what it ran is not run again, by either', async () => {
    const project = await createProject({ [`${A}.sql`]: TABLE, [`${B}.sql`]: ALTER });
    const sequelize = new Sequelize(project.url, { logging: false });
    onTestFinished(() => sequelize.close());
    const run = (text: string) => async () => void (await sequelize.query(text, { type: QueryTypes.RAW }));
    const umzug = new Umzug({
      migrations: [
        { name: `${A}.sql`, up: run('CREATE TABLE a (id int PRIMARY KEY, note text)') },
        { name: `${B}.sql`, up: run('ALTER TABLE a ADD COLUMN extra text') },
        { name: `${C}.sql`, up: run('CREATE TABLE c (id int)') },
      ],
      storage: new SequelizeStorage({ sequelize }),
      logger: undefined,
    });
    await umzug.up({ to: `${A}.sql` });
    expect(await open(project).migrator.up()).toMatchObject([{ name: B }]);
    await query(project.url, `UPDATE "SequelizeMeta" SET name = name || '.sql' WHERE name NOT LIKE '%.sql'`);
    expect((await umzug.up()).map(({ name }) => name)).toEqual([`${C}.sql`]);
    expect(
      await open(project)
        .migrator.up()
        .catch((thrown: unknown) => thrown),
    ).toMatchObject({ code: 'MIGRATION_FILE_MISSING', migrations: [C] });
  });

  test('plain Umzug at the same instant: whoever is second fails by what is there, and the schema is that of one run', async () => {
    // It waits for no lock: `up` gives way where others wait behind one of its own.
    const held = sql(
      'CREATE TABLE a (id int PRIMARY KEY, note text);\nDO $$ BEGIN WHILE NOT pg_try_advisory_xact_lock(1) LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;',
    );
    const project = await createProject({ [`${A}.sql`]: held });
    const holder = await openSession(project.url);
    await holder.query('SELECT pg_advisory_lock(1)');
    const sequelize = new Sequelize(project.url, { logging: false });
    onTestFinished(() => sequelize.close());
    const up = async (): Promise<void> =>
      void (await sequelize.query('CREATE TABLE a (id int PRIMARY KEY, note text)'));
    const umzug = new Umzug({
      migrations: [{ name: A, up }],
      storage: new SequelizeStorage({ sequelize }),
      logger: undefined,
    });
    const first = open(project).migrator.up();
    // In the midst of it: who had come to its end before would have left nothing to do.
    await until(project.url, sleeping);
    const ends = Promise.allSettled([first, umzug.up()]);
    await until(project.url, waitsForLock);
    await holder.query('SELECT pg_advisory_unlock(1)');
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await appliedNames(project.url)).toEqual([A]);
    expect((await readCatalog(project.url)).columns).toHaveLength(2);
  });
});

const run = promisify(execFile);

/** A file system of a few megabytes on which the server may keep a tablespace. undefined: not root, or no mount here. */
async function smallDisk(url: string): Promise<{ path: string; enlarge(): Promise<unknown> } | undefined> {
  const [row] = await query<{ directory: string }>(url, `SELECT current_setting('data_directory') AS directory`);
  const owner = await stat(row?.directory ?? '/nowhere').catch(() => undefined);
  if (process.getuid?.() !== 0 || owner === undefined) return undefined;
  const mount = await mkdtemp(join(tmpdir(), 'roster-small-disk-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=0755', 'tmpfs', mount]).catch(() => undefined);
  onTestFinished(async () => {
    if (mounted) await run('umount', ['-l', mount]);
    await rm(mount, { recursive: true, force: true });
  });
  if (mounted === undefined) return undefined;
  const path = join(mount, 'space');
  await mkdir(path);
  await chown(path, owner.uid, owner.gid);
  return { path, enlarge: () => run('mount', ['-o', 'remount,size=64m', dirname(path)]) };
}

test('a disk that is full: refused with 53100 and what to do, nothing half; after room is made, up goes on', async ({
  skip,
}) => {
  const space = `small_${process.pid}`;
  const fill = `CREATE TABLE big (id int, filler text) TABLESPACE ${space};\nINSERT INTO big SELECT i, repeat('x', 1000) FROM generate_series(1, 8000) i;`;
  const project = await createProject({
    [`${A}.sql`]: TABLE,
    [`${B}.sql`]: sql(fill, 'DROP TABLE big;'),
    '2026.01.03T00.00.00.index.sql': `-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY big_id ON big (id, filler) TABLESPACE ${space};\n`,
  });
  const disk = await smallDisk(project.url);
  if (disk === undefined) {
    skip('needs root, a server of this machine and the right to mount: a disk that is full was NOT tried');
    return;
  }
  await query(project.url, `CREATE TABLESPACE ${space} LOCATION '${disk.path}'`);
  onTestFinished(async () => {
    await query(project.url, `DROP TABLE IF EXISTS big`);
    await query(project.url, `DROP TABLESPACE ${space}`);
  });
  const ended = await project.migrate('up', '--json');
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    error: {
      code: 'MIGRATION_FAILED',
      sqlState: '53100',
      migrations: [B],
      remedy: expect.stringMatching(/make room/),
      line: 3,
    },
  });
  expect(await appliedNames(project.url)).toEqual([A]);
  expect((await readCatalog(project.url)).columns.every((row) => row['table'] === 'a')).toBe(true);
  await disk.enlarge();
  expect((await open(project).migrator.up()).map(({ name }) => name)).toHaveLength(2);
  expect((await readCatalog(project.url)).indexes.every((row) => row['indisvalid'])).toBe(true);
});
