import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataTypes, literal } from 'sequelize';
import { describe, expect, inject, test } from 'vitest';
import type { Generated } from '../src/autogenerate/generate.ts';
import { query, readCatalog } from './catalog.ts';
import { createDesk, type Define, type Desk } from './desk.ts';
import { sql } from './project.ts';

const options = { timestamps: false, freezeTableName: true };
const { INTEGER, STRING, TEXT, UUID, ENUM } = DataTypes;

const employee =
  (attributes: Parameters<Parameters<Define>[0]['define']>[1], more: object = {}): Define =>
  (sequelize) =>
    void sequelize.define('employee', attributes, { ...options, ...more });

type Written = Extract<Generated, { status: 'written' }>;

async function written(generated: Promise<Generated>): Promise<Written> {
  const result = await generated;
  expect(result).toMatchObject({ status: 'written' });
  return result as Written;
}

const opsOf = (generated: Generated): string[] =>
  'operations' in generated ? generated.operations.map(({ op }) => op) : [];

/** A desk with the models' first migration applied. */
async function deskWith(define: Define): Promise<Desk> {
  const desk = await createDesk();
  const migrator = desk.with(define);
  await written(migrator.generate('first'));
  await migrator.up();
  return desk;
}

describe('generate', () => {
  test('writes the first migration out of nothing: it runs, and leaves nothing to say', async () => {
    const desk = await createDesk();
    const migrator = desk.with((sequelize) => {
      const team = sequelize.define('team', { name: { type: STRING, unique: true } }, options);
      const person = sequelize.define('person', { mood: ENUM('好', "it's") }, options);
      person.belongsTo(team);
      team.belongsTo(person, { as: 'lead', constraints: false });
    });
    const { file, operations } = await written(migrator.generate('Make Team & Person'));
    expect(basename(file)).toMatch(/^\d{4}\.\d\d\.\d\dT\d\d\.\d\d\.\d\d\.make-team-person\.sql$/);
    expect(operations.map(({ op }) => op)).toEqual(['createEnum', 'createTable', 'createTable']);
    const empty = await readCatalog(desk.url);
    await migrator.up();
    expect(await migrator.check({ database: true })).toMatchObject({ ok: true, drift: [] });
    expect(await migrator.generate('again')).toEqual({ status: 'clean', operations: [], hazards: [] });
    await migrator.down({ to: 0 });
    expect(await readCatalog(desk.url)).toEqual(empty);
  });

  test('writes what a changed model asks for, with schema.sql, and touches no database', async () => {
    const desk = await deskWith(employee({ name: STRING(40) }));
    const before = await readCatalog(desk.url);
    const migrator = desk.with(employee({ name: STRING(80), email: { type: TEXT, allowNull: false } }));
    const result = await written(migrator.generate('add email'));
    expect(opsOf(result)).toEqual(['alterType', 'addColumn']);
    expect(result.hazards).toMatchObject([{ code: 'fails-on-nulls', table: 'employee', column: 'email' }]);
    const text = await desk.read(basename(result.file));
    expect(text).toBe(result.sql);
    expect(text).toMatch(
      /^-- migrate:up\n[^]*\n-- hazard: fails-on-nulls .*\n.*"email" text NOT NULL;\n\n-- migrate:down\n/,
    );
    expect(await desk.read('schema.sql')).toContain('"email" text NOT NULL');
    expect(await readCatalog(desk.url)).toEqual(before);
  });

  test('says nothing to do where nothing is, and writes nothing but a schema.sql that was stale', async () => {
    const desk = await deskWith(employee({ name: TEXT }));
    const [files, text] = [await desk.files(), await desk.read('schema.sql')];
    const migrator = desk.with(employee({ name: TEXT }));
    expect(await migrator.generate('x')).toEqual({ status: 'clean', operations: [], hazards: [] });
    await desk.write('schema.sql', 'lost in a merge\n');
    expect(await migrator.generate('x')).toMatchObject({ status: 'clean', schemaFile: expect.any(String) });
    expect([await desk.files(), await desk.read('schema.sql')]).toEqual([files, text]);
  });

  test('gives the same bytes for the same models', async () => {
    const define = employee(
      { a: ENUM('x', 'y'), b: { type: INTEGER, unique: true }, c: UUID },
      { indexes: [{ fields: ['c'] }] },
    );
    const [one, two] = [await createDesk(), await createDesk()];
    const [first, second] = [
      await written(one.with(define).generate('a')),
      await written(two.with(define).generate('b')),
    ];
    expect(first.sql).toBe(second.sql);
  });

  test('only shows it where asked to, proved all the same', async () => {
    const desk = await createDesk();
    const shown = await desk.with(employee({ name: TEXT })).generate('x', { dryRun: true });
    expect(shown).toMatchObject({ status: 'shown', sql: expect.stringContaining('CREATE TABLE') });
    expect(await desk.files()).toEqual([]);
  });

  test('compares with a database where asked to', async () => {
    const desk = await createDesk();
    await query(desk.url, 'CREATE TABLE employee (id serial PRIMARY KEY)');
    const migrator = desk.with(employee({ name: TEXT }));
    const result = await written(migrator.generate('add name', { from: migrator.source }));
    expect(opsOf(result)).toEqual(['addColumn']);
  });

  test('costs no scratch database where its inputs are known', async () => {
    const named = (comment: string): Define => employee({ name: { type: STRING(40), comment } });
    const [one, other] = [randomUUID(), randomUUID()];
    const desk = await deskWith(named(one));
    const scratchUrl = `${inject('postgresUrl')}?host=/nowhere`;
    const unreachable = desk.with(named(one), { scratchUrl });
    expect(await unreachable.generate('x')).toMatchObject({ status: 'clean' });
    expect(await unreachable.check()).toMatchObject({ ok: true });
    const changed = desk.with(named(other), { scratchUrl });
    await expect(changed.check()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 5 });
  });
});

describe('what somebody has to decide', () => {
  test('a drop and an add that may be one rename: nothing is written before', async () => {
    const desk = await deskWith(employee({ nick: { type: STRING(40), unique: true } }));
    const files = await desk.files();
    const migrator = desk.with(employee({ alias: { type: STRING(40), unique: true } }));
    expect(await migrator.generate('x')).toEqual({
      status: 'needs-decision',
      renames: [{ kind: 'column', table: 'employee', from: 'nick', to: 'alias', flag: 'employee.nick:employee.alias' }],
      casts: [],
    });
    expect(await desk.files()).toEqual(files);
  });

  test.each([
    ['--rename', { rename: ['employee.nick:employee.alias'] }, ['renameColumn']],
    ['--rename, short', { rename: ['employee.nick:alias'] }, ['renameColumn']],
    ['--no-renames', { noRenames: true }, ['dropColumn', 'addColumn']],
    ['both', { rename: ['public.employee.nick:public.employee.alias'], noRenames: true }, ['renameColumn']],
  ])('%s decides it', async (_flag, decisions, ops) => {
    const desk = await deskWith(employee({ nick: TEXT }));
    expect(opsOf(await written(desk.with(employee({ alias: TEXT })).generate('x', decisions)))).toEqual(ops);
  });

  test.each([
    ['a flag that can not be read', { rename: ['employee.nick'] }, "can't be read"],
    ['a flag with an empty name', { rename: ['employee.:employee.alias'] }, "can't be read"],
    ['a flag about nothing', { rename: ['employee.nik:employee.alias'] }, 'employee: nik → alias'],
    ['a cast about nothing', { noRenames: true, using: { 'employee.nick': '1' } }, '--using employee.nick'],
  ])('%s is refused', async (_what, decisions, message) => {
    const desk = await deskWith(employee({ nick: TEXT }));
    const generated = desk.with(employee({ alias: TEXT })).generate('x', decisions);
    await expect(generated).rejects.toMatchObject({
      code: 'USAGE',
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  test('tables, enum types and values have flags of their own', async () => {
    const desk = await deskWith((sequelize) => {
      sequelize.define('worker', { mood: { type: ENUM('a', 'b.c', 'd'), enumName: 'mood' } }, options);
    });
    const after: Define = (sequelize) =>
      void sequelize.define('employee', { temper: { type: ENUM('a', 'x:y', 'd'), enumName: 'temper' } }, options);
    const result = await written(
      desk.with(after).generate('x', {
        rename: [
          'table:worker:employee',
          'employee.mood:employee.temper',
          'enum:mood:temper',
          'enum:temper."b.c":"x:y"',
        ],
      }),
    );
    expect(opsOf(result).toSorted()).toEqual(['renameColumn', 'renameEnum', 'renameEnumValue', 'renameTable']);
  });

  test('a model says it for good, and once it is done nothing more comes of it', async () => {
    const desk = await deskWith(employee({ nick: TEXT }));
    const migrator = desk.with(employee({ alias: { type: TEXT, renamedFrom: 'nick' } }));
    expect(opsOf(await written(migrator.generate('x')))).toEqual(['renameColumn']);
    expect(await migrator.generate('y')).toMatchObject({ status: 'clean' });
    const fresh = await createDesk();
    const again = fresh.with(employee({ alias: { type: TEXT, renamedFrom: 'nick' } }));
    expect(opsOf(await written(again.generate('x')))).toEqual(['createTable']);
  });

  test('a type change that no cast makes', async () => {
    const desk = await deskWith(employee({ code: INTEGER }));
    const migrator = desk.with(employee({ code: UUID }));
    const flag = '--using "employee.code=…"';
    expect(await migrator.generate('x')).toMatchObject({
      status: 'needs-decision',
      casts: [{ table: 'employee', column: 'code', from: 'integer', to: 'uuid', flag }],
    });
    const using = { 'employee.code': "lpad(to_hex(code), 32, '0')::uuid" };
    const result = await written(migrator.generate('x', { using }));
    expect(result.sql).toContain(`USING ${using['employee.code']}`);
  });

  test('is asked of whoever is there: a renamed table brings the question about its column', async () => {
    const desk = await deskWith(
      (sequelize) => void sequelize.define('worker', { nick: TEXT, a: TEXT, n: INTEGER }, options),
    );
    const after: Define = (sequelize) => void sequelize.define('employee', { alias: TEXT, a: TEXT, n: UUID }, options);
    const asked: string[] = [];
    const asker = {
      isRename: async (candidate: { kind: string }) => asked.push(candidate.kind) > 0,
      using: async () => 'NULL',
    };
    const result = await written(desk.with(after).generate('x', { asker }));
    expect(asked).toEqual(['table', 'column']);
    expect(opsOf(result)).toEqual(['renameTable', 'renameColumn', 'alterType']);
  });

  test('no is an answer, too', async () => {
    const desk = await deskWith(employee({ nick: TEXT }));
    const asker = { isRename: async () => false, using: async () => undefined };
    const result = await written(desk.with(employee({ alias: TEXT })).generate('x', { asker }));
    expect(opsOf(result)).toEqual(['dropColumn', 'addColumn']);
  });
});

describe('nothing is written', () => {
  const leftOver = (): Promise<unknown[]> =>
    query(inject('postgresUrl'), "SELECT datname FROM pg_database WHERE datname LIKE 'roster_scratch%'");

  test('where the migration can not run: a view stands in its way', async () => {
    const desk = await deskWith(employee({ name: TEXT, nick: TEXT }));
    await desk.write(
      '2999.01.01T00.00.00.view.sql',
      sql('CREATE VIEW v AS SELECT nick FROM employee;', 'DROP VIEW v;'),
    );
    const files = await desk.files();
    const generated = desk.with(employee({ name: TEXT })).generate('x');
    await expect(generated).rejects.toMatchObject({
      code: 'PROOF_FAILED',
      exitCode: 1,
      sqlState: '2BP01',
      statement: expect.stringContaining('DROP COLUMN "nick"'),
    });
    expect(await desk.files()).toEqual(files);
  });

  test('where PostgreSQL refuses the models: the statement is named', async () => {
    const desk = await createDesk();
    const checks = { checks: { sane: 'no_such_function(name)' } };
    const generated = desk.with(employee({ name: TEXT }, checks)).generate('x');
    await expect(generated).rejects.toMatchObject({
      code: 'MODELS_REFUSED',
      exitCode: 2,
      reason: expect.stringContaining('no_such_function'),
      statement: expect.stringContaining('CREATE TABLE'),
    });
    expect(await desk.files()).toEqual([]);
  });

  test('where an older migration fails in replay; and no scratch database is left', async () => {
    const desk = await createDesk();
    await desk.write('2026.01.01T00.00.00.broken.sql', sql('CREATE TABLE t (a int);\nSELECT 1/0;', 'DROP TABLE t;'));
    const generated = desk.with(employee({ name: TEXT })).generate('x');
    await expect(generated).rejects.toMatchObject({ code: 'MIGRATION_FAILED', line: 3 });
    await expect.poll(leftOver, { timeout: 30_000 }).toEqual([]);
  });

  test('where no migration leads there', async () => {
    const desk = await deskWith(employee({ a: TEXT, b: TEXT }));
    const generated = desk.with(employee({ b: TEXT })).generate('x', { rename: ['employee.a:employee.b'] });
    await expect(generated).rejects.toMatchObject({
      code: 'DIFF_INCOMPLETE',
      message: expect.stringContaining('column employee: a → b'),
    });
  });

  test('where another migration has come meanwhile; of two at once at most one stays', async () => {
    const desk = await deskWith(employee({ name: TEXT }));
    const migrator = desk.with(employee({ name: TEXT, b: TEXT }));
    const asker = { isRename: async () => false, using: async () => undefined };
    const late = {
      ...asker,
      isRename: async () => (await desk.write('2026.01.01T00.00.00.other.sql', sql('SELECT 1;', 'SELECT 1;')), false),
    };
    const changed = desk.with(employee({ nick: TEXT })).generate('x', { asker: late });
    await expect(changed).rejects.toMatchObject({ code: 'MIGRATIONS_CHANGED' });
    await desk.remove('2026.01.01T00.00.00.other.sql');
    const before = (await desk.files()).length;
    const both = await Promise.allSettled([
      migrator.generate('one'),
      desk.with(employee({ name: TEXT, b: TEXT })).generate('two'),
    ]);
    const stayed = both.filter(({ status }) => status === 'fulfilled').length;
    expect(stayed).toBeLessThanOrEqual(1);
    expect(await desk.files()).toHaveLength(before + stayed);
    expect(await migrator.check()).toMatchObject({ ok: stayed === 1, schemaFile: 'current' });
  });
});

describe('what migrations are made of beside the models', () => {
  test('programs run in the replay, and are run anew each time', async () => {
    const desk = await createDesk();
    await desk.write(
      '2026.01.01T00.00.00.program.js',
      `exports.up = ({ queryInterface }) => queryInterface.createTable('employee', { id: { type: 'serial', primaryKey: true } });
       exports.down = ({ queryInterface }) => queryInterface.dropTable('employee');`,
    );
    const migrator = desk.with(employee({ name: TEXT }));
    expect(opsOf(await written(migrator.generate('add name')))).toEqual(['addColumn']);
    expect(await migrator.check()).toMatchObject({ ok: true });
  });

  test('a prelude makes the extensions that the models need', async () => {
    const desk = await createDesk();
    const define = employee({ name: 'citext', at: { type: UUID, defaultValue: literal('uuid_generate_v4()') } });
    await expect(desk.with(define).generate('x')).rejects.toMatchObject({ code: 'MODELS_REFUSED' });
    const prelude = ['CREATE EXTENSION IF NOT EXISTS citext', 'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"'];
    await written(desk.with(define, { prelude }).generate('x'));
    await expect(access(`${desk.folder}/schema.sql`)).resolves.toBeUndefined();
  });

  test('a database that only a prelude can copy is told as such', async () => {
    const desk = await createDesk();
    await query(desk.url, "CREATE FUNCTION code() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$");
    await query(desk.url, 'CREATE TABLE employee (id serial PRIMARY KEY, code text DEFAULT code())');
    const migrator = desk.with(employee({ name: TEXT }));
    await expect(migrator.generate('x', { from: migrator.source, noRenames: true })).rejects.toMatchObject({
      code: 'COPY_REFUSED',
      reason: expect.stringContaining('code()'),
      statement: expect.stringContaining('CREATE TABLE "public"."employee"'),
    });
    const prelude = ["CREATE FUNCTION code() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$"];
    const prepared = desk.with(employee({ name: TEXT }), { prelude });
    await written(prepared.generate('x', { from: prepared.source, noRenames: true }));
  });

  test('a prelude that fails is named', async () => {
    const desk = await createDesk();
    const generated = desk.with(employee({ name: TEXT }), { prelude: ['CREATE EXTENSION nothing'] }).generate('x');
    await expect(generated).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      reason: expect.stringContaining('nothing'),
    });
  });
});
