import { createTestDatabase } from '@roster/local-postgres/testing';
import { createMigrator, prepareDatabase } from '@roster/migrator';
import { models } from '@roster/models';
import { migrations } from '@roster/models/migrations';
import { Sequelize } from 'sequelize-typescript';
import { expect, onTestFinished, test } from 'vitest';
import { readCatalog } from '../packages/migrator/test/catalog.ts';

async function database(): Promise<{ url: string; sequelize: Sequelize }> {
  const { url, drop } = await createTestDatabase('first');
  const sequelize = new Sequelize(url, { logging: false, models });
  onTestFinished(async () => {
    await sequelize.close();
    await drop();
  });
  return { url, sequelize };
}

/** Position and history apart, the catalogs of both ways to a schema must be one. */
test('the migrations make exactly what sync makes, column order included', async () => {
  const synced = await database();
  await synced.sequelize.sync();
  const migrated = await database();
  await createMigrator({ sequelize: migrated.sequelize, migrations }).up();
  expect(await readCatalog(migrated.url)).toEqual(await readCatalog(synced.url));
});

test('every migration goes down and leaves nothing but the history table', async () => {
  const { url, sequelize } = await database();
  const empty = await readCatalog(url);
  const migrator = createMigrator({ sequelize, migrations });
  await migrator.up();
  await migrator.down({ to: 0 });
  expect(await readCatalog(url)).toEqual(empty);
});

test('models, migrations, schema.sql and a database on which they ran say the same', async () => {
  const { url, sequelize } = await database();
  const migrator = createMigrator({ sequelize, migrations, scratchUrl: url });
  await migrator.up();
  expect(await migrator.check({ database: true })).toMatchObject({ ok: true, operations: [], drift: [] });
});

test('an empty database is made by sync, which makes the same', async () => {
  const { sequelize } = await database();
  const said: string[] = [];
  const log = (_level: string, message: string): void => void said.push(message);
  await prepareDatabase(sequelize, createMigrator({ sequelize, migrations }), { log });
  expect(said).toEqual(['made the tables of an empty database by sync']);
});
