import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
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
export async function cacheKey(inputs: unknown): Promise<string> {
  const code = await (codeOfReading ??= readCode());
  return createHash('sha256')
    .update(JSON.stringify([inputs, code]))
    .digest('hex');
}

let codeOfReading: Promise<string[]> | undefined;

const CODE_OF_READING = [
  'postgres/introspect',
  'postgres/catalog-queries',
  'postgres/catalog-rows',
  'schema/settled',
  'schema/expression',
];

/** A kept schema is only as good as the code that read it: the code is part of the key, in a checkout and in a build. */
const readCode = (): Promise<string[]> =>
  Promise.all(
    CODE_OF_READING.map((name) => readFile(new URL(`../${name}${extname(import.meta.url)}`, import.meta.url), 'utf8')),
  );

/** Nothing where it was never kept, or can't be read. */
export async function readKept(folder: string | undefined, key: string | undefined): Promise<KeptSchema | undefined> {
  if (folder === undefined || key === undefined) return undefined;
  try {
    return JSON.parse(await readFile(join(folder, `${key}.json`), 'utf8')) as KeptSchema;
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
