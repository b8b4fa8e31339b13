import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@roster/local-postgres/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type PackageName, packPackages, type Tarballs } from './packed.ts';
import { run, succeeded } from './run.ts';
import { createStranger, filesOfPage, type Stranger } from './stranger.ts';

const BIN = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));

let folder: string;
let tarballs: Tarballs;
let stranger: Stranger;
let page: Map<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-packages-'));
  // As root, PostgreSQL runs as another account, which has to come in.
  await chmod(folder, 0o755);
  tarballs = await packPackages(folder);
  stranger = await createStranger(join(folder, 'stranger'), tarballs);
  page = await filesOfPage();
  for (const [file, text] of page) await stranger.write(file, text);
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase('packages');
  onTestFinished(() => database.drop());
  return database.url;
}

const list = (tarball: string): string[] => execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).split('\n');
const manifestOf = (tarball: string): Record<string, unknown> =>
  JSON.parse(execFileSync('tar', ['xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));

describe.each<PackageName>(['models', 'migrator', 'local-postgres'])('the tarball of %s', (name) => {
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
  });

  test('publint finds nothing', async () => {
    const ended = await run(join(BIN, 'publint'), ['run', tarballs[name], '--strict'], { cwd: folder });
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('All good!') });
  });

  test('are-the-types-wrong finds nothing: Node ≥ 20.19 requires ES modules, which its rule does not know', async () => {
    const args = [tarballs[name], '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'];
    const { code, stdout } = await run(join(BIN, 'attw'), args, { cwd: folder });
    expect(code, stdout).toBe(0);
  });
});

describe('a project that has installed them', () => {
  test('has one Sequelize', async () => {
    const { stdout } = await stranger.npm('ls', 'sequelize', '--parseable', '--all');
    expect(new Set(stdout.trim().split('\n'))).toEqual(new Set([join(stranger.folder, 'node_modules/sequelize')]));
  });

  test('compiles docs/models.md, declarations included, and what must not compile does not', async () => {
    expect(await stranger.tsc()).toEqual({ code: 0, stdout: '', stderr: '' });
    await stranger.write('wrong.ts', (page.get('types.ts') ?? '').replaceAll(/^\/\/ @ts-expect-error.*$/gm, ''));
    onTestFinished(() => rm(join(stranger.folder, 'wrong.ts')));
    const wrong = await stranger.tsc('--noEmit');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stdout).toMatch(/wrong\.ts.*'nick'/);
    expect(wrong.stdout).toMatch(/wrong\.ts.*'number' is not assignable to type 'string/);
    expect(wrong.stdout.match(/error TS/g)).toHaveLength(2);
  });
});
