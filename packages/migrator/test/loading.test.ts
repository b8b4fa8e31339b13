import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@roster/local-postgres/testing';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createMigrator, type Migrator } from '../src/migrator.ts';
import { loadModels } from '../src/sequelize/load-models.ts';

const require = createRequire(new URL('../src/umzug.ts', import.meta.url));
const isLoaded = (folder: string): boolean =>
  Object.keys(require.cache).some((path) => path.replaceAll('\\', '/').includes(`/node_modules/${folder}/`));

/** Inside the package, so that what it imports is found. */
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(fileURLToPath(new URL('.', import.meta.url)), '.project-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe('what takes long to load is loaded at its first need', () => {
  let migrator: Migrator;

  beforeEach(async () => {
    const [folder, database] = [await newFolder(), await createTestDatabase('loading')];
    await writeFile(join(folder, '1.one.sql'), '-- migrate:up\nSELECT 1;\n');
    migrator = createMigrator({ url: database.url, migrations: folder });
    onTestFinished(async () => {
      await migrator.close();
      await database.drop();
    });
  });

  test('a status has no Umzug and no Sequelize', async () => {
    expect(await migrator.status()).toHaveLength(1);
    expect(isLoaded('pg')).toBe(true);
    expect(isLoaded('umzug')).toBe(false);
    expect(isLoaded('sequelize')).toBe(false);
  });

  test('up has Umzug without its command line, which is there when it is called', async () => {
    expect(await migrator.up()).toHaveLength(1);
    expect(isLoaded('@rushstack/ts-command-line')).toBe(false);
    const { Umzug } = require('umzug') as typeof import('umzug');
    expect(migrator.umzug).toBeInstanceOf(Umzug);
    expect(await new Umzug({ migrations: [], logger: undefined }).runAsCLI(['pending'])).toBe(true);
    expect(isLoaded('@rushstack/ts-command-line')).toBe(true);
  });

  test('the driver is loaded without a navigator left behind', () => {
    expect('navigator' in globalThis).toBe(Number(process.versions.node.split('.')[0]) > 20);
  });
});

test('models get the Sequelize of their own folder, not that of a sequelize-typescript further up', async () => {
  const folder = await newFolder();
  const own = join(folder, 'node_modules/sequelize');
  await mkdir(own, { recursive: true });
  const text = `const all = require(${JSON.stringify(require.resolve('sequelize'))});
module.exports = { ...all, Sequelize: class Sequelize extends all.Sequelize {} };\n`;
  await writeFile(join(own, 'index.js'), text);
  const { Sequelize } = require(own) as typeof import('sequelize');
  const loaded = await loadModels({ path: join(folder, 'migrator.config.mjs'), models: () => undefined });
  expect(loaded).toBeInstanceOf(Sequelize);
});
