import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

/** The project's `node_modules/.cache`, where tools keep what they can make again; undefined without node_modules. */
export function cacheFolderOf(directory: string): string | undefined {
  const modules = join(directory, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache', 'roster-migrate');
  const above = dirname(directory);
  return above === directory ? undefined : cacheFolderOf(above);
}

/** The name of what was made from these inputs, by this version of the code that reads catalogs and compares. */
export function cacheKey(inputs: unknown): string | undefined {
  codeOfReading ??= readCode();
  if (codeOfReading === '') return undefined;
  return createHash('sha256')
    .update(JSON.stringify([inputs, codeOfReading]))
    .digest('hex');
}

let codeOfReading: string | undefined;

/**
 * A kept schema is only as good as the code that read it: the code is part of the key, in a checkout and in a build.
 * Where it can't be read (a bundle), nothing is kept.
 */
function readCode(): string {
  try {
    const folders = ['./', '../postgres/', '../schema/'].map((folder) => new URL(folder, import.meta.url));
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => extname(name) === extname(import.meta.url) && !name.endsWith('.d.ts'))
        .map((name) => new URL(name, folder)),
    );
    const printers = ['fingerprint', 'schema-file'].map(
      (name) => new URL(`../${name}${extname(import.meta.url)}`, import.meta.url),
    );
    return createHash('sha256')
      .update([...files, ...printers].map((file) => readFileSync(file, 'utf8')).join('\n'))
      .digest('hex');
  } catch {
    return '';
  }
}

export const isKept = (folder: string | undefined, key: string | undefined): boolean =>
  folder !== undefined && key !== undefined && existsSync(join(folder, `${key}.json`));

/** Nothing where it was never kept, or can't be read. */
export async function readKept(folder: string | undefined, key: string | undefined): Promise<unknown> {
  if (folder === undefined || key === undefined) return undefined;
  try {
    return JSON.parse(await readFile(join(folder, `${key}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A cache that can't be written (a read-only checkout) is no cache. */
export async function keep(folder: string | undefined, key: string, kept: unknown): Promise<void> {
  if (folder === undefined) return;
  const path = join(folder, `${key}.json`);
  const unfinished = `${path}.${process.pid}`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(unfinished, JSON.stringify(kept));
    await rename(unfinished, path);
    await forgetOldest(folder);
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

/** Both sides of some branches, and whether they agree. */
const MOST_KEPT = 60;

async function forgetOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST_KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = files.toSorted((a, b) => a.time - b.time).slice(0, names.length - MOST_KEPT);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}
