import type { MigrationFile } from '../migrations-folder.ts';
import type { Schema } from '../schema/schema.ts';
import { migrationsHash } from '../schema-file.ts';
import { cacheKey, readKept } from './cache.ts';
import type { Project } from './project.ts';

/** A schema as it was read from a scratch database, and the server that it stood on. */
export interface KeptSchema {
  /** `server_version_num`. Schemas that two servers have printed are not compared. */
  version: string;
  schema: Schema;
}

export async function readKeptSchema(
  { cacheFolder }: Project,
  key: string | undefined,
): Promise<KeptSchema | undefined> {
  const kept = (await readKept(cacheFolder, key)) as Partial<KeptSchema> | null | undefined;
  return typeof kept?.version === 'string' && Array.isArray(kept.schema?.tables) ? (kept as KeptSchema) : undefined;
}

/** Of programs, which may depend on anything, there are none: only of SQL is the text the whole of it. */
export const migrationsInputs = (files: readonly MigrationFile[]): unknown =>
  files.every(({ kind }) => kind === 'sql') ? ['migrations', migrationsHash(files)] : undefined;

/** Where in the cache is what was made of these inputs in this project; undefined for inputs that are not all of it. */
export function keyOf({ prelude, managed, scratchName }: Project, inputs: unknown): string | undefined {
  if (inputs === undefined) return undefined;
  return cacheKey([
    inputs,
    prelude,
    managed.schemas,
    managed.ignore.map((item) => [typeof item, String(item)]),
    scratchName,
  ]);
}
