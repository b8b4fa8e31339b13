import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalPostgres, startLocalPostgres } from '@roster/local-postgres';
import { expect, onTestFinished, test } from 'vitest';
import { readCatalog } from '../catalog.ts';
import { appliedNames, createProject, type Project, sql, startMigrate } from '../project.ts';

const run = promisify(execFile);

/** A server whose whole data directory, its write-ahead log too, is on a file system of `size`. undefined: no right to mount. */
async function serverOn(
  size: string,
): Promise<{ start(): Promise<LocalPostgres>; enlarge(): Promise<unknown> } | undefined> {
  const root = await mkdtemp(join(tmpdir(), 'roster-full-disk-'));
  await chmod(root, 0o755);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', root]).catch(
    () => undefined,
  );
  const servers: LocalPostgres[] = [];
  onTestFinished(async () => {
    for (const server of servers.toReversed()) await server.stop().catch(() => undefined);
    if (mounted) await run('umount', ['-l', root]);
    await rm(root, { recursive: true, force: true });
  });
  if (mounted === undefined) return undefined;
  const start = async (): Promise<LocalPostgres> => {
    const server = await startLocalPostgres({ dataDir: join(root, 'data'), stateRoot: join(root, 'state') });
    servers.push(server);
    return server;
  };
  return { start, enlarge: () => run('mount', ['-o', 'remount,size=1g', root]) };
}

const fill = (table: string): string =>
  sql(
    `CREATE TABLE ${table} (id int, filler text);\nINSERT INTO ${table} SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, 60000) i;`,
  );

/** The server may have ended all of its processes, to begin anew. */
async function up(project: Project): Promise<{ code: number | null; error?: { code: string; sqlState?: string } }> {
  const { code, stdout } = await startMigrate(project.folder, { DATABASE_URL: project.url, CI: 'true' }, [
    'up',
    '--json',
  ]).ended;
  return { code, ...(JSON.parse(stdout) as { error?: { code: string; sqlState?: string } }) };
}

test('a data directory that is full, its log too: up fails, nothing is half; after room is made it goes on', {
  timeout: 300_000,
}, async ({ skip }) => {
  const disk = process.getuid?.() === 0 ? await serverOn('160m') : undefined;
  if (disk === undefined) {
    skip('needs root and the right to mount: a full data directory was NOT tried');
    return;
  }
  const names = ['a', 'b', 'c', 'd'].map((table, index) => `2026.01.0${index + 1}T00.00.00.fill-${table}`);
  const first = await disk.start();
  const made = await createProject(Object.fromEntries(names.map((name) => [`${name}.sql`, fill(name.at(-1) ?? '')])));
  const project = { ...made, url: first.url() };
  const failed = await up(project);
  process.stderr.write(`${JSON.stringify(failed)}\n`);
  expect(failed.code).toBeGreaterThan(0);
  expect(failed.error?.code).toMatch(/^(MIGRATION_FAILED|LOCK_LOST|DATABASE_UNREACHABLE)$/);
  await disk.enlarge();
  const again = await disk.start();
  expect(again.port).toBe(first.port);
  const applied = await appliedNames(project.url);
  expect(applied).toEqual(names.slice(0, applied.length));
  expect(applied.length).toBeLessThan(names.length);
  const tables = new Set((await readCatalog(project.url)).columns.map((row) => row['table']));
  expect(tables).toEqual(new Set(applied.map((name) => name.at(-1))));
  expect(await up(project)).toMatchObject({ code: 0, migrations: names.slice(applied.length) });
});
