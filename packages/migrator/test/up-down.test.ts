import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, createProject, sql } from './project.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.make-b';
const C = '2026.01.03T00.00.00.fill-a';

const three = {
  [`${A}.sql`]: sql('CREATE TABLE a (id int PRIMARY KEY, note text);', 'DROP TABLE a;'),
  [`${B}.sql`]: sql('CREATE TABLE b (id int PRIMARY KEY REFERENCES a);', 'DROP TABLE b;'),
  [`${C}.sql`]: sql("INSERT INTO a VALUES (1, 'one');", 'DELETE FROM a;'),
};

const documentOf = (stdout: string): unknown => JSON.parse(stdout);

describe('up', () => {
  test('applies what is pending in order, records it, and finds nothing to do the second time', async () => {
    const project = await createProject(three);
    const first = await project.migrate('up');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout.match(/applied +\S+/g)?.map((line) => line.split(/ +/)[1])).toEqual([A, B, C]);
    const rows = await query(
      project.url,
      'SELECT name, checksum, applied_at, duration_ms FROM "SequelizeMeta" ORDER BY name',
    );
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toMatchObject({
        checksum: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        applied_at: expect.any(Date),
      });
      expect((row as { duration_ms: number }).duration_ms).toBeGreaterThanOrEqual(0);
    }
    // Nothing to do is nothing to write, also where nothing can be written.
    await query(
      project.url,
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`,
    );
    const second = await project.migrate('up', '--json');
    expect(second.code).toBe(0);
    expect(documentOf(second.stdout)).toEqual({ migrations: [] });
  });

  test.each([
    ['--to with the whole name', ['--to', B], [A, B]],
    ['--to with an extension', ['--to', `${B}.sql`], [A, B]],
    ['--to with what stands behind the time', ['--to', 'make-b'], [A, B]],
    ['--step', ['--step', '1'], [A]],
    ['--step beyond the end', ['--step', '9'], [A, B, C]],
  ])('%s goes just so far', async (_case, args, expected) => {
    const project = await createProject(three);
    const ended = await project.migrate('up', ...args, '--json');
    expect(documentOf(ended.stdout)).toEqual({ migrations: expected });
    expect(await appliedNames(project.url)).toEqual(expected);
  });

  test('--dry-run and --sql touch nothing, not even the history table', async () => {
    const project = await createProject(three);
    const before = await readCatalog(project.url, []);
    const dry = await project.migrate('up', '--dry-run', '--json');
    expect(documentOf(dry.stdout)).toEqual({ migrations: [A, B, C] });
    expect((await project.migrate('up', '--sql')).code).toBe(0);
    expect(await readCatalog(project.url, [])).toEqual(before);
  });

  test('--sql prints a script that psql would run to the same end, history included', async () => {
    const project = await createProject(three);
    const { stdout } = await project.migrate('up', '--sql');
    await query(project.url, stdout);
    expect(await appliedNames(project.url)).toEqual([A, B, C]);
    expect(await query(project.url, 'SELECT * FROM a')).toEqual([{ id: 1, note: 'one' }]);
    const again = await project.migrate('up', '--json');
    expect(again.code).toBe(0);
    expect(documentOf(again.stdout)).toEqual({ migrations: [] });
    const down = await project.migrate('down', '--to', '0', '--sql');
    await query(project.url, down.stdout);
    expect(await appliedNames(project.url)).toEqual([]);
    expect((await readCatalog(project.url)).columns).toEqual([]);
  });
});

describe('down', () => {
  test('reverts the last by default, and the catalog is as before it', async () => {
    const project = await createProject(three);
    await project.migrate('up', '--step', '1');
    const before = await readCatalog(project.url);
    await project.migrate('up', '--step', '1');
    const ended = await project.migrate('down', '--json');
    expect(documentOf(ended.stdout)).toEqual({ migrations: [B] });
    expect(await readCatalog(project.url)).toEqual(before);
    expect(await appliedNames(project.url)).toEqual([A]);
  });

  test.each([
    ['--to NAME', ['--to', 'make-b'], [C, B]],
    ['--to 0', ['--to', '0'], [C, B, A]],
    ['--step', ['--step', '2'], [C, B]],
  ])('%s reverts newest first, down to and including it', async (_case, args, expected) => {
    const project = await createProject(three);
    await project.migrate('up');
    const ended = await project.migrate('down', ...args, '--json');
    expect(documentOf(ended.stdout)).toEqual({ migrations: expected });
    expect(await appliedNames(project.url)).toEqual([A, B, C].filter((name) => !expected.includes(name)));
  });

  test('up, down to 0 and up again end where the first up did', async () => {
    const project = await createProject(three);
    const empty = await readCatalog(project.url);
    await project.migrate('up');
    const full = await readCatalog(project.url);
    await project.migrate('down', '--to', '0');
    expect(await readCatalog(project.url)).toEqual(empty);
    await project.migrate('up');
    expect(await readCatalog(project.url)).toEqual(full);
  });

  test('of a migration without a down part is refused before anything is reverted', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql('CREATE TABLE a (id int);'),
      [`${B}.sql`]: three[`${B}.sql`].replace(' REFERENCES a', ''),
    });
    await project.migrate('up');
    const ended = await project.migrate('down', '--to', '0', '--json');
    expect(ended.code).toBe(1);
    expect(documentOf(ended.stdout)).toMatchObject({ error: { code: 'MIGRATION_IRREVERSIBLE' } });
    expect(await appliedNames(project.url)).toEqual([A, B]);
  });

  test('with nothing applied says so and is fine', async () => {
    const project = await createProject(three);
    const ended = await project.migrate('down', '--json');
    expect(ended.code).toBe(0);
    expect(documentOf(ended.stdout)).toEqual({ migrations: [] });
  });
});

test('redo reverts and applies the last', async () => {
  const project = await createProject(three);
  await project.migrate('up', '--step', '2');
  const [before] = await query<{ applied_at: Date }>(
    project.url,
    'SELECT applied_at FROM "SequelizeMeta" WHERE name = $1',
    [B],
  );
  const catalog = await readCatalog(project.url);
  const ended = await project.migrate('redo', '--json');
  expect(documentOf(ended.stdout)).toEqual({ migrations: [B] });
  expect(await appliedNames(project.url)).toEqual([A, B]);
  expect(await readCatalog(project.url)).toEqual(catalog);
  const [after] = await query<{ applied_at: Date }>(
    project.url,
    'SELECT applied_at FROM "SequelizeMeta" WHERE name = $1',
    [B],
  );
  expect(after?.applied_at.getTime()).toBeGreaterThan(before?.applied_at.getTime() ?? Infinity);
});

describe('stamp', () => {
  test.each([
    ['head', [A, B, C]],
    ['make-b', [A, B]],
    ['0', []],
  ])('%s makes the history say exactly that, and runs nothing', async (target, expected) => {
    const project = await createProject(three);
    await project.migrate('up', '--step', '1');
    const before = await readCatalog(project.url);
    const ended = await project.migrate('stamp', target, '--json');
    expect(documentOf(ended.stdout)).toEqual({ migrations: expected });
    expect(await appliedNames(project.url)).toEqual(expected);
    expect(await readCatalog(project.url)).toEqual(before);
  });
});

describe('status', () => {
  test('tells applied, when and how long, and pending', async () => {
    const project = await createProject(three);
    await project.migrate('up', '--step', '1');
    await project.migrate('stamp', 'make-b');
    const { stdout } = await project.migrate('status', '--json');
    expect(documentOf(stdout)).toEqual({
      migrations: [
        { name: A, state: 'applied', appliedAt: expect.stringMatching(/Z$/), durationMs: expect.any(Number) },
        { name: B, state: 'applied', appliedAt: expect.stringMatching(/Z$/) },
        { name: C, state: 'pending' },
      ],
      drift: null,
    });
  });

  test('of an untouched database makes no history table', async () => {
    const project = await createProject(three);
    const before = await readCatalog(project.url, []);
    expect((await project.migrate('status')).stdout).toContain('0 applied, 3 pending');
    expect(await readCatalog(project.url, [])).toEqual(before);
  });
});

describe('create', () => {
  test('writes an empty migration, newest of the folder, that runs as soon as it is written and not before', async () => {
    const project = await createProject({ '2999.01.01T00.00.00.later.sql': sql('SELECT 1;') });
    const ended = await project.migrate('create', 'Add e-mail', '--json');
    const { file } = documentOf(ended.stdout) as { file: string };
    expect(file).toMatch(/^migrations\/2999\.01\.01T00\.00\.01\.add-e-mail\.sql$/);
    const refused = await project.migrate('up', '--json');
    expect(refused.code).toBe(1);
    expect(documentOf(refused.stdout)).toMatchObject({ error: { code: 'MIGRATION_FILE_INVALID', file, line: 2 } });
    await project.write(basename(file), sql('SELECT 1;', 'SELECT 1;'));
    expect((await project.migrate('up')).code).toBe(0);
  });

  test('--ts writes a program, which up runs once it is written', async () => {
    const project = await createProject();
    const ended = await project.migrate('create', 'fill', '--ts', '--json');
    const { file } = documentOf(ended.stdout) as { file: string };
    expect(file).toMatch(/\.fill\.ts$/);
    expect((await project.migrate('up')).stderr).toContain('not written yet');
    const text = await readFile(join(project.folder, file), 'utf8');
    await project.write(basename(file), text.replaceAll("throw new Error('not written yet');", ''));
    expect((await project.migrate('up')).code).toBe(0);
    expect(await appliedNames(project.url)).toHaveLength(1);
  });

  test('without a letter or digit in the name is wrong usage', async () => {
    const project = await createProject();
    expect((await project.migrate('create', '--', '-!-')).code).toBe(2);
  });
});
