import { describe, expect, test } from 'vitest';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, createProject, sql } from './project.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.fill-a';
const makeA = sql('CREATE TABLE a (id int PRIMARY KEY, note text);', 'DROP TABLE a;');

const typescript = `
import type { Migration } from '@roster/migrator';
enum Note { One = 'one' }
export const up: Migration = async ({ sequelize, queryInterface, transaction }) => {
  await sequelize.query("INSERT INTO a VALUES (1, '" + Note.One + "')", { transaction });
  await queryInterface.bulkInsert('a', [{ id: 2, note: 'two' }], { transaction });
};
export const down: Migration = async ({ sequelize, transaction }) => {
  await sequelize.query('DELETE FROM a', { transaction });
};
`;

describe('a TypeScript migration', () => {
  test('runs from source up and down, its row in its own transaction', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA, [`${B}.ts`]: typescript });
    expect(await project.migrate('up')).toMatchObject({ code: 0 });
    expect(await query(project.url, 'SELECT * FROM a ORDER BY id')).toEqual([
      { id: 1, note: 'one' },
      { id: 2, note: 'two' },
    ]);
    expect(await appliedNames(project.url)).toEqual([A, B]);
    expect(await project.migrate('down')).toMatchObject({ code: 0 });
    expect(await query(project.url, 'SELECT * FROM a')).toEqual([]);
  });

  test('is one migration with the JavaScript that a build makes of it', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA, [`${B}.ts`]: typescript });
    await project.migrate('up');
    await project.remove(`${B}.ts`);
    await project.write(`${B}.js`, 'export const up = async () => {};');
    const ended = await project.migrate('up', '--json');
    expect(JSON.parse(ended.stdout)).toEqual({ migrations: [] });
  });

  test('edited since applied is noticed', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA, [`${B}.ts`]: typescript });
    await project.migrate('up');
    await project.write(`${B}.ts`, `${typescript}// more\n`);
    expect((await project.migrate('up')).stderr).toContain('MIGRATION_EDITED');
  });

  test('can not be printed by --sql, and says so', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA, [`${B}.ts`]: typescript });
    const ended = await project.migrate('up', '--sql', '--json');
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'NO_SQL_SCRIPT' } });
  });
});

describe('a failing program', () => {
  test('leaves nothing, even of the calls that forgot the transaction option', async () => {
    const program = `
export const up = async ({ sequelize, queryInterface }) => {
  await queryInterface.createTable('b', { id: { type: 'integer', primaryKey: true } });
  await sequelize.query('INSERT INTO b VALUES (1)');
  await queryInterface.bulkInsert('b', [{ id: 1 }]);
};`;
    const project = await createProject({ [`${B}.mjs`]: program });
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: {
        code: 'MIGRATION_FAILED',
        file: `migrations/${B}.mjs`,
        line: 5,
        sqlState: '23505',
        statement: expect.stringContaining('INSERT INTO "b"'),
      },
    });
    expect((await readCatalog(project.url)).columns).toEqual([]);
    expect(await appliedNames(project.url)).toEqual([]);
  });

  test.each([
    ['rolls its transaction back', 'await sequelize.query("CREATE TABLE b (id int)"); await transaction.rollback();'],
    ['commits it', 'await sequelize.query("CREATE TABLE b (id int)"); await transaction.commit();'],
    ['sends COMMIT', 'await sequelize.query("CREATE TABLE b (id int)"); await sequelize.query("COMMIT");'],
  ])('that %s gets no history row, and nobody says that nothing was kept', async (_case, body) => {
    const project = await createProject({
      [`${B}.mjs`]: `export const up = async ({ sequelize, transaction }) => { ${body} };`,
    });
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: { code: 'MIGRATION_FAILED', message: expect.stringContaining('ended its own transaction') },
    });
    expect(await appliedNames(project.url)).toEqual([]);
  });

  test.each([
    [
      'the query interface of its sequelize',
      "await sequelize.getQueryInterface().createTable('b', { id: 'integer' });",
    ],
    [
      'a transaction of its own, as sequelize-cli migrations do',
      "const t = await queryInterface.sequelize.transaction(); await queryInterface.createTable('b', { id: 'integer' }, { transaction: t }); await t.commit();",
    ],
    [
      'a managed transaction on a table that it has just made',
      "await sequelize.query('CREATE TABLE b (id int)'); await sequelize.transaction((t) => sequelize.query('ALTER TABLE b ADD c int', { transaction: t }));",
    ],
  ])('leaves nothing of what went through %s', async (_case, body) => {
    const project = await createProject({
      [`${B}.mjs`]: `export const up = async ({ sequelize, queryInterface }) => { ${body} throw new Error('no'); };`,
    });
    expect(await project.migrate('up')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing of it was kept'),
    });
    expect((await readCatalog(project.url)).columns).toEqual([]);
  });

  test('that throws nothing at all is still told', async () => {
    const project = await createProject({ [`${B}.mjs`]: 'export const up = () => { throw undefined; };' });
    expect(await project.migrate('up')).toMatchObject({ code: 1, stderr: expect.stringContaining('MIGRATION_FAILED') });
  });

  test('that calls process.exit does not look like success', async () => {
    const project = await createProject({ [`${B}.mjs`]: 'export const up = () => process.exit(0);' });
    const { code, stdout } = await project.migrate('up', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'UNFINISHED' } });
  });

  test('that prints leaves stdout to the document', async () => {
    const project = await createProject({
      [`${B}.mjs`]: 'console.log("hello"); export const up = () => console.info("there");',
    });
    const ended = await project.migrate('up', '--json');
    expect(JSON.parse(ended.stdout)).toEqual({ migrations: [B] });
    expect(ended.stderr).toMatch(/hello[^]*there/);
  });

  test('that is no module with an up is refused before anything runs', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA, [`${B}.mjs`]: 'export const upp = 1;' });
    const ended = await project.migrate('up', '--json');
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'MIGRATION_FILE_INVALID' } });
    expect((await readCatalog(project.url)).columns).toEqual([]);
  });
});

describe('a project that comes from', () => {
  const cli = `
'use strict';
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable('users', { id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true }, name: Sequelize.STRING });
    await queryInterface.addIndex('users', ['name'], { name: 'users_by_name' });
  },
  async down(queryInterface) {
    await queryInterface.dropTable('users');
  },
};`;
  const umzug = `
exports.up = async ({ context, name }) => { await context.sequelize.query('CREATE TABLE u (name text)'); await context.bulkInsert('u', [{ name }]); };
exports.down = async ({ context }) => { await context.dropTable('u'); };`;

  test('sequelize-cli: its rows with .js are understood, its migrations run as they are, its table gets our columns', async () => {
    const project = await createProject({
      '20250101000000-old.cjs': 'throw new Error("it ran again");',
      '20250102000000-users.cjs': cli,
    });
    await query(
      project.url,
      `CREATE TABLE "SequelizeMeta" (name varchar(255) NOT NULL UNIQUE, PRIMARY KEY (name)); INSERT INTO "SequelizeMeta" VALUES ('20250101000000-old.js')`,
    );
    expect((await project.migrate('status')).stdout).toContain('1 applied, 1 pending');
    expect(await project.migrate('up')).toMatchObject({ code: 0 });
    const rows = await query(
      project.url,
      'SELECT name, checksum IS NULL AS unknown FROM "SequelizeMeta" ORDER BY name',
    );
    expect(rows).toEqual([
      { name: '20250101000000-old.js', unknown: true },
      { name: '20250102000000-users', unknown: false },
    ]);
    expect((await readCatalog(project.url)).indexes.map((row) => row['index'])).toContain('users_by_name');
    expect(await project.migrate('down')).toMatchObject({ code: 0 });
    expect((await readCatalog(project.url)).columns).toEqual([]);
  });

  test('sequelize-cli: down of a row stored with its extension removes that row', async () => {
    const project = await createProject({ '20250102000000-users.cjs': cli });
    await query(
      project.url,
      `CREATE TABLE users (id int); CREATE TABLE "SequelizeMeta" (name varchar(255) PRIMARY KEY); INSERT INTO "SequelizeMeta" VALUES ('20250102000000-users.js')`,
    );
    expect(await project.migrate('down')).toMatchObject({ code: 0 });
    expect(await appliedNames(project.url)).toEqual([]);
  });

  test('sequelize-cli: a new migration takes its style of name, and so sorts last', async () => {
    const project = await createProject({ '20260105120000-add-x.cjs': cli });
    const { stdout } = await project.migrate('create', 'next', '--json');
    expect(JSON.parse(stdout)).toEqual({ file: expect.stringMatching(/^migrations\/20\d{12}-next\.sql$/) });
    await project.write('init.sql', sql('SELECT 1;'));
    expect((await project.migrate('create', 'after')).code).toBe(2);
  });

  test('Umzug with timestamps: its NOT NULL columns are filled', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA });
    await query(
      project.url,
      'CREATE TABLE "SequelizeMeta" (name text PRIMARY KEY, "createdAt" timestamptz NOT NULL, "updatedAt" timestamptz NOT NULL)',
    );
    expect(await project.migrate('up')).toMatchObject({ code: 0 });
    expect(await appliedNames(project.url)).toEqual([A]);
  });

  test('Umzug with another name of the column: told in words', async () => {
    const project = await createProject({ [`${A}.sql`]: makeA });
    await query(
      project.url,
      `CREATE TABLE "SequelizeMeta" (migration text PRIMARY KEY); INSERT INTO "SequelizeMeta" VALUES ('x')`,
    );
    expect(await project.migrate('status')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('HISTORY_INVALID'),
    });
  });

  test('Umzug: migrations that take ({ context, name }) run as they are', async () => {
    const project = await createProject({ [`${A}.cjs`]: umzug });
    expect(await project.migrate('up')).toMatchObject({ code: 0 });
    expect(await query(project.url, 'SELECT name FROM u')).toEqual([{ name: A }]);
    expect(await project.migrate('redo')).toMatchObject({ code: 0 });
  });
});

test('a TypeScript config with decorated models that rely on metadata loads with no build', async () => {
  const project = await createProject({ [`${A}.sql`]: makeA });
  const { writeFile, rm } = await import('node:fs/promises');
  await rm(`${project.folder}/migrator.config.mjs`);
  const compilerOptions = { experimentalDecorators: true, emitDecoratorMetadata: true, useDefineForClassFields: false };
  await writeFile(`${project.folder}/tsconfig.json`, JSON.stringify({ compilerOptions }));
  await writeFile(
    `${project.folder}/migrator.config.ts`,
    `import 'reflect-metadata';
import { Column, Model, Table } from 'sequelize-typescript';
import { defineConfig } from '@roster/migrator';
@Table class User extends Model { @Column declare name: string; @Column declare age: number; }
if (Reflect.getMetadata('design:type', User.prototype, 'age') !== Number) throw new Error('no metadata');
export default defineConfig({ models: (sequelize) => sequelize.addModels([User]), migrations: './migrations', url: process.env.DATABASE_URL });
`,
  );
  expect(await project.migrate('up')).toMatchObject({ code: 0, stderr: '' });
});
