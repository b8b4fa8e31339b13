import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, succeeded } from './run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What is published, each after what its build needs. */
const PUBLISHED = ['local-postgres', 'models', 'migrator', 'client'] as const;
export type PackageName = (typeof PUBLISHED)[number];

/** The files that pnpm reads beside a package: versions of the catalog, the licence, what the tsconfigs extend. */
const SHARED = [
  'package.json',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  '.pnpmfile.cjs',
  'LICENSE',
  'tsconfig.base.json',
];

export type Tarballs = Record<PackageName, string>;

/**
 * Builds and packs what is published, as a release does, in a copy of the workspace: other tests read the workspace's own
 * `dist`, or its absence.
 *
 * @param folder an empty one
 * @returns the paths of the tarballs
 */
export async function packPackages(folder: string): Promise<Tarballs> {
  await Promise.all(SHARED.map((file) => cp(join(ROOT, file), join(folder, file))));
  await Promise.all(PUBLISHED.map((name) => copyPackage(name, folder)));
  for (const name of PUBLISHED) await build(join(folder, 'packages', name));
  const packed = PUBLISHED.map(async (name) => [name, await pack(join(folder, 'packages', name), folder)] as const);
  return Object.fromEntries(await Promise.all(packed)) as Tarballs;
}

async function copyPackage(name: PackageName, folder: string): Promise<void> {
  const [from, to] = [join(ROOT, 'packages', name), join(folder, 'packages', name)];
  const isSource = (path: string): boolean =>
    !/^(node_modules|dist|test|\.turbo|\.data)$/.test(path.slice(from.length + 1).split(sep)[0] ?? '');
  await cp(from, to, { recursive: true, filter: isSource });
  await linkModules(join(from, 'node_modules'), join(to, 'node_modules'));
}

/** The installed dependencies, but those of the workspace from the copy. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name !== '@roster') await symlink(join(from, name), join(to, name));
  }
  const siblings = await readdir(join(from, '@roster')).catch(() => []);
  await mkdir(join(to, '@roster'));
  for (const name of siblings) await symlink(join(to, '..', '..', name), join(to, '@roster', name));
}

async function build(directory: string): Promise<void> {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  succeeded(await run(tsc, ['-p', 'tsconfig.build.json'], { cwd: directory }));
}

async function pack(directory: string, destination: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const pnpm = ['-y', 'pnpm@12', '--silent', 'pack', '--pack-destination', destination];
  succeeded(await run('npx', pnpm, { cwd: directory }));
  return join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
}
