import { describe, expect, test } from 'vitest';
import { type Verification, type VerifyOptions, verify } from '../src/autogenerate/verify.ts';
import { createFolder, projectOf } from './in-process.ts';
import { createProject, sql } from './project.ts';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((name, day) => `2026.01.0${day + 1}T00.00.00.make-${name}`) as [
  string,
  string,
  string,
  string,
];

const makeA = sql('CREATE TABLE a (id int PRIMARY KEY, name text);', 'DROP TABLE a;');
const makeB = sql('CREATE TABLE b (id int);', 'DROP TABLE b;');
const leavesType = sql("CREATE VIEW v AS SELECT 1 AS one;\nCREATE TYPE mood AS ENUM ('good');", 'DROP VIEW v;');

const verified = async (files: Record<string, string>, options: VerifyOptions = {}): Promise<Verification> =>
  verify(projectOf(await createFolder(files)), options);

const results = ({ migrations }: Verification): Record<string, string> =>
  Object.fromEntries(migrations.map(({ name, result }) => [name, result]));

test('SQL, programs and what runs outside a transaction are verified; without a down part it is irreversible and no failure', async () => {
  const program = `export const up = ({ sequelize }) => sequelize.query('CREATE TABLE b (id serial)');
export const down = ({ sequelize }) => sequelize.query('DROP TABLE b');\n`;
  const alone = `-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY a_name ON a (name);\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY a_name;\n`;
  const told: string[] = [];
  const found = await verified(
    { [`${A}.sql`]: makeA, [`${B}.ts`]: program, [`${C}.sql`]: alone, [`${D}.sql`]: sql("UPDATE a SET name = '';") },
    { onVerified: ({ name }) => told.push(name) },
  );
  expect(results(found)).toEqual({ [A]: 'ok', [B]: 'ok', [C]: 'ok', [D]: 'irreversible' });
  expect(found).toMatchObject({ ok: true, untried: [] });
  expect(told).toEqual([A, B, C, D]);
});

test('a down that leaves something, and one that takes something away, differ; the next is not blamed for them', async () => {
  const found = await verified({
    [`${A}.sql`]: leavesType,
    [`${B}.sql`]: sql('ALTER TYPE mood RENAME TO humour;', 'DROP TYPE humour;'),
    [`${C}.sql`]: makeB,
  });
  expect(found).toEqual({
    ok: false,
    untried: [],
    migrations: [
      {
        name: A,
        result: 'differs',
        step: 'down',
        differences: [{ object: 'enum mood', change: 'added', found: "ENUM ('good')" }],
      },
      {
        name: B,
        result: 'differs',
        step: 'down',
        differences: [{ object: 'enum mood', change: 'missing', expected: "ENUM ('good')" }],
      },
      { name: C, result: 'ok' },
    ],
  });
});

test('a second up that gives something else than the first differs', async () => {
  const counting = `let times = 0;
export const up = ({ sequelize }) => sequelize.query(\`CREATE TABLE t\${++times} (id int)\`);
export const down = ({ sequelize }) => sequelize.query(\`DROP TABLE t\${times}\`);\n`;
  const { migrations } = await verified({ [`${A}.js`]: counting });
  expect(migrations).toMatchObject([
    {
      result: 'differs',
      step: 'second up',
      differences: [
        { object: 'table t1', change: 'missing' },
        { object: 'table t2', change: 'added' },
      ],
    },
  ]);
});

describe('a migration that fails', () => {
  test('going up names file, line and statement; those behind it are untried', async () => {
    const found = await verified({
      [`${A}.sql`]: sql('SELECT 1;\nALTER TABLE nope ADD x int;', 'SELECT 1;'),
      [`${B}.sql`]: makeB,
    });
    expect(found).toMatchObject({ ok: false, untried: [B] });
    const error = {
      code: 'MIGRATION_FAILED',
      file: expect.stringContaining(`${A}.sql`),
      line: 3,
      statement: 'ALTER TABLE nope ADD x int',
      sqlState: '42P01',
    };
    expect(found.migrations).toMatchObject([{ name: A, result: 'fails', step: 'up', error }]);
  });

  test('going down, or outside a transaction half-way, names its line; those behind it are verified on what up has made', async () => {
    const found = await verified({
      [`${A}.sql`]: sql('CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);', 'DROP TABLE a;\nDROP TABLE a;'),
      [`${B}.sql`]:
        '-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nCREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id);\n',
      [`${C}.sql`]: sql('ALTER TABLE a ADD x int;', 'ALTER TABLE a DROP x;'),
      [`${D}.sql`]: '-- migrate:up\nSELECT 1;\n-- migrate:down\n',
    });
    expect(found.migrations).toMatchObject([
      { result: 'fails', step: 'down', error: { line: 7, sqlState: '42P01' } },
      { result: 'fails', step: 'down', error: { line: 4, sqlState: '23505' } },
      { name: C, result: 'ok' },
      { result: 'fails', step: 'down', error: { code: 'MIGRATION_FILE_INVALID', line: 4 } },
    ]);
  });

  test('only as it commits, or as its file is read, fails too', async () => {
    const deferred =
      'CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1, 2);';
    const commits = await verified({ [`${A}.sql`]: sql(deferred, 'DROP TABLE a;') });
    expect(commits.migrations).toMatchObject([
      { result: 'fails', step: 'up', error: { code: 'MIGRATION_FAILED', sqlState: '23503' } },
    ]);
    const reads = await verified({ [`${A}.js`]: 'nonsense(' });
    expect(reads.migrations).toMatchObject([
      { result: 'fails', step: 'up', error: { code: 'MIGRATION_FILE_INVALID' } },
    ]);
  });
});

describe('names', () => {
  test('choose what is verified; those before it only go up, those behind it do not run', async () => {
    const files = { [`${A}.sql`]: leavesType, [`${B}.sql`]: makeB, [`${C}.sql`]: sql('nonsense') };
    const found = await verified(files, { names: ['make-b'] });
    expect(found).toEqual({ ok: true, migrations: [{ name: B, result: 'ok' }], untried: [] });
  });

  test('of none, or of several, are errors of usage', async () => {
    const files = { [`${A}.sql`]: makeA, [`${B}.sql`]: makeB };
    await expect(verified(files, { names: ['nope'] })).rejects.toMatchObject({
      code: 'MIGRATION_UNKNOWN',
      exitCode: 2,
    });
    await expect(verified(files, { names: ['2026'] })).rejects.toMatchObject({
      code: 'MIGRATION_AMBIGUOUS',
      exitCode: 2,
    });
  });

  test('behind one that fails going up are untried, and that one is told', async () => {
    const found = await verified({ [`${A}.sql`]: sql('nonsense'), [`${B}.sql`]: makeB }, { names: ['make-b'] });
    expect(found).toMatchObject({ ok: false, migrations: [{ name: A, result: 'fails' }], untried: [B] });
  });
});

test('an empty folder is fine', async () => {
  expect(await verified({})).toEqual({ ok: true, migrations: [], untried: [] });
});

test('what the prelude has made is there before the first one, and is no difference', async () => {
  const folder = await createFolder({ [`${A}.sql`]: sql('CREATE TABLE a (mail citext);', 'DROP TABLE a;') });
  const project = projectOf(folder, undefined, { prelude: ['CREATE EXTENSION citext'] });
  expect(await verify(project)).toMatchObject({ ok: true });
});

test('migrate verify says each verdict on its line and in the document, and exits 1', async () => {
  const project = await createProject({ [`${A}.sql`]: makeA, [`${B}.sql`]: leavesType, [`${C}.sql`]: sql('nope') });
  const ended = await project.develop('verify', '--json');
  expect(ended.code).toBe(1);
  const differences = [{ object: 'enum mood', change: 'added', found: "ENUM ('good')" }];
  const error = expect.objectContaining({
    code: 'MIGRATION_FAILED',
    file: `migrations/${C}.sql`,
    line: 2,
    sqlState: '42601',
  });
  expect(JSON.parse(ended.stdout)).toEqual({
    migrations: [
      { name: A, result: 'ok' },
      { name: B, result: 'differs', step: 'down', differences },
      { name: C, result: 'fails', step: 'up', error },
    ],
  });
  expect(ended.stderr).toContain(
    `ok            ${A}\ndiffers       ${B}\n  enum mood is left behind by down\nfails         ${C}\n  error: `,
  );
  expect(ended.stderr).toMatch(/\n1 fine, 1 with differences, 1 failing\n$/);
});
