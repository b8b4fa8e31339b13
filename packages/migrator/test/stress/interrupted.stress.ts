import { expect, test } from 'vitest';
import { query, readCatalog } from '../catalog.ts';
import { A, alone, B, killWhileWaiting, open, projectWithTable, TABLE, until } from '../cut-runs.ts';
import { createProject, sql } from '../project.ts';

test('without a name: what was cut is built again under the same name, and nothing is left over', async () => {
  const project = await projectWithTable(alone('CREATE INDEX CONCURRENTLY ON a (note)'));
  await killWhileWaiting(project);
  await open(project).migrator.up();
  const indexes = (await readCatalog(project.url)).indexes.map((row) => [row['index'], row['indisvalid']]);
  expect(indexes).toContainEqual(['a_note_idx', true]);
  expect(indexes).toHaveLength(2);
});

test('REINDEX CONCURRENTLY cut half-way: its leftover is dropped, and it is run again', async () => {
  const project = await projectWithTable(alone('REINDEX TABLE CONCURRENTLY a', 'SELECT 1'));
  await killWhileWaiting(project);
  expect((await readCatalog(project.url)).indexes.map((row) => row['index'])).toContain('a_pkey_ccnew');
  const { migrator, said } = open(project);
  await migrator.up();
  expect(said.join()).toMatch(/has left .*a_pkey_ccnew/);
  expect((await readCatalog(project.url)).indexes.map((row) => row['index'])).toEqual(['a_pkey']);
});

test('DETACH PARTITION CONCURRENTLY cut half-way is brought to its end', async () => {
  const partitioned = sql(
    'CREATE TABLE a (id int, note text) PARTITION BY RANGE (id);\nCREATE TABLE a_1 PARTITION OF a FOR VALUES FROM (1) TO (10);',
  );
  const project = await createProject({ [`${A}.sql`]: partitioned });
  await open(project).migrator.up();
  await project.write(`${B}.sql`, alone('ALTER TABLE a DETACH PARTITION a_1 CONCURRENTLY', 'SELECT 1'));
  await killWhileWaiting(project);
  const { migrator, said } = open(project);
  await migrator.up();
  expect(said.join()).toMatch(/FINALIZE/);
  expect(await query(project.url, 'SELECT 1 FROM pg_inherits')).toEqual([]);
});

test('a program that needs no transaction leaves a mark while it runs, and none when it is done', async () => {
  const project = await createProject({ [`${A}.sql`]: TABLE });
  await open(project).migrator.up();
  const program = `export const up = async ({ sequelize, queryInterface }) => {
    await sequelize.query('CREATE INDEX CONCURRENTLY a_note ON a (note)');
    await sequelize.query('SELECT pg_sleep(30)');
  };`;
  await project.write(`${B}.js`, program);
  const run = project.start('up');
  await until(
    project.url,
    `EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(30)%' AND state = 'active' AND datname = current_database())`,
  );
  run.child.kill('SIGKILL');
  await run.ended;
  const { migrator } = open(project);
  expect(await migrator.interrupted()).toMatchObject({ name: B, direction: 'up' });
  expect(await migrator.up().catch((thrown: unknown) => thrown)).toMatchObject({ code: 'MIGRATION_INTERRUPTED' });
});
