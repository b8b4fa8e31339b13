import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { query, readCatalog } from './catalog.ts';
import { appliedNames, createProject, type Ended, sql, startMigrate } from './project.ts';

const A = '2026.01.01T00.00.00.make-a';
const B = '2026.01.02T00.00.00.broken';

const errorOf = ({ stdout }: Ended): Record<string, unknown> =>
  (JSON.parse(stdout) as { error: Record<string, unknown> }).error;

describe('a failing migration', () => {
  test.each([
    ['a syntax error', 'CREATE TABLE x (id int);\n\nCREATE TABEL y (id int);', 4, 'CREATE TABEL y (id int)', '42601'],
    [
      'an unknown column',
      "SELECT '男😀';\nCREATE TABLE x (id int);\nALTER TABLE x\n  DROP COLUMN nope;",
      4,
      'ALTER TABLE x\n  DROP COLUMN nope',
      '42703',
    ],
    [
      'rows that break a constraint',
      'CREATE TABLE x (id int);\nINSERT INTO x VALUES (1), (1);\n-- twice\nCREATE UNIQUE INDEX x_id ON x (id);',
      5,
      'CREATE UNIQUE INDEX x_id ON x (id)',
      '23505',
    ],
    [
      'an error inside a DO block',
      "CREATE TABLE x (id int);\nDO $$ BEGIN\n  RAISE EXCEPTION 'no; really' USING ERRCODE = 'P0001';\nEND $$;",
      3,
      'DO $$ BEGIN',
      'P0001',
    ],
    [
      'an unknown name in the middle of a line',
      'CREATE TABLE x (id int); SELECT nope FROM x;',
      2,
      'SELECT nope FROM x',
      '42703',
    ],
  ])('%s: leaves nothing, exits 1, names file, line and statement', async (_case, up, line, statement, sqlState) => {
    const project = await createProject({
      [`${A}.sql`]: sql('CREATE TABLE a (id int);', 'DROP TABLE a;'),
      [`${B}.sql`]: sql(up),
    });
    await project.migrate('up', '--step', '1');
    const before = await readCatalog(project.url, []);
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({
      code: 'MIGRATION_FAILED',
      file: `migrations/${B}.sql`,
      line,
      statement: expect.stringContaining(statement),
      sqlState,
      migrations: [B],
    });
    expect(ended.stderr).toContain(`migrations/${B}.sql:${line}`);
    expect(ended.stderr).toContain(`| ${statement.split('\n')[0]}`);
    expect(await readCatalog(project.url, [])).toEqual(before);
    expect(await appliedNames(project.url)).toEqual([A]);
  });

  test('with an unterminated string still names file and line', async () => {
    const project = await createProject({ [`${A}.sql`]: sql("SELECT 1;\nSELECT 'open;") });
    const ended = await project.migrate('up', '--json');
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_FAILED', line: 3, sqlState: '42601' });
  });

  test('keeps those before it, and the next up goes on where it was mended', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql('CREATE TABLE a (id int);'),
      [`${B}.sql`]: sql('SELEC 1;'),
    });
    expect((await project.migrate('up')).code).toBe(1);
    expect(await appliedNames(project.url)).toEqual([A]);
    await project.write(`${B}.sql`, sql('SELECT 1;'));
    const ended = await project.migrate('up', '--json');
    expect(JSON.parse(ended.stdout)).toEqual({ migrations: [B] });
  });

  test('that fails only at COMMIT leaves neither its change nor its row', async () => {
    const deferred =
      'CREATE TABLE x (id int PRIMARY KEY, parent int REFERENCES x DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO x VALUES (1, 2);';
    const project = await createProject({ [`${A}.sql`]: sql(deferred) });
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_FAILED', sqlState: '23503' });
    expect((await readCatalog(project.url)).columns).toEqual([]);
    expect(await appliedNames(project.url)).toEqual([]);
  });

  test('going down leaves the catalog and the row', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql('CREATE TABLE a (id int);', 'DROP TABLE a;\nDROP TABLE nope;'),
    });
    await project.migrate('up');
    const before = await readCatalog(project.url, []);
    const ended = await project.migrate('down', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_FAILED', line: 6, statement: 'DROP TABLE nope' });
    expect(await readCatalog(project.url, [])).toEqual(before);
    expect(await appliedNames(project.url)).toEqual([A]);
  });
});

describe('a file that can not be trusted is refused before anything runs', () => {
  test.each([
    ['no marker', 'CREATE TABLE x (id int);', /would never run|no `-- migrate:up` line/],
    ['SQL above the marker', 'CREATE TABLE x (id int);\n-- migrate:up\nSELECT 1;', /above the first marker/],
    ['an unknown option', '-- migrate:up transaction:fals\nSELECT 1;', /transaction:fals/],
    ['an unknown direction', '-- migrate:upp\nSELECT 1;', /migrate:upp/],
    ['two ups', '-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 2;', /second `-- migrate:up`/],
    ['only a down', '-- migrate:down\nSELECT 1;', /no `-- migrate:up` line/],
    [
      'two statements outside a transaction',
      '-- migrate:up transaction:false\nSELECT 1;\nSELECT 2;',
      /exactly one statement, and here are 2/,
    ],
    [
      'a COMMIT',
      '-- migrate:up\nCREATE TABLE x (id int);\nCOMMIT;\nCREATE TABLE y (id int);',
      /begins or ends a transaction/,
    ],
  ])('%s', async (_case, text, why) => {
    const project = await createProject({ [`${A}.sql`]: sql('CREATE TABLE a (id int);'), [`${B}.sql`]: text });
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({
      code: 'MIGRATION_FILE_INVALID',
      reason: expect.stringMatching(why),
      file: `migrations/${B}.sql`,
    });
    expect((await readCatalog(project.url, [])).columns).toEqual([]);
  });

  test('but BEGIN inside a function body and savepoints are no transaction control', async () => {
    const body =
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\nSAVEPOINT s;\nRELEASE s;\n-- commit\nSELECT 'rollback';";
    const project = await createProject({ [`${A}.sql`]: sql(body, 'DROP FUNCTION f;') });
    expect((await project.migrate('up')).code).toBe(0);
  });

  test('two files of one name', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;'), [`${A}.ts`]: 'export const up = () => {};' });
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_NAME_TAKEN' });
  });
});

describe('migrations of one run', () => {
  test('begin each in the same session: what one has SET or put into temporary tables is gone', async () => {
    // 500 ms: enough for the reset itself, which runs under it too, on a machine that is busy.
    const leak =
      "SELECT set_config('search_path', '', false);\nCREATE TEMP TABLE work (a int);\nSET statement_timeout = 500;";
    const project = await createProject({
      [`${A}.sql`]: sql(leak),
      [`${B}.sql`]: sql('CREATE TABLE here (a int);\nCREATE TEMP TABLE work (b int);\nSELECT pg_sleep(0.6);'),
    });
    expect(await project.migrate('up')).toMatchObject({ code: 0 });
    expect(await query(project.url, "SELECT to_regclass('public.here') AS t")).toEqual([{ t: 'here' }]);
  });

  test('may take on a role; the history row is written all the same', async () => {
    const project = await createProject({});
    const role = `roster_test_${process.pid}_${Date.now()}`;
    await query(project.url, `CREATE ROLE ${role}; GRANT CREATE, USAGE ON SCHEMA public TO ${role}`);
    await project.write(`${A}.sql`, sql(`SET ROLE ${role};\nCREATE TABLE theirs (a int);`, 'DROP TABLE theirs;'));
    expect(await project.migrate('up')).toMatchObject({ code: 0 });
    expect(await project.migrate('down')).toMatchObject({ code: 0 });
    await query(project.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  test('are the same whatever the time zone of the database is', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql("CREATE TABLE t AS SELECT '2026-01-01 00:00'::timestamp::timestamptz AS at;"),
    });
    await query(project.url, `ALTER DATABASE "${new URL(project.url).pathname.slice(1)}" SET timezone = 'Asia/Tokyo'`);
    await project.migrate('up');
    expect(await query(project.url, 'SELECT extract(epoch FROM at)::int AS at FROM t')).toEqual([
      { at: 1_767_225_600 },
    ]);
  });
});

describe('a large file', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `INSERT INTO t VALUES (${i}, 'the end');`).join('\n');

  test('is looked through for COMMIT, and its wrong statement is found', async () => {
    const project = await createProject({
      [`${A}.sql`]: sql(`CREATE TABLE t (a int, b text);\n${rows}\nSELECT nope;`),
    });
    const ended = await project.migrate('up', '--json');
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_FAILED', line: 20_003, statement: 'SELECT nope' });
    await project.write(`${A}.sql`, sql(`CREATE TABLE t (a int, b text);\n${rows}\nCOMMIT;`));
    expect(errorOf(await project.migrate('up', '--json'))).toMatchObject({
      code: 'MIGRATION_FILE_INVALID',
      line: 20_003,
    });
  });

  test('of comments alone is told to be empty', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('-- nothing\n'.repeat(300_000)) });
    expect(errorOf(await project.migrate('up', '--json'))).toMatchObject({ code: 'MIGRATION_FILE_INVALID', line: 2 });
  });
});

test('redo looks at both parts before it reverts anything', async () => {
  const project = await createProject({ [`${A}.sql`]: sql('CREATE TABLE a (id int);', 'DROP TABLE a;') });
  await project.migrate('up');
  const before = await readCatalog(project.url, []);
  for (const up of ['CREATE TABLE a (id int);\nCOMMIT;\nSELECT 1/0;', '-- nothing']) {
    await project.write(`${A}.sql`, sql(up, 'DROP TABLE a;'));
    expect(errorOf(await project.migrate('redo', '--json'))).toMatchObject({ code: 'MIGRATION_FILE_INVALID' });
    expect(await readCatalog(project.url, [])).toEqual(before);
  }
});

test('what editors leave in the folder is no migration, and what is not UTF-8 is refused', async () => {
  const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;'), [`._${A}.sql`]: 'x', '.#lock.sql': 'x' });
  await mkdir(join(project.folder, 'migrations/helpers.js'));
  expect(await project.migrate('up')).toMatchObject({ code: 0 });
  await writeFile(join(project.folder, `migrations/${B}.sql`), Buffer.from("-- migrate:up\nSELECT '\xe9';", 'latin1'));
  expect(errorOf(await project.migrate('up', '--json'))).toMatchObject({ reason: 'it is not UTF-8' });
});

describe('stamp', () => {
  test('head of an empty folder is refused, and keeps the rows whose file is gone', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;'), [`${B}.sql`]: sql('SELECT 1;') });
    await project.migrate('up');
    await project.remove(`${B}.sql`);
    await project.migrate('stamp', 'head');
    expect(await appliedNames(project.url)).toEqual([A, B]);
    await project.remove(`${A}.sql`);
    expect((await project.migrate('stamp', 'head')).code).toBe(2);
    expect(await appliedNames(project.url)).toEqual([A, B]);
    expect((await project.migrate('stamp', '0')).code).toBe(0);
    expect(await appliedNames(project.url)).toEqual([]);
  });
});

describe('up refuses', () => {
  const two = {
    [`${A}.sql`]: sql('CREATE TABLE a (id int);', 'DROP TABLE a;'),
    [`${B}.sql`]: sql('CREATE TABLE b (id int);', 'DROP TABLE b;'),
  };

  test('where an applied file was edited, and repair accepts it', async () => {
    const project = await createProject(two);
    await project.migrate('up', '--step', '1');
    const path = await project.write(`${A}.sql`, sql('CREATE TABLE a (id bigint);', 'DROP TABLE a;'));
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_EDITED', migrations: [A] });
    expect((await project.migrate('status', '--json')).stdout).toContain('"edited": true');
    const unasked = await project.migrate('repair');
    expect(unasked.code).toBe(3);
    expect((await project.migrate('up')).code).toBe(1);
    const repaired = await project.migrate('repair', '--yes', '--json');
    expect(JSON.parse(repaired.stdout)).toEqual({ accepted: [A], dropped: [] });
    expect(await readFile(path, 'utf8')).toContain('bigint');
    expect(JSON.parse((await project.migrate('up', '--json')).stdout)).toEqual({ migrations: [B] });
  });

  test('not where only line ends or the byte order mark changed', async () => {
    const project = await createProject(two);
    await project.migrate('up', '--step', '1');
    await project.write(`${A}.sql`, `\uFEFF${two[`${A}.sql`]?.replaceAll('\n', '\r\n')}`);
    expect((await project.migrate('up')).code).toBe(0);
  });

  test('where an applied file is gone; status names it, down refuses too, repair drops the row', async () => {
    const project = await createProject(two);
    await project.migrate('up');
    await project.remove(`${B}.sql`);
    for (const verb of ['up', 'down']) {
      const ended = await project.migrate(verb, '--json');
      expect(ended.code).toBe(1);
      expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_FILE_MISSING', migrations: [B] });
    }
    const { migrations } = JSON.parse((await project.migrate('status', '--json')).stdout) as { migrations: object[] };
    expect(migrations[1]).toMatchObject({ name: B, state: 'applied', missing: true });
    await project.migrate('repair', '--yes');
    expect((await project.migrate('up')).code).toBe(0);
    expect(await appliedNames(project.url)).toEqual([A]);
  });

  test('an older file than what is applied, unless --allow-out-of-order', async () => {
    const project = await createProject({ [`${B}.sql`]: two[`${B}.sql`] });
    await project.migrate('up');
    await project.write(`${A}.sql`, two[`${A}.sql`]);
    const ended = await project.migrate('up', '--json');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatchObject({ code: 'MIGRATION_OUT_OF_ORDER', migrations: [A] });
    const { migrations } = JSON.parse((await project.migrate('status', '--json')).stdout) as { migrations: object[] };
    expect(migrations[0]).toEqual({ name: A, state: 'pending', outOfOrder: true });
    expect((await project.migrate('up', '--allow-out-of-order')).code).toBe(0);
    expect(await appliedNames(project.url)).toEqual([A, B]);
  });
});

describe('exit codes', () => {
  test.each([
    ['an unknown command', ['upp']],
    ['an unknown option', ['up', '--nope']],
    ['a step that is no number', ['up', '--step', 'x']],
    ['a step of nothing', ['up', '--step', '0']],
    ['--to with --step', ['up', '--to', 'a', '--step', '1']],
    ['a missing argument', ['stamp']],
    ['too many arguments', ['up', 'a', 'b']],
    ['an unknown migration', ['up', '--to', 'nope']],
    ['an ambiguous one', ['up', '--to', '2026']],
    ['a URL of another kind', ['up', '--url', 'mysql://x']],
    ['a config that is not there', ['up', '--config', 'nope.ts']],
  ])('2 for %s, also told as JSON', async (_case, args) => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;'), [`${B}.sql`]: sql('SELECT 1;') });
    const ended = await project.migrate(...args, '--json');
    expect(ended).toMatchObject({ code: 2 });
    expect(errorOf(ended)['message']).toEqual(expect.any(String));
    expect(ended.stderr).not.toBe('');
  });

  test.each([
    ['an unknown key', 'export default { models: () => {}, migrations: ".", migration: 1 }', /unknown key "migration"/],
    ['a key of the wrong kind', 'export default { models: 1, migrations: "." }', /"models" must be a function/],
    ['a missing key', 'export default { models: () => {} }', /"migrations" must be/],
    ['no default export', 'export const a = 1', /default export/],
    ['a syntax error', 'export default {', /can't be loaded/],
    ['a folder that is not there', 'export default { models: () => {}, migrations: "nowhere" }', /ENOENT/],
  ])('2 for a config with %s', async (_case, config, why) => {
    const project = await createProject({}, config);
    const ended = await project.migrate('status', '--json');
    expect(ended.code).toBe(2);
    expect(errorOf(ended)['reason']).toMatch(why);
  });

  test('5 for a database that refuses, that does not exist, or whose password is wrong', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;') });
    const wrongPassword = new URL(project.url);
    wrongPassword.password = 'sesame';
    const wrongName = new URL(project.url);
    wrongName.pathname = '/nope';
    for (const url of ['postgres://u:sesame@127.0.0.1:1/x', wrongPassword.href, wrongName.href]) {
      const ended = await project.migrate('up', '--url', url, '--json');
      expect(ended.code).toBe(5);
      expect(errorOf(ended)).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
      expect(ended.stdout + ended.stderr).not.toContain('sesame');
    }
  });

  test('5 within 10 s for a host that accepts and never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;') });
    const { child, ended } = startMigrate(project.folder, {}, ['up', '--url', `postgres://u:p@127.0.0.1:${port}/x`]);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    expect(await ended).toMatchObject({ code: 5, signal: null });
    clearTimeout(late);
    silent.close();
  });

  test('--quiet says nothing but errors', async () => {
    const project = await createProject({ [`${A}.sql`]: sql('SELECT 1;'), [`${B}.sql`]: sql('SELEC 1;') });
    expect(await project.migrate('up', '--quiet', '--step', '1')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const ended = await project.migrate('up', '--quiet');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('MIGRATION_FAILED');
  });
});

test('a configured history table in a schema of its own is used, and public stays clean', async () => {
  const config = `export default { models: () => {}, migrations: './migrations', history: { table: 'Done "so far"', schema: 'ops' } };`;
  const project = await createProject({ [`${A}.sql`]: sql('CREATE TABLE a (id int);', 'DROP TABLE a;') }, config);
  expect((await project.migrate('up')).code).toBe(0);
  expect(await query(project.url, 'SELECT name FROM ops."Done ""so far"""')).toEqual([{ name: A }]);
  expect(await query(project.url, `SELECT to_regclass('"SequelizeMeta"') AS found`)).toEqual([{ found: null }]);
  expect((await project.migrate('down')).code).toBe(0);
});
