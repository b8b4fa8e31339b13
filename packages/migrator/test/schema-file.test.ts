import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { query } from './catalog.ts';
import { createProject, type Project, sql, startMigrate } from './project.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.make-b';
const make = (table: string): string => sql(`CREATE TABLE ${table} (id int PRIMARY KEY);`, `DROP TABLE ${table};`);

const path = ({ folder }: Project): string => join(folder, 'migrations/schema.sql');

describe('schema.sql', () => {
  test('is written by up in development: its head, then the whole schema, which runs on an empty database', async () => {
    const project = await createProject({ [`${A}.sql`]: make('a'), [`${B}.sql`]: make('b') });
    const ended = await project.develop('up', '--json');
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('wrote migrations/schema.sql') });
    const text = await readFile(path(project), 'utf8');
    expect(text).toMatch(
      /^-- fingerprint: sha256:[0-9a-f]{64}\n-- models: sha256:[0-9a-f]{64}\n-- migrations: sha256:[0-9a-f]{64}\n\nCREATE TABLE "public"."a"/,
    );
    await project.migrate('down', '--to', '0');
    await query(project.url, text);
    expect(await query(project.url, "SELECT to_regclass('a') AS a, to_regclass('b') AS b")).toEqual([
      { a: 'a', b: 'b' },
    ]);
  });

  test('has the same bytes for the same migrations, and is left alone while they are the same', async () => {
    const project = await createProject({ [`${A}.sql`]: make('a') });
    await project.develop('up');
    const [text, { mtimeMs }] = [await readFile(path(project), 'utf8'), await stat(path(project))];
    await project.develop('up');
    expect((await stat(path(project))).mtimeMs).toBe(mtimeMs);
    await rm(path(project));
    await project.develop('up');
    expect(await readFile(path(project), 'utf8')).toBe(text);
  });

  test('follows a new migration, and is no migration itself', async () => {
    const project = await createProject({ [`${A}.sql`]: make('a') });
    await project.develop('up');
    await project.write(`${B}.sql`, make('b'));
    await project.develop('up');
    expect(await readFile(path(project), 'utf8')).toContain('CREATE TABLE "public"."b"');
    expect((await project.migrate('status')).stdout).toContain('2 applied, 0 pending');
  });

  test('is not written in CI, nor in production, nor while something is pending', async () => {
    const project = await createProject({ [`${A}.sql`]: make('a'), [`${B}.sql`]: make('b') });
    await project.develop('up', '--step', '1');
    await project.migrate('up');
    const production = { DATABASE_URL: project.url, NODE_ENV: 'production' };
    await startMigrate(project.folder, production, ['up']).ended;
    await expect(stat(path(project))).rejects.toThrow('ENOENT');
  });

  test('that can not be written is told and fails nothing; no scratch database is left', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql("SELECT 1 / count(*) FROM pg_tables WHERE tablename = 'here';"),
    });
    await query(project.url, 'CREATE TABLE here (a int)');
    const ended = await project.develop('up');
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('schema.sql was left as it is') });
    // Other tests make some at this moment, too.
    const left = () =>
      query(inject('postgresUrl'), "SELECT datname FROM pg_database WHERE datname LIKE 'roster_scratch%'");
    await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  });
});
