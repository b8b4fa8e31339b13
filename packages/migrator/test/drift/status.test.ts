import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Drift } from '../../src/drift.ts';
import { createMigrator } from '../../src/index.ts';
import { query } from '../catalog.ts';
import { applyHere, createProject, type Project, sql } from '../project.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.make-b';
const makeA = sql(
  `CREATE TABLE a (id serial PRIMARY KEY, name varchar(40) NOT NULL, "it's" text DEFAULT 'a;
b'); COMMENT ON TABLE a IS 'two
lines';`,
  'DROP TABLE a;',
);

/** All is applied, and schema.sql is of it. */
async function createApplied(): Promise<Project> {
  const project = await createProject({ [`${A}.sql`]: makeA });
  await applyHere(project);
  return project;
}

async function driftOf({ url, folder }: Project): Promise<Drift> {
  const migrator = createMigrator({ url, migrations: join(folder, 'migrations') });
  onTestFinished(() => migrator.close());
  return (await migrator.inspect()).drift;
}

const schemaFile = ({ folder }: Project): string => join(folder, 'migrations/schema.sql');

test('status tells no drift, then each difference, in words and as JSON, and is fine either way', async () => {
  const project = await createApplied();
  const clean = await project.migrate('status');
  expect(clean).toMatchObject({ code: 0, stdout: expect.stringContaining('1 applied, 0 pending\nno drift\n') });
  await query(project.url, 'ALTER TABLE a ALTER name TYPE text, ADD nick text; COMMENT ON TABLE a IS NULL');
  const drifted = await project.migrate('status', '--json');
  expect(drifted.code).toBe(0);
  expect((JSON.parse(drifted.stdout) as { drift: unknown }).drift).toEqual([
    {
      object: 'column a.name',
      change: 'changed',
      expected: 'character varying(40) NOT NULL',
      found: 'text NOT NULL',
    },
    { object: 'comment a', change: 'missing', expected: "'two\nlines'" },
    { object: 'column a.nick', change: 'added', found: 'text' },
  ]);
  expect(drifted.stderr).toContain(`drift: the database is not what its migrations make (3)
  column a.name should be character varying(40) NOT NULL and is text NOT NULL
  comment a is made by the migrations, and not in the database
  column a.nick is in the database, and no migration makes it
`);
});

describe('drift is not known, and why is said, where', () => {
  test.each<[string, string, (project: Project) => Promise<unknown>]>([
    ['a migration is pending', 'migrations are pending', ({ write }) => write(`${B}.sql`, makeA)],
    ['one was edited', 'a migration was edited after it was applied', ({ write }) => write(`${A}.sql`, `${makeA}-- x`)],
    [
      'the history has one without a file',
      'the file of an applied migration is missing',
      ({ url }) => query(url, `INSERT INTO "SequelizeMeta" (name) VALUES ('${B}')`),
    ],
    ['schema.sql is not there', 'there is no schema.sql of these migrations', ({ remove }) => remove('schema.sql')],
    [
      'schema.sql is of others',
      'there is no schema.sql of these migrations',
      async (project) => {
        const text = await readFile(schemaFile(project), 'utf8');
        await writeFile(schemaFile(project), text.replace(/migrations: sha256:./, 'migrations: sha256:0'));
      },
    ],
  ])('%s', async (_case, reason, change) => {
    const project = await createApplied();
    await change(project);
    expect(await driftOf(project)).toEqual({ differences: null, reason });
  });
});

test('a schema.sql with the line ends of Windows is the same', async () => {
  const project = await createApplied();
  const text = await readFile(schemaFile(project), 'utf8');
  await writeFile(schemaFile(project), text.replaceAll('\n', '\r\n'));
  expect(await driftOf(project)).toEqual({ differences: [] });
  await query(project.url, 'ALTER TABLE a ADD nick text');
  expect(await driftOf(project)).toMatchObject({ differences: [{ object: 'column a.nick' }] });
});

test('a schema.sql whose fingerprint is not of its text calls nothing clean', async () => {
  const project = await createApplied();
  const text = await readFile(schemaFile(project), 'utf8');
  await writeFile(schemaFile(project), text.replace(/fingerprint: sha256:.{8}/, 'fingerprint: sha256:00000000'));
  expect(await driftOf(project)).toMatchObject({
    differences: [{ object: 'fingerprint of schema.sql', change: 'changed' }],
  });
});

test('the reading leaves the session as it was, and the database unlocked', async () => {
  const project = await createApplied();
  const { Sequelize } = await import('sequelize');
  const sequelize = new Sequelize(project.url, { logging: false, pool: { max: 1 } });
  onTestFinished(() => sequelize.close());
  const settings = (): Promise<unknown> =>
    sequelize.query(
      "SELECT name, setting FROM pg_settings WHERE name IN ('search_path', 'lock_timeout', 'statement_timeout', 'transaction_read_only') ORDER BY name",
    );
  const before = await settings();
  const migrator = createMigrator({ sequelize, migrations: join(project.folder, 'migrations') });
  expect((await migrator.inspect()).drift).toEqual({ differences: [] });
  expect(await settings()).toEqual(before);
});
