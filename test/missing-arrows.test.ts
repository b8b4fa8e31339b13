import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');

/** A folder with the rules of this one and nothing else: what is planted there is in nobody's way. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-arrows-'));
  await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Whether lint refuses a file of `room` that imports `name`. */
async function isRefused(room: string, name: string, file = 'planted.ts'): Promise<boolean> {
  const path = join(folder, room, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `import { planted } from '${name}';\n\nexport const found = planted;\n`);
  const { status, stdout } = spawnSync(process.execPath, [oxlint, path], { cwd: folder, encoding: 'utf8' });
  await rm(path);
  if (status === 0) return false;
  if (/Found \d+ warnings? and 1 error/.test(stdout) && stdout.includes('no-restricted-imports')) return true;
  throw new Error(stdout);
}

describe('lint refuses', () => {
  test.each([
    ['packages/models/src', '@roster/migrator'],
    ['packages/local-postgres/src', '@roster/models'],
    ['packages/client/src', '@roster/models'],
    ['packages/migrator/src', '@roster/models'],
    ['packages/migrator/src', '@roster/client'],
    ['packages/migrator/src/lint', '@roster/client'],
    ['packages/migrator/src/schema', '@roster/client'],
    ['apps/payroll/src', '@roster/migrator'],
    ['apps/payroll/src', '@roster/local-postgres/testing'],
    ['apps/payroll/src', '@roster/client'],
    ['apps/api/src', '@roster/client'],
    ['apps/api/src/routes/employees', '@roster/client'],
    ['apps/api/src', '@roster/payroll'],
    ['apps/api/src', '../../payroll/src/csv.ts'],
    ['apps/api/src', '../../../packages/client/src/index.ts'],
  ])('in %s the import of %s', async (room, name) => expect(await isRefused(room, name)).toBe(true));
});

describe('lint takes', () => {
  test.each([
    ['packages/migrator/src', '@roster/local-postgres'],
    ['apps/payroll/src', '@roster/models'],
    ['apps/api/src', '@roster/models'],
    ['apps/api/src', '@roster/migrator'],
    ['apps/api/src', '@roster/local-postgres'],
    ['apps/api/test', '@roster/client'],
  ])('in %s the import of %s', async (room, name) => expect(await isRefused(room, name)).toBe(false));

  test('in a test what its room may not', async () =>
    expect(await isRefused('apps/api/src', '@roster/client', 'planted.test.ts')).toBe(false));
});
