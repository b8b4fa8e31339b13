import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataTypes, Sequelize } from 'sequelize';
import { describe, expect, test } from 'vitest';
import { generate } from '../src/autogenerate/generate.ts';
import { draftFromModels } from '../src/sequelize/from-models.ts';
import { loadModels } from '../src/sequelize/load-models.ts';
import { createFolder, projectOf } from './in-process.ts';
import { createProject, sql, startMigrate } from './project.ts';

const config = async (models: (sequelize: Sequelize) => unknown): Promise<Parameters<typeof loadModels>[0]> => ({
  path: join(await createFolder(), 'migrator.config.mjs'),
  models,
});

describe('the models of a config', () => {
  test('may be on a Sequelize of the project’s own, whose options hold', async () => {
    const own = new Sequelize('postgres://nobody@127.0.0.1:1/none', {
      define: { underscored: true, timestamps: false },
    });
    own.define('OrderLine', { unitPrice: DataTypes.INTEGER });
    const loaded = await loadModels(await config(() => Promise.resolve(own)));
    expect(loaded).toBe(own);
    const [table] = draftFromModels(loaded).schema.tables;
    expect(table).toMatchObject({ name: 'order_lines', columns: [{ name: 'id' }, { name: 'unit_price' }] });
  });

  test('count on the Sequelize that is given where something else is returned', async () => {
    const loaded = await loadModels(await config((sequelize) => sequelize.define('a', {})));
    expect(loaded.isDefined('a')).toBe(true);
  });

  test('are refused on a Sequelize of another database', async () => {
    const other = new Sequelize({ dialect: 'mysql', dialectModule: {} });
    await expect(loadModels(await config(() => other))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      reason: expect.stringContaining('a Sequelize for mysql'),
    });
  });

  test('that are not found are not taken for models that are gone', async () => {
    const folder = await createFolder({ '1.a.sql': sql('CREATE TABLE a (id int);', 'DROP TABLE a;') });
    await expect(generate(projectOf(folder), 'x')).rejects.toMatchObject({ code: 'NO_MODELS' });
  });
});

describe('what goes wrong while models load is told with its place', () => {
  test('in a module of the project', async () => {
    const folder = await createFolder({ 'user.cjs': '\n\nmodule.exports = null.define;\n' });
    const models = (): Promise<unknown> => import(join(folder, 'user.cjs'));
    await expect(loadModels({ path: join(folder, 'migrator.config.mjs'), models })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('migrator.config.mjs'),
      file: expect.stringMatching(/user\.cjs$/),
      line: 3,
    });
  });

  test('in a module that is not there: who asks for it, and not the way to it', async () => {
    const folder = await createFolder({
      'index.cjs': "require('./user.cjs');\n",
      'user.cjs': "// first\nrequire('./nowhere.cjs');\n",
    });
    const models = (): Promise<unknown> => import(join(folder, 'index.cjs'));
    await expect(loadModels({ path: join(folder, 'migrator.config.mjs'), models })).rejects.toMatchObject({
      reason: expect.stringMatching(/Cannot find module '\.\/nowhere\.cjs' \(MODULE_NOT_FOUND\)$/),
      file: expect.stringMatching(/user\.cjs$/),
      line: 2,
    });
  });
});

describe('a command ends', () => {
  test('where the modules of its models hold the process', async () => {
    const project = await createProject(
      { '1.a.sql': sql('SELECT 1;') },
      `setInterval(() => {}, 1000);\nexport default { models: () => {}, migrations: './migrations' };\n`,
    );
    const ended = await project.migrate('status', '--json');
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(JSON.parse(ended.stdout)).toMatchObject({ migrations: [{ name: '1.a', state: 'pending' }] });
  });

  test('with all that it has to print, through a slow pipe too', async () => {
    const names = Array.from({ length: 600 }, (_, number) => `${1000 + number}.${'x'.repeat(60)}.sql`);
    const project = await createProject(Object.fromEntries(names.map((name) => [name, '-- migrate:up\nSELECT 1;\n'])));
    const { migrations } = JSON.parse((await project.migrate('status', '--json')).stdout) as { migrations: object[] };
    expect(migrations).toHaveLength(names.length);
  });
});

/** As Node is where only `require` knows TypeScript: `import` of it is refused. */
const OWN_LOADER = {
  'own-ts-node.cjs': `require('node:module').register('./refusal.mjs', require('node:url').pathToFileURL(__filename));\n`,
  'refusal.mjs': `export const load = (url, context, next) => {
  if (!url.endsWith('.config.ts')) return next(url, context);
  throw Object.assign(new TypeError('Unknown file extension ".ts"'), { code: 'ERR_UNKNOWN_FILE_EXTENSION' });
};\n`,
  'package.json': '{ "type": "commonjs" }\n',
};

test.each([
  ['CommonJS', 'module.exports ='],
  [
    'what is compiled from a module',
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.default =',
  ],
])('a config is loaded by a loader that only require knows: %s', async (_case, exporting) => {
  const { folder, url } = await createProject();
  for (const [file, text] of Object.entries(OWN_LOADER)) await writeFile(join(folder, file), text);
  const text = `${exporting} { models: () => {}, migrations: __dirname + '/migrations' };\n`;
  await writeFile(join(folder, 'migrator.config.ts'), text);
  const environment = { NODE_OPTIONS: `-r ${join(folder, 'own-ts-node.cjs')}`, DATABASE_URL: url };
  expect(await startMigrate(folder, environment, ['status', '--config', 'migrator.config.ts']).ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 applied'),
  });
});
