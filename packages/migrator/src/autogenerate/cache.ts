import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Schema } from '../schema/schema.ts';

/** A schema as it was read from a scratch database, and the server that it stood on. */
export interface KeptSchema {
  /** `server_version_num`. Schemas that two servers have printed are not compared. */
  version: string;
  schema: Schema;
}

/** The project's `node_modules/.cache`, where tools keep what they can make again; undefined without node_modules. */
export function cacheFolderOf(directory: string): string | undefined {
  const modules = join(directory, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache', 'roster-migrate');
  const above = dirname(directory);
  return above === directory ? undefined : cacheFolderOf(above);
}

/** The name of what was made from these inputs, by this version of the code that reads catalogs. */
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
    const folders = ['../postgres/', '../schema/'].map((folder) => new URL(folder, import.meta.url));
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => extname(name) === extname(import.meta.url) && !name.endsWith('.d.ts'))
        .map((name) => new URL(name, folder)),
    );
    return createHash('sha256')
      .update(files.map((file) => readFileSync(file, 'utf8')).join('\n'))
      .digest('hex');
  } catch {
    return '';
  }
}

/** Nothing where it was never kept, or can't be read. */
export async function readKept(folder: string | undefined, key: string | undefined): Promise<KeptSchema | undefined> {
  if (folder === undefined || key === undefined) return undefined;
  try {
    const kept = JSON.parse(await readFile(join(folder, `${key}.json`), 'utf8')) as Partial<KeptSchema> | null;
    return typeof kept?.version === 'string' && Array.isArray(kept.schema?.tables) ? (kept as KeptSchema) : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that can't be written (a read-only checkout) is no cache. */
export async function keep(folder: string | undefined, key: string, kept: KeptSchema): Promise<void> {
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

/** Both sides of some branches. */
const MOST_KEPT = 40;

async function forgetOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST_KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = files.toSorted((a, b) => a.time - b.time).slice(0, names.length - MOST_KEPT);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}
