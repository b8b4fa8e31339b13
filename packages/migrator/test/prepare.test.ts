import { DataTypes, Sequelize } from 'sequelize';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createMigrator,
  draftFromModels,
  type Migrator,
  type Prepared,
  type PrepareOptions,
  prepareDatabase,
  readyDatabase,
} from '../src/index.ts';
import { modelsHash } from '../src/sequelize/models-hash.ts';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, applyHere, createProject, type Project, sql } from './project.ts';

const A = '2026.01.01T00.00.00.make-person';
const B = '2026.01.02T00.00.00.add-nick';

/** What sync makes of the model below, less `nick`. */
const makePerson = sql(
  `CREATE TYPE enum_person_mood AS ENUM ('good', 'bad');
CREATE TABLE person (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, mood enum_person_mood NOT NULL DEFAULT 'good');`,
  'DROP TABLE person;\nDROP TYPE enum_person_mood;',
);
const addNick = sql('ALTER TABLE person ADD COLUMN nick varchar(20);', 'ALTER TABLE person DROP COLUMN nick;');
const both = { [`${A}.sql`]: makePerson, [`${B}.sql`]: addNick };

interface Server {
  sequelize: Sequelize;
  migrator: Migrator;
  said: string[];
  fields: (Record<string, unknown> | undefined)[];
  boot(options?: PrepareOptions): Promise<Prepared>;
}

/** What `createServer` defines, as a project's config has it. */
const CONFIG = `import { DataTypes } from 'sequelize';
export default {
  migrations: './migrations',
  models: (sequelize) => sequelize.define('person', {
    name: { type: DataTypes.STRING(40), allowNull: false, unique: true },
    mood: { type: DataTypes.ENUM('good', 'bad'), allowNull: false, defaultValue: 'good' },
    nick: DataTypes.STRING(20),
  }, { tableName: 'person', timestamps: false }),
};
`;

/** A project whose schema.sql is of its migrations, as `up` at a developer's desk leaves it. */
async function createProjectWithSchema(files: Record<string, string>): Promise<Project> {
  const project = await createProject(files, CONFIG);
  await project.develop('up');
  await query(project.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  return project;
}

/** A booting server: a Sequelize with a model, and a migrator on it. */
function createServer({ url, folder }: Project, pool = { max: 5 }): Server {
  const sequelize = new Sequelize(url, { logging: false, pool });
  sequelize.define(
    'person',
    {
      name: { type: DataTypes.STRING(40), allowNull: false, unique: true },
      mood: { type: DataTypes.ENUM('good', 'bad'), allowNull: false, defaultValue: 'good' },
      nick: DataTypes.STRING(20),
    },
    { tableName: 'person', timestamps: false },
  );
  onTestFinished(() => sequelize.close());
  const migrator = createMigrator({ sequelize, migrations: `${folder}/migrations` });
  const said: string[] = [];
  const fields: Server['fields'] = [];
  const log: PrepareOptions['log'] = (level, message, more) => {
    said.push(`${level}: ${message}`);
    fields.push(more);
  };
  return {
    sequelize,
    migrator,
    said,
    fields,
    boot: (options) => prepareDatabase(sequelize, migrator, { log, ...options }),
  };
}

/** A server whose database and schema.sql are as its migrations and its models have them. */
async function createCurrent(): Promise<Server & { project: Project }> {
  const project = await createProject(both);
  const server = createServer(project);
  await applyHere(project, modelsHash(draftFromModels(server.sequelize, server.migrator.managed)));
  return { ...server, project };
}

const withoutPositions = (catalog: Awaited<ReturnType<typeof readCatalog>>): unknown => ({
  ...catalog,
  columns: catalog.columns.map((column) => ({ ...column, attnum: undefined })),
});

describe('a database that is', () => {
  test('empty: sync makes the tables, every migration is stamped, and the next boot does nothing', async () => {
    const project = await createProjectWithSchema(both);
    const { boot, said } = createServer(project);
    expect(await boot()).toEqual({ state: 'empty', applied: [A, B], pending: [] });
    expect(await appliedNames(project.url)).toEqual([A, B]);
    const catalog = await readCatalog(project.url, []);
    expect(await boot()).toEqual({ state: 'current', applied: [], pending: [] });
    expect(await readCatalog(project.url, [])).toEqual(catalog);
    expect(said).toEqual([expect.stringContaining('by sync')]);
    expect(await project.migrate('up', '--json')).toMatchObject({ code: 0 });
  });

  test('empty: what sync makes is what the migrations make', async () => {
    const [synced, migrated] = [await createProjectWithSchema(both), await createProject(both)];
    const server = createServer(synced);
    await server.boot();
    expect(server.said).toEqual([expect.stringContaining('by sync')]);
    await migrated.migrate('up');
    expect(withoutPositions(await readCatalog(synced.url))).toEqual(withoutPositions(await readCatalog(migrated.url)));
  });

  const extra = '2026.01.03T00.00.00.extra';
  test.each([
    [
      'an index that the models do not have',
      sql('CREATE INDEX person_mood ON person (mood);', 'DROP INDEX person_mood;'),
    ],
    ['a table that the models do not have', sql('CREATE TABLE extra (id int);', 'DROP TABLE extra;')],
  ])('empty, and a migration makes %s: nothing of sync stays, the migrations run', async (_case, text) => {
    const project = await createProjectWithSchema({ ...both, [`${extra}.sql`]: text });
    const server = createServer(project);
    expect(await server.boot()).toEqual({ state: 'empty', applied: [A, B, extra], pending: [] });
    expect(server.said[0]).toMatch(/^warn: sync does not make the schema/);
    const rows = await query(project.url, 'SELECT name FROM "SequelizeMeta" WHERE duration_ms IS NOT NULL');
    expect(rows).toHaveLength(3);
    expect(await project.migrate('down', '--to', '0')).toMatchObject({ code: 0 });
  });

  test.each([
    ['a row', "INSERT INTO person (name) VALUES ('root');", 'SELECT name FROM person', [{ name: 'root' }]],
    ['a view', 'CREATE VIEW names AS SELECT name FROM person;', 'SELECT name FROM names', []],
    [
      'row level security',
      'ALTER TABLE person ENABLE ROW LEVEL SECURITY;',
      "SELECT relrowsecurity AS is FROM pg_class WHERE relname = 'person'",
      [{ is: true }],
    ],
  ])('empty, and a migration makes %s, which sync would miss: the migrations run', async (_what, text, look, found) => {
    const project = await createProjectWithSchema({ ...both, [`${extra}.sql`]: sql(text) });
    const server = createServer(project);
    expect(await server.boot()).toEqual({ state: 'empty', applied: [A, B, extra], pending: [] });
    expect(server.said[0]).toContain(`the migrations do more than sync can: ${extra} has ${text.slice(0, 10)}`);
    expect(await query(project.url, look)).toEqual(found);
  });

  test.each([
    ['without a schema.sql', false],
    ['with a schema.sql of other migrations', true],
  ])('empty, %s: nobody knows what sync would miss, the migrations run', async (_case, stale) => {
    const project = await (stale ? createProjectWithSchema({ [`${A}.sql`]: makePerson }) : createProject(both));
    await project.write(`${B}.sql`, addNick);
    const server = createServer(project);
    expect(await server.boot()).toMatchObject({ state: 'empty', applied: [A, B] });
    expect(server.said).toContainEqual(expect.stringMatching(/^info: there is no schema.sql of these migrations/));
    expect(await query(project.url, 'SELECT nick FROM person')).toEqual([]);
  });

  test('empty, and sync fails half-way: nothing of it stays and the migrations run instead', async () => {
    const project = await createProjectWithSchema(both);
    const server = createServer(project);
    server.sequelize.define('zebra', { stripe: 'no_such_type' }, { tableName: 'zebra', timestamps: false });
    expect(await server.boot()).toMatchObject({ state: 'empty', applied: [A, B] });
    expect(server.said).toContainEqual(expect.stringMatching(/^warn: sync does not make the schema/));
  });

  test('current, and the models have moved on: a warning that a migration is missing; none while they have not', async () => {
    const project = await createProjectWithSchema(both);
    const first = createServer(project);
    await first.boot();
    await first.boot();
    expect(first.said).toEqual([expect.stringContaining('by sync')]);
    const next = createServer(project);
    next.sequelize.define('later', { note: DataTypes.TEXT });
    expect(await next.boot()).toMatchObject({ state: 'current' });
    expect(next.said).toEqual([expect.stringMatching(/^warn: the models have changed since schema.sql was written/)]);
  });

  test('current: no DDL runs and no lock is taken, even while another run holds it', async () => {
    const project = await createProject(both);
    await project.migrate('up');
    const [holder, server] = [createServer(project), createServer(project)];
    await holder.migrator.exclusively(async () => {
      expect(await server.boot()).toMatchObject({ state: 'current' });
    });
    expect(server.said).toEqual([]);
  });

  test('current, and somebody has changed the database: a warning that names what, and it starts all the same', async () => {
    const { project, ...server } = await createCurrent();
    await server.boot();
    expect(server.said).toEqual([]);
    await query(project.url, 'ALTER TABLE person DROP nick, ADD "it\'s" int; CREATE INDEX here ON person (mood)');
    expect(await server.boot()).toEqual({ state: 'current', applied: [], pending: [] });
    const names = ['missing column person.nick', "added column person.it's", 'added index here'];
    expect(server.said).toEqual([
      `warn: the database is not what its migrations make: ${names.join(', ')} (\`pnpm migrate status\`)`,
    ]);
    expect(server.fields.at(-1)).toEqual({ drift: names });
    expect(await server.boot({ sync: 'never' })).toMatchObject({ state: 'current' });
    expect(server.said).toHaveLength(1);
  });

  test('current, and very much has changed: ten names are said, the rest is counted', async () => {
    const { project, ...server } = await createCurrent();
    await query(project.url, Array.from({ length: 13 }, (_, n) => `CREATE TABLE extra${n} ()`).join(';'));
    await server.boot();
    expect(server.said.at(-1)).toMatch(/make: (added table extra\d+, ){9}added table extra\d+ … and 3 more \(/);
    expect(server.fields.at(-1)?.drift).toHaveLength(13);
  });

  test('current, and a table is locked: what can not be read is told, and it starts all the same', async () => {
    const server = await createCurrent();
    const locked = await server.sequelize.transaction();
    await server.sequelize.query('ALTER TABLE person ALTER mood DROP DEFAULT', { transaction: locked });
    const boot = server.boot();
    expect(await boot).toMatchObject({ state: 'current' });
    await locked.rollback();
    expect(server.said).toEqual(['warn: whether the database has drifted is not known']);
    expect(server.fields.at(-1)).toEqual({ reason: expect.stringContaining('lock timeout') });
    await server.boot();
    expect(server.said).toHaveLength(1);
  });

  test('behind: refused by default with what is pending and the command, and nothing is changed', async () => {
    const project = await createProject(both);
    await project.migrate('up', '--step', '1');
    const before = await readCatalog(project.url, []);
    const { boot } = createServer(project);
    await expect(boot()).rejects.toMatchObject({
      code: 'DATABASE_BEHIND',
      exitCode: 1,
      reason: expect.stringContaining(B),
      remedy: expect.stringContaining('pnpm migrate up'),
      migrations: [B],
    });
    expect(await readCatalog(project.url, [])).toEqual(before);
  });

  test('behind: brought up where that is asked for', async () => {
    const project = await createProject(both);
    await project.migrate('up', '--step', '1');
    const { boot } = createServer(project);
    expect(await boot({ onBehind: 'up' })).toEqual({ state: 'behind', applied: [B], pending: [] });
    expect(await boot({ onBehind: 'up' })).toMatchObject({ state: 'current' });
  });

  test('behind: a failing migration fails the boot and leaves nothing', async () => {
    const project = await createProject({ ...both, [`${B}.sql`]: sql('CREATE TABLE x (id int);\nSELECT nope;') });
    await project.migrate('up', '--step', '1');
    await expect(createServer(project).boot({ onBehind: 'up' })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      line: 3,
    });
    expect(await appliedNames(project.url)).toEqual([A]);
    expect(await query(project.url, "SELECT to_regclass('x') AS x")).toEqual([{ x: null }]);
  });

  test('ahead: starts, with a warning that names what it does not know', async () => {
    const project = await createProject(both);
    await project.migrate('up');
    await project.remove(`${B}.sql`);
    const { boot, said } = createServer(project);
    expect(await boot()).toEqual({ state: 'ahead', applied: [], pending: [] });
    expect(said).toEqual([expect.stringMatching(/^warn: .*this build does not/)]);
  });

  test('unmanaged: refused, with the ways out, and nothing is changed', async () => {
    const project = await createProject(both);
    await query(project.url, 'CREATE TABLE person (id int)');
    const before = await readCatalog(project.url, []);
    await expect(createServer(project).boot({ onBehind: 'up' })).rejects.toMatchObject({
      code: 'DATABASE_UNMANAGED',
      exitCode: 1,
      remedy: expect.stringMatching(/stamp head.*baseline/),
    });
    expect(await readCatalog(project.url, [])).toEqual(before);
  });

  test('empty but for tables that are not ours: still empty', async () => {
    const project = await createProject(both);
    await query(project.url, 'CREATE TABLE spatial_ref_sys (id int)');
    expect(await createServer(project).boot()).toMatchObject({ state: 'empty' });
  });

  test('emptied by down --to 0: empty again', async () => {
    const project = await createProject(both);
    await project.migrate('up');
    await project.migrate('down', '--to', '0');
    expect(await createServer(project).boot()).toMatchObject({ state: 'empty', applied: [A, B] });
  });

  test('without a single migration in the folder: made by sync once, current from then on', async () => {
    const { boot } = createServer(await createProject());
    expect(await boot()).toMatchObject({ state: 'empty', applied: [] });
    expect(await boot()).toMatchObject({ state: 'current' });
  });
});

describe('eight servers at one instant', () => {
  test.each([
    ['on an empty database', 0, 'empty'],
    ['on one with a pending migration', 1, 'behind'],
  ])('%s: one works, all start', async (_case, steps, state) => {
    const project = await createProject(both);
    if (steps > 0) await project.migrate('up', '--step', String(steps));
    const servers = Array.from({ length: 8 }, () => createServer(project));
    const outcomes = await Promise.all(servers.map(({ boot }) => boot({ onBehind: 'up' })));
    expect(outcomes.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.state === state)).toHaveLength(1);
    expect(await appliedNames(project.url)).toEqual([A, B]);
  });
});

describe('SYNC', () => {
  test('never: only looks and says what is pending', async () => {
    const project = await createProject(both);
    expect(await createServer(project).boot({ sync: 'never' })).toEqual({
      state: 'empty',
      applied: [],
      pending: [A, B],
    });
    expect((await readCatalog(project.url, [])).columns).toEqual([]);
  });

  test('always: syncs on every boot with a warning, four at once too', async () => {
    const project = await createProject(both);
    const servers = Array.from({ length: 4 }, () => createServer(project));
    await Promise.all(servers.map(({ boot }) => boot({ sync: 'always' })));
    expect(servers.flatMap(({ said }) => said)).toEqual(Array(4).fill(expect.stringMatching(/^warn: SYNC=always/)));
    expect((await readCatalog(project.url)).enums).toHaveLength(1);
  });

  test('always: refused on a database that migrations look after', async () => {
    const project = await createProject(both);
    await project.migrate('up');
    await expect(createServer(project).boot({ sync: 'always' })).rejects.toMatchObject({ code: 'SYNC_ON_MIGRATED' });
  });
});

test('a pool of one connection is refused in words, where sync would wait for itself', async () => {
  const project = await createProject(both);
  await expect(createServer(project, { max: 1 }).boot()).rejects.toMatchObject({ code: 'POOL_TOO_SMALL' });
});

describe('the programmatic API', () => {
  test('up, status, pending, executed, down, stamp on an application’s Sequelize, whose pool stays its own', async () => {
    const project = await createProject(both);
    const { migrator, sequelize } = createServer(project, { max: 1 });
    const migrated: string[] = [];
    migrator.umzug.on('migrated', ({ name }) => void migrated.push(name));
    expect((await migrator.pending()).map(({ name }) => name)).toEqual([A, B]);
    expect((await migrator.up({ step: 1 })).map(({ name }) => name)).toEqual([A]);
    expect((await migrator.up()).map(({ name }) => name)).toEqual([B]);
    expect(migrated).toEqual([A, B]);
    expect((await migrator.executed()).map(({ name }) => name)).toEqual([A, B]);
    expect((await migrator.down({ to: 0 })).map(({ name }) => name)).toEqual([B, A]);
    expect(await migrator.stamp('head')).toEqual([A, B]);
    expect((await migrator.status()).map(({ state }) => state)).toEqual(['applied', 'applied']);
    await sequelize.query('SELECT 1');
  });

  test('two ups of one process at once do not meet', async () => {
    const project = await createProject(both);
    const { migrator } = createServer(project);
    const [first, second] = await Promise.all([migrator.up(), migrator.up()]);
    expect([...first, ...second].map(({ name }) => name)).toEqual([A, B]);
  });

  test('an unreachable database is DATABASE_UNREACHABLE', async () => {
    const { folder } = await createProject(both);
    const { migrator } = createServer({ folder, url: 'postgres://u:p@127.0.0.1:1/x' } as Project);
    await expect(migrator.up()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 5 });
  });
});

describe('readyDatabase', () => {
  const ask = ({ sequelize, migrator, said }: Server, options: PrepareOptions = {}) =>
    readyDatabase(sequelize, migrator, { log: (level, message) => said.push(`${level}: ${message}`), ...options });

  test('current: says so, and tells of drift only when it is asked for', async () => {
    const { project, ...server } = await createCurrent();
    await query(project.url, 'ALTER TABLE person ADD more int');
    const ready = await ask(server);
    expect(ready).toMatchObject({ state: 'current', applied: [], pending: [] });
    expect(server.said).toEqual([]);
    await ready?.audit();
    expect(server.said).toEqual([expect.stringMatching(/^warn: .*: added column person.more \(/)]);
  });

  test('ahead: says so with the warning', async () => {
    const { project, ...server } = await createCurrent();
    await query(project.url, `INSERT INTO "SequelizeMeta" (name) VALUES ('2099.01.01T00.00.00.later')`);
    expect(await ask(server)).toMatchObject({ state: 'ahead' });
    expect(server.said).toEqual([expect.stringMatching(/^warn: the database knows migrations that this build/)]);
  });

  test.each([
    ['empty', []],
    ['unmanaged', ['CREATE TABLE person (id int)']],
    ['behind', [makePerson, `CREATE TABLE "SequelizeMeta" (name text); INSERT INTO "SequelizeMeta" VALUES ('${A}')`]],
  ])('%s: leaves it to prepareDatabase, and changes nothing', async (_state, statements) => {
    const project = await createProject(both);
    for (const statement of statements) await query(project.url, statement.split('-- migrate:down')[0] ?? '');
    const before = await readCatalog(project.url, []);
    const server = createServer(project);
    expect(await ask(server, { onBehind: 'up' })).toBeUndefined();
    expect(await readCatalog(project.url, [])).toEqual(before);
    expect(server.said).toEqual([]);
  });

  test('sync never: whatever it is, it is left alone', async () => {
    const server = createServer(await createProject(both));
    expect(await ask(server, { sync: 'never' })).toMatchObject({ state: 'empty', pending: [A, B] });
  });
});
