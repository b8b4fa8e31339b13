import { describe, expect, test } from 'vitest';
import { generate } from '../src/autogenerate/generate.ts';
import { createMigrator, type Migrator } from '../src/migrator.ts';
import { query, readCatalog } from './catalog.ts';
import { createFolder, projectOf } from './in-process.ts';
import { appliedNames, createProject } from './project.ts';

const NAME = '20200101000000-do';

/** A migration as sequelize-cli makes and runs them: CommonJS, no transaction around it. */
const program = (up: string, down = ''): string =>
  `module.exports = { async up(queryInterface, Sequelize) { ${up} }, async down(queryInterface) { ${down} } };\n`;

async function runUp(text: string): Promise<{ url: string; migrator: Migrator; ended: unknown }> {
  const { url, folder } = await createProject({ [`${NAME}.cjs`]: text });
  const migrator = createMigrator({ url, migrations: `${folder}/migrations` });
  try {
    return { url, migrator, ended: await migrator.up().catch((error: unknown) => error) };
  } finally {
    await migrator.close();
  }
}

const INDEX = `
  await queryInterface.createTable('a', { id: 'integer' });
  await queryInterface.addIndex('a', ['id'], { name: 'a_id', concurrently: true });`;

const NEW_VALUE = `
  await queryInterface.sequelize.query("CREATE TYPE mood AS ENUM ('ok')");
  await queryInterface.sequelize.query('CREATE TABLE a (mood mood)');
  await queryInterface.sequelize.query("ALTER TYPE mood ADD VALUE 'sad'");
  await queryInterface.sequelize.query("INSERT INTO a VALUES ('sad')");`;

const OWN_TRANSACTION = `
  await queryInterface.sequelize.query('CREATE TABLE a (id int)');
  await queryInterface.sequelize.query('BEGIN; INSERT INTO a VALUES (1); END; BEGIN; INSERT INTO a VALUES (2); COMMIT;');`;

describe('a program that PostgreSQL refuses inside a transaction runs without one', () => {
  test('an index that is built concurrently', async () => {
    const { url, ended } = await runUp(program(INDEX));
    expect(ended).toHaveLength(1);
    expect(await query(url, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass")).toEqual([
      { indisvalid: true },
    ]);
    expect(await appliedNames(url)).toEqual([NAME]);
  });

  test('a value of an enum that is used at once', async () => {
    const { url, ended } = await runUp(program(NEW_VALUE));
    expect(ended).toHaveLength(1);
    expect(await query(url, 'SELECT * FROM a')).toEqual([{ mood: 'sad' }]);
  });

  test('a text with a BEGIN and an END of its own, of which nothing runs twice', async () => {
    const { url, ended } = await runUp(program(OWN_TRANSACTION));
    expect(ended).toHaveLength(1);
    expect(await query(url, 'SELECT * FROM a ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('also where it lives with the refusal', async () => {
    const { url, ended } = await runUp(program(`try { ${OWN_TRANSACTION} } catch {}`));
    expect(ended).toHaveLength(1);
    expect(await query(url, 'SELECT count(*)::int AS n FROM a')).toEqual([{ n: 2 }]);
  });

  test('on the scratch databases of generate', async () => {
    const folder = await createFolder({ [`${NAME}.cjs`]: program(INDEX) });
    const project = projectOf(folder, (sequelize) => sequelize.define('c', {}, { tableName: 'c', timestamps: false }));
    const { operations } = (await generate(project, 'x', { noRenames: true })) as { operations: { op: string }[] };
    expect(operations.map(({ op }) => op)).toEqual(['dropTable', 'createTable']);
  });

  test('and down', async () => {
    const { url, folder } = await createProject({
      [`${NAME}.cjs`]: program(
        INDEX,
        "await queryInterface.removeIndex('a', 'a_id', { concurrently: true }); await queryInterface.dropTable('a');",
      ),
    });
    const migrator = createMigrator({ url, migrations: `${folder}/migrations` });
    await migrator.up();
    expect(await migrator.down()).toHaveLength(1);
    await migrator.close();
    expect((await readCatalog(url)).columns).toEqual([]);
    expect(await appliedNames(url)).toEqual([]);
  });
});

test('what fails outside a transaction says that something may be kept, and is not tried again', async () => {
  const lost = "await queryInterface.sequelize.query('DO $$ BEGIN RAISE lock_not_available; END $$')";
  const { url, ended } = await runUp(program(`${INDEX} ${lost}`));
  expect(ended).toMatchObject({ code: 'MIGRATION_FAILED', sqlState: '55P03' });
  expect((ended as Error).message).not.toContain('nothing of it was kept');
  expect((ended as Error).message).not.toContain('42P07');
  expect(await query(url, "SELECT to_regclass('a_id') IS NOT NULL AS is_there")).toEqual([{ is_there: true }]);
  expect(await appliedNames(url)).toEqual([]);
});

test('a lone COMMIT still ends the run', async () => {
  const { ended } = await runUp(program("await queryInterface.sequelize.query('COMMIT')"));
  expect(ended).toMatchObject({ message: expect.stringContaining('ended its own transaction') });
});

test('a migration’s functions call each other by `this`', async () => {
  const text = `module.exports = {
  async clean(queryInterface) { await queryInterface.createTable('cleaned', { id: 'integer' }); },
  async up(queryInterface) { await this.clean(queryInterface); },
  async down(queryInterface) { await this.clean(queryInterface); },
};`;
  const { url, ended } = await runUp(text);
  expect(ended).toHaveLength(1);
  expect((await readCatalog(url)).columns).toHaveLength(1);
});

test('a migration that can’t be loaded says where', async () => {
  const { ended } = await runUp("require('node:path');\nrequire('./nowhere.cjs');\n");
  expect(ended).toMatchObject({
    code: 'MIGRATION_FILE_INVALID',
    reason: expect.stringMatching(/Cannot find module '\.\/nowhere\.cjs' \(MODULE_NOT_FOUND\) \(.*-do\.cjs:2\)$/),
  });
});
