import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataTypes, Sequelize } from 'sequelize';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { type AdoptedDatabase, type Baseline, baseline } from '../src/autogenerate/baseline.ts';
import { check } from '../src/autogenerate/check.ts';
import type { ProjectParts } from '../src/autogenerate/project.ts';
import { verify } from '../src/autogenerate/verify.ts';
import { createMigrator, type Migrator, type MigratorError, prepareDatabase } from '../src/index.ts';
import { managedBy } from '../src/managed.ts';
import { query, readCatalog } from './catalog.ts';
import { projectOf } from './in-process.ts';
import { appliedNames, createProject, type Project, sql } from './project.ts';

/** What `define` says, as somebody else has made it, with rows. */
const PERSON = `CREATE TYPE enum_person_mood AS ENUM ('good', 'bad');
CREATE TABLE person (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, mood enum_person_mood NOT NULL DEFAULT 'good');
INSERT INTO person (name) VALUES ('李雷');`;

const define = (sequelize: Sequelize): unknown =>
  sequelize.define(
    'person',
    {
      name: { type: DataTypes.STRING(40), allowNull: false, unique: true },
      mood: { type: DataTypes.ENUM('good', 'bad'), allowNull: false, defaultValue: 'good' },
    },
    { tableName: 'person', timestamps: false },
  );

interface Legacy extends Project {
  /** Where the migrations are. */
  migrations: string;
  migrator: Migrator;
  adopt(parts?: Partial<ProjectParts>, database?: AdoptedDatabase, name?: string): Promise<Baseline>;
  files(): Promise<string[]>;
}

/** A project on a database that somebody else has made. */
async function legacy(made: string, options: { schemas?: string[]; ignore?: string[] } = {}): Promise<Legacy> {
  const project = await createProject();
  await query(project.url, made);
  const migrations = join(project.folder, 'migrations');
  const migrator = createMigrator({ url: project.url, migrations, ...options });
  onTestFinished(() => migrator.close());
  return {
    ...project,
    migrations,
    migrator,
    files: async () => (await readdir(migrations).catch(() => ['no folder'])).toSorted(),
    adopt: (parts = {}, database = migrator, name?) =>
      baseline(projectOf(migrations, define, { managed: managedBy(options), ...parts }), database, name),
  };
}

const read = ({ migrations }: Legacy, file: string): Promise<string> => readFile(join(migrations, file), 'utf8');

/** Everything that a table may have. */
const RICH = `${PERSON}
CREATE EXTENSION btree_gist;
CREATE TABLE "部门 x" ("编 号" int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, boss int REFERENCES person ON DELETE SET NULL, code text NOT NULL DEFAULT 'it''s',
  upper_code text GENERATED ALWAYS AS (upper(code)) STORED, during daterange, CONSTRAINT code_short CHECK (length(code) < 9), EXCLUDE USING gist (during WITH &&));
ALTER TABLE person ADD department int REFERENCES "部门 x" DEFERRABLE;
CREATE UNIQUE INDEX department_code ON "部门 x" (lower(code)) WHERE boss IS NOT NULL;
COMMENT ON TABLE person IS 'it''s a "人"';`;

const UNMANAGED = `CREATE VIEW good_people AS SELECT * FROM person WHERE mood = 'good'; CREATE DOMAIN email AS text; CREATE SEQUENCE invoice_no;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER touch BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY mine ON person USING (true); ALTER TABLE person ENABLE ROW LEVEL SECURITY; CREATE SCHEMA audit; CREATE TABLE audit.log (id int); CREATE TABLE secret (id int);
CREATE TYPE unused AS ENUM ('x');`;

describe('a database that is adopted', () => {
  test('has its schema as the first migration, recorded as applied: up has nothing to do and check finds no drift', async () => {
    const project = await legacy(RICH);
    const before = await readCatalog(project.url);
    const { file, operations, unmanaged } = await project.adopt();
    expect(file).toMatch(/\d\.baseline\.sql$/);
    expect(operations.filter(({ op }) => op === 'createTable').map(({ table }) => table)).toEqual(
      expect.arrayContaining(['person', '部门 x']),
    );
    expect(unmanaged).toEqual([
      { kind: 'extension', name: 'btree_gist' },
      { kind: 'rows', name: 'person' },
    ]);
    expect(await project.migrator.status()).toMatchObject([
      { name: expect.stringMatching(/baseline$/), state: 'applied' },
    ]);
    expect(await project.migrator.up()).toEqual([]);
    const checked = await check(projectOf(project.migrations, define), {
      status: () => project.migrator.status(),
      source: project.migrator.source,
    });
    expect(checked).toMatchObject({ drift: [], pending: [], edited: [], schemaFile: 'current' });
    expect(await readCatalog(project.url)).toEqual(before);
    expect(await verify(projectOf(project.migrations, define))).toMatchObject({ ok: true });
  });

  test('whose models say the same is fine to check, and a new database is made by the migration', async () => {
    const project = await legacy(PERSON);
    await project.adopt({}, project.migrator, 'What was there');
    expect(await project.files()).toEqual([expect.stringMatching(/\.what-was-there\.sql$/), 'schema.sql']);
    expect(await check(projectOf(project.migrations, define))).toMatchObject({ ok: true });
    const fresh = await createProject();
    const migrator = createMigrator({ url: fresh.url, migrations: project.migrations });
    onTestFinished(() => migrator.close());
    await migrator.up();
    expect(await readCatalog(fresh.url)).toEqual(await readCatalog(project.url));
    await migrator.down({ to: 0 });
    expect((await readCatalog(fresh.url)).columns).toEqual([]);
  });

  test('could not be booted before, and can be after', async () => {
    const project = await legacy(PERSON);
    const sequelize = new Sequelize(project.url, { logging: false });
    onTestFinished(() => sequelize.close());
    define(sequelize);
    const boot = () =>
      prepareDatabase(sequelize, createMigrator({ sequelize, migrations: project.migrations }), { onBehind: 'refuse' });
    // Without a migration nothing is asked of a database: only where there are some it is unmanaged.
    await project.write('2026.01.01T00.00.00.first.sql', sql('SELECT 1;'));
    await expect(boot()).rejects.toMatchObject({
      code: 'DATABASE_UNMANAGED',
      remedy: expect.stringContaining('migrate baseline'),
    });
    await project.remove('2026.01.01T00.00.00.first.sql');
    await project.adopt();
    expect(await boot()).toEqual({ state: 'current', applied: [], pending: [] });
    const empty = await createProject();
    const other = new Sequelize(empty.url, { logging: false });
    onTestFinished(() => other.close());
    define(other);
    const prepared = await prepareDatabase(other, createMigrator({ sequelize: other, migrations: project.migrations }));
    expect(prepared).toMatchObject({ state: 'empty', applied: [expect.stringMatching(/baseline$/)] });
  });

  test('has everything named that the migration does not make, and nothing of what is the migrator’s own', async () => {
    const project = await legacy(
      `${PERSON} ${UNMANAGED} CREATE TABLE "SequelizeMeta" (name varchar(255) PRIMARY KEY);`,
      { ignore: ['secret'] },
    );
    const { unmanaged } = await project.adopt();
    expect(unmanaged.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'domain email',
      'enum unused',
      'function touch()',
      'policy person.mine',
      'row security person',
      'schema audit',
      'sequence invoice_no',
      'table audit.log',
      'table secret',
      'trigger person.touch',
      'view good_people',
      'rows person',
    ]);
  });

  test('is adopted in all schemas that are managed', async () => {
    const project = await legacy('CREATE SCHEMA hr; CREATE TABLE hr.staff (id int); CREATE TABLE other (id int);', {
      schemas: ['public', 'hr'],
    });
    const { file, unmanaged } = await project.adopt();
    expect(unmanaged).toEqual([]);
    expect(await readFile(file, 'utf8')).toMatch(/CREATE SCHEMA "hr";[^]*CREATE TABLE "hr"."staff"/);
  });
});

describe('no baseline is made, nothing is written, and it is said what to do, where', () => {
  /** The error, after which everything is as it was. */
  async function refused(project: Legacy, parts: Partial<ProjectParts> = {}): Promise<unknown> {
    const before = [await project.files(), await readCatalog(project.url, [])];
    const error: unknown = await project.adopt(parts).catch((thrown: unknown) => thrown);
    expect([await project.files(), await readCatalog(project.url, [])]).toEqual(before);
    return error;
  }

  test('the folder has migrations', async () => {
    const project = await legacy(PERSON);
    await project.write('2026.01.01T00.00.00.first.sql', sql('SELECT 1;'));
    expect(await refused(project)).toMatchObject({
      code: 'BASELINE_REFUSED',
      exitCode: 2,
      remedy: expect.stringContaining('migrate stamp head'),
    });
  });

  test('sequelize-cli has applied what is in the folder: it needs none, and its migrations are known', async () => {
    const project = await legacy(
      `${PERSON} CREATE TABLE "SequelizeMeta" (name varchar(255) PRIMARY KEY); INSERT INTO "SequelizeMeta" VALUES ('20200101000000-create-person.js')`,
    );
    await project.write('20200101000000-create-person.js', 'module.exports = { up: () => {} };');
    expect(await refused(project)).toMatchObject({
      code: 'BASELINE_REFUSED',
      remedy: expect.stringContaining('migrate status'),
    });
    expect(await project.migrator.status()).toEqual([{ name: '20200101000000-create-person', state: 'applied' }]);
  });

  test('the history names files that are not there', async () => {
    const project = await legacy(
      `${PERSON} CREATE TABLE "SequelizeMeta" (name varchar(255) PRIMARY KEY); INSERT INTO "SequelizeMeta" VALUES ('20200101000000-gone.js')`,
    );
    const error = {
      code: 'BASELINE_REFUSED',
      reason: expect.stringContaining('20200101000000-gone'),
      remedy: expect.stringContaining('migrate stamp 0'),
    };
    expect(await refused(project)).toMatchObject(error);
    await project.migrator.stamp(0);
    expect(await project.adopt()).toMatchObject({ file: expect.stringMatching(/baseline\.sql$/) });
  });

  test('the database has no table, and the folder that was made for it is gone', async () => {
    const project = await legacy('SELECT 1');
    await rm(project.migrations, { recursive: true });
    expect(await refused(project)).toMatchObject({
      code: 'BASELINE_REFUSED',
      remedy: expect.stringContaining('migrate generate'),
    });
    expect(await project.files()).toEqual(['no folder']);
  });

  test('tables are made of what no migration makes, until the prelude makes that', async () => {
    const made: [string, string, string, string][] = [
      ['42704', 'extension citext', 'CREATE EXTENSION citext', 'CREATE TABLE t1 (mail citext)'],
      [
        '42883',
        'function one()',
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        'CREATE TABLE t2 (id int DEFAULT one())',
      ],
      ['42P01', 'sequence no', 'CREATE SEQUENCE no', "CREATE TABLE t3 (id int DEFAULT nextval('no'))"],
      [
        '3F000',
        'composite type x.pair',
        'CREATE SCHEMA x; CREATE TYPE x.pair AS (a int)',
        'CREATE TABLE t4 (p x.pair)',
      ],
    ];
    const project = await legacy(made.flatMap(([, , needed, table]) => [needed, table]).join(';'));
    for (const [at, [sqlState, named]] of made.entries()) {
      const prelude = made.slice(0, at).map(([, , needed]) => needed);
      const error = (await refused(project, { prelude })) as MigratorError;
      expect(error).toMatchObject({
        code: 'PROOF_FAILED',
        sqlState,
        statement: expect.stringContaining(`"t${at + 1}"`),
      });
      expect(error.remedy).toMatch(/`prelude` of the config/);
      expect(error.remedy).toContain(named);
    }
    await project.adopt({ prelude: made.map(([, , needed]) => needed) });
    expect(await project.migrator.status()).toMatchObject([{ state: 'applied' }]);
  });
});

describe('where recording it fails', () => {
  const meta = `CREATE TABLE "SequelizeMeta" (name varchar(255) PRIMARY KEY);
    CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$; CREATE TRIGGER no BEFORE INSERT ON "SequelizeMeta" FOR EACH ROW EXECUTE FUNCTION no();`;

  test('nothing is left, and a schema.sql that was there is as it was', async () => {
    const project = await legacy(`${PERSON} ${meta}`);
    await writeFile(join(project.migrations, 'schema.sql'), '-- of old\n');
    await expect(project.adopt()).rejects.toMatchObject({
      code: 'BASELINE_FAILED',
      exitCode: 1,
      reason: expect.stringContaining('not today'),
    });
    expect(await project.files()).toEqual(['schema.sql']);
    expect(await read(project, 'schema.sql')).toBe('-- of old\n');
    await rm(project.migrations, { recursive: true });
    await expect(project.adopt()).rejects.toMatchObject({ message: expect.stringContaining('nothing of it was kept') });
    expect(await project.files()).toEqual(['no folder']);
    await query(project.url, 'DROP TRIGGER no ON "SequelizeMeta"');
    await project.adopt();
    expect(await appliedNames(project.url)).toEqual([expect.stringMatching(/baseline$/)]);
  });

  test('but for the answer to its COMMIT, it is done', async () => {
    const project = await legacy(PERSON);
    const { migrator } = project;
    const unheard: AdoptedDatabase = {
      exclusively: (work) => migrator.exclusively(work),
      status: () => migrator.status(),
      stamp: async (target) => Promise.reject(new Error(`unheard: ${(await migrator.stamp(target)).length}`)),
    };
    expect(await project.adopt({}, unheard)).toMatchObject({ file: expect.stringMatching(/baseline\.sql$/) });
    expect(await migrator.status()).toMatchObject([{ state: 'applied' }]);
  });

  test('and the server can not be asked any more, the files stay and it is said', async () => {
    const project = await legacy(PERSON);
    const { migrator } = project;
    const name = new URL(project.url).pathname.slice(1);
    const admin = (text: string): Promise<unknown> => query(inject('postgresUrl'), text);
    onTestFinished(async () => void (await admin(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`)));
    const lost: AdoptedDatabase = {
      exclusively: (work) => migrator.exclusively(work),
      status: () => migrator.status(),
      stamp: async (target) => {
        await admin(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
        await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
        return migrator.stamp(target);
      },
    };
    const error = {
      code: 'BASELINE_FAILED',
      reason: expect.stringMatching(/written: .*baseline\.sql/),
      remedy: expect.stringContaining('migrate stamp head'),
    };
    await expect(project.adopt({}, lost)).rejects.toMatchObject(error);
    expect(await project.files()).toEqual([expect.stringMatching(/baseline\.sql$/), 'schema.sql']);
  });
});

describe('migrate baseline', () => {
  test('says what it wrote and what a new database would lack, and refuses a second time with exit 2', async () => {
    const project = await legacy(
      `${PERSON} CREATE VIEW good_people AS SELECT 1 AS one; CREATE VIEW bad_people AS SELECT 1 AS one;`,
    );
    const ended = await project.develop('baseline');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /^wrote migrations\/[\d.T]+\.baseline\.sql {2}\(1 table\), and recorded it as applied\n.*\n {2}view: bad_people, good_people\n {2}rows: person\n/,
    );
    const again = await project.develop('baseline', 'again', '--json');
    expect(again.code).toBe(2);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'BASELINE_REFUSED' } });
  });
});
