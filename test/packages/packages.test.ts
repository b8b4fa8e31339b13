import { execFileSync } from 'node:child_process';
import { access, chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@roster/local-postgres/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type PackageName, packPackages, type Tarballs } from './packed.ts';
import { type Ended, run, succeeded } from './run.ts';
import { createStranger, filesOfPage, type Stranger } from './stranger.ts';

const MIGRATIONS = fileURLToPath(new URL('../../packages/models/migrations', import.meta.url));

const BIN = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));

let folder: string;
let tarballs: Tarballs;
let stranger: Stranger;
let page: Map<string, string>;
let compiled: Ended;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-packages-'));
  // As root, PostgreSQL runs as another account, which has to come in.
  await chmod(folder, 0o755);
  tarballs = await packPackages(folder);
  stranger = await createStranger(join(folder, 'stranger'), tarballs);
  page = await filesOfPage();
  for (const [file, text] of page) await stranger.write(file, text);
  compiled = await stranger.tsc();
}, 600_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase('packages');
  onTestFinished(() => database.drop());
  return database.url;
}

const list = (tarball: string): string[] => execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).split('\n');
const manifestOf = (tarball: string): Record<string, unknown> =>
  JSON.parse(execFileSync('tar', ['xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));

describe.each<PackageName>(['models', 'migrator', 'local-postgres', 'client'])('the tarball of %s', (name) => {
  test('has its README, licence, JavaScript, declarations and the sources that their maps name; no tests', () => {
    const files = list(tarballs[name]);
    expect(files).toEqual(
      expect.arrayContaining(
        ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'dist/index.d.ts.map', 'src/index.ts'].map(
          (file) => `package/${file}`,
        ),
      ),
    );
    expect(files.filter((file) => /test\.|\/test\/|tsconfig|\.tsbuildinfo/.test(file))).toEqual([]);
  });

  test('has a manifest that needs no workspace', () => {
    const text = JSON.stringify(manifestOf(tarballs[name]));
    expect(text).not.toMatch(/workspace:|catalog:|@roster\/source/);
    // npm 10 fails to install a package that has vitest as an optional peer.
    expect(text).not.toContain('peerDependenciesMeta');
  });

  test('publint finds nothing', async () => {
    const ended = await run(join(BIN, 'publint'), ['run', tarballs[name], '--strict'], { cwd: folder });
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('All good!') });
  });

  test('are-the-types-wrong finds nothing: Node ≥ 20.19 requires ES modules, which its rule does not know', async () => {
    const args = [tarballs[name], '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'];
    const { code, stdout } = await run(join(BIN, 'attw'), args, { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('node16 (from CJS)') });
  });
});

describe('a project that has installed them', () => {
  test('has one Sequelize', async () => {
    const { stdout } = await stranger.npm('ls', 'sequelize', '--parseable', '--all');
    expect(new Set(stdout.trim().split('\n'))).toEqual(new Set([join(stranger.folder, 'node_modules/sequelize')]));
  });

  test('can go from every declaration and every line of JavaScript to its source', async () => {
    const modules = join(stranger.folder, 'node_modules/@roster');
    const maps = (await readdir(modules, { recursive: true })).filter((file) => file.endsWith('.map'));
    expect(maps.filter((file) => file.endsWith('.d.ts.map')).length).toBeGreaterThan(100);
    for (const file of maps) {
      const { sources } = JSON.parse(await readFile(join(modules, file), 'utf8'));
      for (const source of sources) await expect(access(join(modules, dirname(file), source))).resolves.toBeUndefined();
    }
  });

  test('compiles docs/models.md, declarations included, and what must not compile does not', async () => {
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' });
    await stranger.write('wrong.ts', (page.get('types.ts') ?? '').replaceAll(/^\/\/ @ts-expect-error.*$/gm, ''));
    onTestFinished(() => rm(join(stranger.folder, 'wrong.ts')));
    const wrong = await stranger.tsc('--noEmit');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stdout).toMatch(/wrong\.ts.*'nick'/);
    expect(wrong.stdout).toMatch(/wrong\.ts.*'number' is not assignable to type 'string/);
    expect(wrong.stdout.match(/error TS/g)).toHaveLength(2);
  });

  test('runs what docs/models.md shows, on the tables that `npx migrate up` makes of the installed migrations', async () => {
    const env = { DATABASE_URL: await emptyDatabase() };
    expect(await stranger.migrate(['up'], env)).toMatchObject({ code: 0 });
    expect((await stranger.migrate(['status'], env)).stdout).toMatch(
      /^applied +2026\.11\.22T10\.00\.00\.create-employee .*\n(applied .*\n)*\d+ applied, 0 pending\nno drift\n$/,
    );
    expect(succeeded(await stranger.node('out/types.js', env))).toBe('1 0 true\ntrue\n');
    expect(succeeded(await stranger.node('out/stream.js', env))).toBe('1\n');
    expect(succeeded(await stranger.node('out/transactions.js', env))).toBe(
      'Validation error: name must be 1 to 40 characters\n0\n',
    );
    // Nothing on stderr: Node is content with `require` of an ES module.
    expect(await stranger.node('legacy.cjs', env)).toEqual({
      code: 0,
      stdout: 'true 12345.60 migrations\n',
      stderr: '',
    });
    expect(succeeded(await stranger.node('out/department.js', env))).toBe('id,name,createdTime,updateTime\n');
  }, 180_000);

  test('tests itself on the embedded PostgreSQL that came with the migrator', async () => {
    const { code, stdout } = await stranger.vitest();
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/Tests .*1 passed/) });
  });

  test('requires the migrator from CommonJS', async () => {
    await stranger.write(
      'migrate.cjs',
      `const { createMigrator } = require('@roster/migrator');
       const { migrations } = require('@roster/models/migrations');
       const migrator = createMigrator({ url: process.env.DATABASE_URL, migrations });
       migrator.up().then((applied) => console.log(applied.length)).finally(() => migrator.close());`,
    );
    const migrations = (await readdir(MIGRATIONS)).filter((file) => file !== 'schema.sql').length;
    const ended = await stranger.node('migrate.cjs', { DATABASE_URL: await emptyDatabase() });
    expect(ended).toEqual({ code: 0, stdout: `${migrations}\n`, stderr: '' });
  });
});

describe('npx migrate generate', () => {
  const generate = (env: Record<string, string>, name: string) =>
    stranger.migrate(['--config', 'department.config.ts', 'generate', name], env);

  test('writes a migration with no server named, on the embedded PostgreSQL that came with it', async () => {
    expect(await generate({}, 'department')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^wrote migrations\/\S+\.department\.sql\n {2}createTable department\n/),
    });
    const files = await readdir(join(stranger.folder, 'migrations'));
    expect(files.toSorted()).toEqual([expect.stringMatching(/\.department\.sql$/), 'schema.sql']);
    const schema = await readFile(join(stranger.folder, 'migrations/schema.sql'), 'utf8');
    expect(schema).toContain('CREATE TABLE "public"."department"');
    expect(schema).not.toContain('employee');
  });

  test('with nothing to do writes nothing', async () => {
    const before = await readdir(join(stranger.folder, 'migrations'));
    expect(await generate({}, 'nothing')).toMatchObject({ code: 0 });
    expect(await readdir(join(stranger.folder, 'migrations'))).toEqual(before);
  });

  describe('where the optional dependency was left out', () => {
    beforeAll(() => rm(join(stranger.folder, 'node_modules/@roster/local-postgres'), { recursive: true }));

    test('says so, and what to do', async () => {
      await rm(join(stranger.folder, 'node_modules/.cache'), { recursive: true, force: true });
      const { code, stderr } = await generate({}, 'nothing');
      expect(code).toBe(5);
      expect(stderr).toMatch(/\[EMBEDDED_NOT_INSTALLED\][^]*--scratch-url[^]*install @roster\/local-postgres/);
      expect(stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
    });

    test('works on a server that is named', async () => {
      const SCRATCH_DATABASE_URL = await emptyDatabase();
      expect(await generate({ SCRATCH_DATABASE_URL }, 'nothing')).toMatchObject({ code: 0 });
    });

    test('and up, status and down never need it', async () => {
      const env = { DATABASE_URL: await emptyDatabase() };
      for (const verb of ['up', 'status', 'down']) {
        expect(await stranger.migrate(['--config', 'department.config.ts', verb], env)).toMatchObject({ code: 0 });
      }
    });
  });
});
