import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeCacheIn, compileBundle } from '../src/bundle.ts';
import { describeRollingDeploy } from './built-rolling-deploy.ts';
import { describeWorkers } from './built-workers.ts';
import { connectTo, emptyDatabase, preparedDatabase } from './database-under-test.ts';
import { nextBuild, PENDING } from './other-migrations.ts';
import { spawnServer } from './server-under-test.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const dist = join(root, 'apps/api/dist');

beforeAll(() => promisify(execFile)('npx', ['-y', 'pnpm@12', 'build'], { cwd: root }), 300_000);

const built = { built: true };
const statusOf = async (address: string, path: string): Promise<number> => (await fetch(address + path)).status;

describe('the built server', () => {
  test('has V8’s code for its bundle, which this V8 takes', async () => {
    expect(compileBundle(dist)?.cachedDataRejected).toBe(false);
    expect(codeCacheIn(dist)).toContain(process.version);
  });

  test('on a ready database: serves, and none of the modules in its bundle was loaded a second time', async () => {
    const flags = ['--import', './test/fixtures/loaded-modules.js'];
    const server = spawnServer({ DATABASE_URL: await preparedDatabase() }, { ...built, flags });
    const address = await server.listening;
    expect(await Promise.all(['/readyz', '/v1/employees', '/docs'].map((path) => statusOf(address, path)))).toEqual([
      200, 200, 200,
    ]);
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    const [loaded = ''] = server.text().match(/^loaded: .*$/m) ?? [];
    expect(loaded).not.toMatch(/sequelize|koa|[\\/]pg[\\/]|zod/);
  });

  test('on an empty database: the modules outside the bundle make the schema, and it serves', async () => {
    const server = spawnServer({ DATABASE_URL: await emptyDatabase() }, built);
    expect(await statusOf(await server.listening, '/v1/employees')).toBe(200);
    expect(server.lines()).toContainEqual(expect.objectContaining({ stamped: expect.anything() }));
  });

  test('behind, by a program that imports Sequelize and the models: it gets the copies that work for it', async () => {
    const url = await preparedDatabase();
    const { env, options } = await nextBuild({ [`${PENDING}.js`]: PROGRAM });
    await asPackage(dirname(env.TEST_MIGRATIONS));
    const server = spawnServer({ DATABASE_URL: url, ...env }, { ...built, ...options });
    const answer = await fetch(`${await server.listening}/v1/employees/1`);
    expect(await answer.json()).toMatchObject({ name: 'made by a program', entryDate: '2020-01-01T00:00:00.000Z' });
  });

  test('behind, in production: exit 1, what is pending and what to run, and no stack', async () => {
    const { env, options } = await nextBuild();
    const settings = { DATABASE_URL: await preparedDatabase(), NODE_ENV: 'production', ...env };
    const server = spawnServer(settings, { ...built, ...options });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.text()).toMatch(new RegExp(`${PENDING}[^]*pnpm migrate up`));
    expect(server.text()).not.toMatch(/^ +at /m);
  });

  test('a migration that fails is shown with its place, statement and code', async () => {
    const url = await preparedDatabase();
    await (await connectTo(url)).query('ALTER TABLE employee ADD COLUMN note TEXT');
    const { env, options } = await nextBuild();
    const server = spawnServer({ DATABASE_URL: url, ...env }, { ...built, ...options });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.text()).toMatch(/\[MIGRATION_FAILED\]\n.*add-note\.sql:2\n {2}\| ALTER TABLE[^]*\(42701\)/);
  });
});

describe('several workers', () => {
  describeWorkers();
});

describe('a deploy across a migration', () => {
  describeRollingDeploy();
});

const PROGRAM = `import { Employee } from '@roster/models';
import { literal } from 'sequelize';

export const up = async ({ transaction }) => {
  const entryDate = literal("'2020-01-01T00:00:00Z'");
  await Employee.create({ name: 'made by a program', salary: '1.00', gender: '男', entryDate }, { transaction });
};
export const down = async () => {};
`;

/** A package that finds what the one of the models finds. */
async function asPackage(folder: string): Promise<void> {
  const models = join(root, 'packages/models');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await mkdir(join(folder, 'node_modules/@roster'), { recursive: true });
  await symlink(models, join(folder, 'node_modules/@roster/models'));
  await symlink(join(models, 'node_modules/sequelize'), join(folder, 'node_modules/sequelize'));
}
