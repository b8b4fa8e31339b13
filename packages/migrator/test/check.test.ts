import { DataTypes } from 'sequelize';
import { describe, expect, inject, test } from 'vitest';
import type { Checked } from '../src/autogenerate/checked.ts';
import { urlSource } from '../src/autogenerate/compare.ts';
import { toSql } from '../src/schema/statement.ts';
import { query } from './catalog.ts';
import { createDesk, type Define, type Desk } from './desk.ts';
import { sql } from './project.ts';

const employee =
  (name: string): Define =>
  (sequelize) =>
    void sequelize.define('employee', { [name]: DataTypes.TEXT }, { timestamps: false, freezeTableName: true });

const FINE: Checked = {
  ok: true,
  operations: [],
  problems: [],
  schemaFile: 'current',
  pending: [],
  edited: [],
  missing: [],
  outOfOrder: [],
  drift: null,
};

/** A desk on which everything is as it should be, and its two migrations. */
async function tidyDesk(): Promise<{ desk: Desk; first: string; second: string }> {
  const desk = await createDesk();
  await desk.with(employee('name')).generate('make employee');
  const migrator = desk.with(employee('nick'));
  await migrator.generate('rename', { rename: ['employee.name:employee.nick'] });
  await migrator.up();
  const [first = '', second = ''] = (await desk.files()).filter((file) => file !== 'schema.sql');
  return { desk, first, second };
}

const check = (desk: Desk, database = true): Promise<Checked> => desk.with(employee('nick')).check({ database });

describe('check', () => {
  test('is fine where models, migrations, schema.sql and database say the same', async () => {
    const { desk } = await tidyDesk();
    expect(await check(desk, false)).toEqual(FINE);
    expect(await check(desk)).toEqual({ ...FINE, drift: [] });
  });

  test('is fine where there is nothing at all', async () => {
    const desk = await createDesk();
    expect(await desk.with(() => undefined).check({ database: true })).toEqual({ ...FINE, drift: [] });
  });

  test('finds models that have moved on, and takes nothing for a rename', async () => {
    const { desk } = await tidyDesk();
    expect(await desk.with(employee('alias')).check()).toEqual({
      ...FINE,
      ok: false,
      operations: [
        { op: 'dropColumn', table: 'employee', column: 'nick' },
        { op: 'addColumn', table: 'employee', column: 'alias' },
      ],
    });
  });

  test('takes a table for what it is that a migration has partitioned: no model can say it', async () => {
    const desk = await createDesk();
    const parted = sql('CREATE TABLE employee (nick text) PARTITION BY LIST (nick);', 'DROP TABLE employee;');
    await desk.write('2026.01.01T00.00.00.parted.sql', parted);
    const migrator = desk.with((sequelize) => {
      const options = { timestamps: false, freezeTableName: true };
      sequelize.define('employee', { nick: DataTypes.TEXT }, options).removeAttribute('id');
    });
    await migrator.generate('writes schema.sql');
    expect(await migrator.check()).toEqual(FINE);
  });

  test.each([
    ['changed in its body', (text: string) => text.replace('"nick" text', '"nick" varchar')],
    ['of other migrations', (text: string) => text.replace(/migrations: sha256:../, 'migrations: sha256:00')],
    ['with another fingerprint', (text: string) => text.replace(/fingerprint: sha256:../, 'fingerprint: sha256:00')],
    ['cut short', (text: string) => text.slice(0, 300)],
  ])('finds a schema.sql that is %s', async (_how, change) => {
    const { desk } = await tidyDesk();
    await desk.write('schema.sql', change(await desk.read('schema.sql')));
    // The first time by both sides, the second by what is kept of that.
    for (const _time of ['first', 'second'])
      expect(await check(desk, false)).toEqual({ ...FINE, ok: false, schemaFile: 'stale' });
  });

  test('needs no server for what it has found before, and one for anything else', async () => {
    const { desk, second } = await tidyDesk();
    const scratchUrl = `${inject('postgresUrl')}?host=/nowhere`;
    const away = (name: string): Promise<Checked> => desk.with(employee(name), { scratchUrl }).check();
    expect(await check(desk, false)).toEqual(FINE);
    expect(await away('nick')).toEqual(FINE);
    await desk.write('schema.sql', 'lost in a merge');
    expect(await away('nick')).toEqual({ ...FINE, ok: false, schemaFile: 'stale' });
    // No other test has had it found: what two desks have found is one, where their files are the same.
    await expect(away('never_seen')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    await desk.write(second, `${await desk.read(second)}\n-- a word more\n`);
    await expect(away('nick')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  });

  test('finds that schema.sql is missing; line ends and other words for the same models are nothing', async () => {
    const { desk } = await tidyDesk();
    const text = await desk.read('schema.sql');
    await desk.write('schema.sql', text.replaceAll('\n', '\r\n').replace(/models: sha256:../, 'models: sha256:00'));
    expect(await check(desk, false)).toEqual(FINE);
    await desk.remove('schema.sql');
    expect(await check(desk, false)).toEqual({ ...FINE, ok: false, schemaFile: 'missing' });
  });

  test('finds what is pending, and drift from what is applied', async () => {
    const { desk, second } = await tidyDesk();
    await desk.with(employee('nick')).down();
    const name = second.replace('.sql', '');
    expect(await check(desk)).toEqual({ ...FINE, ok: false, pending: [name], drift: [] });
    await query(desk.url, 'ALTER TABLE employee ADD COLUMN extra int');
    expect(await check(desk)).toMatchObject({
      ok: false,
      drift: [{ object: 'column employee.extra', change: 'added' }],
    });
  });

  test('finds a database that has drifted, each place by name', async () => {
    const { desk } = await tidyDesk();
    await query(
      desk.url,
      'ALTER TABLE employee DROP COLUMN nick, ADD COLUMN n int; ALTER TABLE employee RENAME CONSTRAINT employee_pkey TO pk',
    );
    const { ok, drift } = await check(desk);
    expect(ok).toBe(false);
    expect(drift?.map(({ object, change }) => `${change} ${object}`).toSorted()).toEqual([
      'added column employee.n',
      'added constraint employee.pk',
      'missing column employee.nick',
      'missing constraint employee.employee_pkey',
    ]);
  });

  test('finds edited, missing and late migrations', async () => {
    const { desk, first, second } = await tidyDesk();
    await desk.write(first, `${await desk.read(first)}\n-- a word more\n`);
    expect(await check(desk)).toMatchObject({ ok: false, edited: [first.replace('.sql', '')], drift: null });
    await desk.remove(second);
    await desk.write('2000.01.01T00.00.00.late.sql', sql('SELECT 1;', 'SELECT 1;'));
    expect(await check(desk)).toMatchObject({
      ok: false,
      missing: [second.replace('.sql', '')],
      outOfOrder: ['2000.01.01T00.00.00.late'],
      drift: null,
    });
  });

  test('changes nothing', async () => {
    const { desk } = await tidyDesk();
    const [files, text] = [await desk.files(), await desk.read('schema.sql')];
    await desk.with(employee('alias')).check({ database: true });
    expect([await desk.files(), await desk.read('schema.sql')]).toEqual([files, text]);
  });
});

describe('diff', () => {
  test('leads from any side to any other', async () => {
    const { desk } = await tidyDesk();
    const migrator = desk.with(employee('nick'));
    const ops = async (...sides: Parameters<typeof migrator.diff>): Promise<string[]> =>
      (await migrator.diff(...sides)).map(({ op }) => op);
    await query(desk.url, 'ALTER TABLE employee ADD COLUMN extra int');
    expect(await ops()).toEqual([]);
    expect(await ops('empty', 'models')).toEqual(['createTable']);
    expect(await ops('models', 'empty')).toEqual(['dropTable']);
    expect(await ops('database')).toEqual(['dropColumn']);
    expect(await ops('migrations', migrator.source)).toEqual(['addColumn']);
    expect(await ops('models', urlSource(desk.url))).toEqual(['addColumn']);
    expect(await ops(migrator.source, urlSource(desk.url))).toEqual([]);
  });

  test('of the models goes both ways, and names that a model does not give are not compared', async () => {
    const desk = await createDesk();
    await query(desk.url, 'CREATE TABLE employee (id serial CONSTRAINT pk PRIMARY KEY, nick varchar(9) NOT NULL)');
    const migrator = desk.with(employee('nick'));
    const there = await migrator.diff('database', 'models');
    const back = await migrator.diff('models', 'database');
    expect(there.map(({ op }) => op)).toEqual(['dropNotNull', 'alterType']);
    expect(back.flatMap((operation) => toSql(operation))).toEqual([
      'ALTER TABLE "public"."employee" ALTER COLUMN "nick" TYPE character varying(9);',
      'ALTER TABLE "public"."employee" ALTER COLUMN "nick" SET NOT NULL;',
    ]);
  });
});
