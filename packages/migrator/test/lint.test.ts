import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lint } from '../src/index.ts';
import { createProject, sql } from './project.ts';

/** A folder of migrations, and no database. */
async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-lint-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(folder, file), text)));
  return folder;
}

const FILES = {
  '1.create-t.sql': sql('CREATE TABLE t (a varchar(100), b text);'),
  '2.widen.sql': sql('ALTER TABLE t ALTER a TYPE varchar(150);'),
  '3.data.ts': 'export const up = async () => {};',
  '4.drop-b.sql': sql('-- accepted: data-loss b\nALTER TABLE t DROP COLUMN b;\nDELETE FROM t;'),
  'schema.sql': '-- fingerprint: sha256:0\nDROP TABLE t;\n',
};

describe('lint', () => {
  test('every SQL migration of the folder, in order; programs are named', async () => {
    const migrations = await folderOf(FILES);
    const { hazards, skipped } = await lint({ migrations });
    const file = join(migrations, '4.drop-b.sql');
    expect(hazards).toEqual([
      { file, line: 2, code: 'data-loss', text: 'b', accepted: true },
      { file, line: 4, code: 'data-loss', text: expect.stringContaining('no WHERE') as string, accepted: false },
    ]);
    expect(skipped).toEqual([join(migrations, '3.data.ts')]);
  });

  test('one file is judged by what the earlier ones have made', async () => {
    const migrations = await folderOf(FILES);
    expect(await lint({ migrations, files: [join(migrations, '2.widen.sql')] })).toEqual({ hazards: [], skipped: [] });
  });

  test('a file given twice is told of once', async () => {
    const migrations = await folderOf(FILES);
    const file = join(migrations, '4.drop-b.sql');
    expect((await lint({ migrations, files: [file, join(migrations, '.', '4.drop-b.sql')] })).hazards).toHaveLength(2);
  });

  test('a file from elsewhere comes after those of the folder', async () => {
    const migrations = await folderOf({ '1.create-t.sql': FILES['1.create-t.sql'] });
    const elsewhere = await folderOf({ '0.widen.sql': FILES['2.widen.sql'] });
    expect((await lint({ migrations, files: [join(elsewhere, '0.widen.sql')] })).hazards).toEqual([]);
    const alone = await folderOf({});
    const { hazards } = await lint({ migrations: alone, files: [join(elsewhere, '0.widen.sql')] });
    expect(hazards.map(({ code }) => code)).toEqual(['rewrites-table', 'fails-on-cast']);
  });

  test.each([
    ['9.missing.sql', /there is no file/],
    ['3.data.ts', /can't be looked through/],
    ['folder.sql', /can't be looked through/],
  ])('%s is wrong usage', async (file, message) => {
    const migrations = await folderOf(FILES);
    await mkdir(join(migrations, 'folder.sql'));
    const linted = lint({ migrations, files: [join(migrations, file)] });
    await expect(linted).rejects.toMatchObject({
      code: 'USAGE',
      exitCode: 2,
      message: expect.stringMatching(message) as string,
    });
  });

  test('a file without a part to run is refused, schema.sql too', async () => {
    const migrations = await folderOf(FILES);
    const linted = lint({ migrations, files: [join(migrations, 'schema.sql')] });
    await expect(linted).rejects.toMatchObject({ code: 'MIGRATION_FILE_INVALID', exitCode: 1 });
  });
});

describe('migrate lint', () => {
  test('exit 1 and a line for each open hazard; 0 when all are signed', async () => {
    const hazard = 'data-loss Every value of t.b is lost.';
    const project = await createProject({
      '1.a.sql': sql('CREATE TABLE t (a int, b int);'),
      '2.b.sql': sql(`-- hazard: ${hazard}\nALTER TABLE t DROP COLUMN b;\nTRUNCATE t;`),
      '3.c.js': 'export const up = async () => {};',
    });
    const open = await project.migrate('lint');
    expect(open).toMatchObject({ code: 1, stderr: expect.stringContaining('skipped  migrations/3.c.js') as string });
    expect(open.stdout).toBe(
      'migrations/2.b.sql:2  data-loss  Every value of t.b is lost.\n' +
        'migrations/2.b.sql:4  data-loss  Every row of t is lost. Keep a copy.\n' +
        '2 hazards not accepted: mend the statement, or sign the line above it with -- accepted: <code> <text>\n',
    );
    await project.write('2.b.sql', sql(`-- accepted: ${hazard}\nALTER TABLE t DROP COLUMN b;`));
    const signed = await project.migrate('lint', 'migrations/2.b.sql', '--json');
    expect(signed).toMatchObject({ code: 0, stderr: 'no open hazard, 1 accepted\n' });
    expect(JSON.parse(signed.stdout)).toEqual({
      hazards: [
        { file: 'migrations/2.b.sql', line: 2, code: 'data-loss', text: 'Every value of t.b is lost.', accepted: true },
      ],
    });
  });

  test('what can’t be parsed is an error with its place', async () => {
    const project = await createProject({ '1.a.sql': sql('SELECT 1;\nDROP TABEL t;') });
    const { code, stdout } = await project.migrate('lint', '--json');
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({
      code: 1,
      error: { code: 'MIGRATION_FILE_INVALID', file: 'migrations/1.a.sql', line: 3 },
    });
    const missing = await project.migrate('lint', 'nowhere.sql');
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no file') as string });
  });
});
