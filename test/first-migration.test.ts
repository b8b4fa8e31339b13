import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase } from '@roster/local-postgres/testing';
import { createMigrator, draftFromModels, fingerprint, introspect, prepareDatabase, schemaSql } from '@roster/migrator';
import { models } from '@roster/models';
import { migrations } from '@roster/models/migrations';
import pg from 'pg';
import { Sequelize } from 'sequelize-typescript';
import { expect, onTestFinished, test } from 'vitest';
import { readMigrations } from '../packages/migrator/src/migrations-folder.ts';
import { replayMigrations } from '../packages/migrator/src/replay.ts';
import { renderSchemaFile } from '../packages/migrator/src/schema-file.ts';
import { modelsHash } from '../packages/migrator/src/sequelize/models-hash.ts';
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

test('schema.sql is of these models and migrations, and what both make', async () => {
  const { url, sequelize } = await database();
  const schema = await replayMigrations(url, { migrations });
  const { ignore } = createMigrator({ sequelize, migrations }).managed;
  const files = await readMigrations(migrations);
  const text = await readFile(join(migrations, 'schema.sql'), 'utf8');
  expect(text).toBe(renderSchemaFile(schema, modelsHash(sequelize, ignore), files));
  await sequelize.query(schemaSql(draftFromModels(sequelize).schema));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  expect(fingerprint(await introspect(client))).toBe(fingerprint(schema));
  await client.end();
});

test('an empty database is made by sync, which makes the same', async () => {
  const { sequelize } = await database();
  const said: string[] = [];
  const log = (_level: string, message: string): void => void said.push(message);
  await prepareDatabase(sequelize, createMigrator({ sequelize, migrations }), { log });
  expect(said).toEqual(['made the tables of an empty database by sync']);
});
