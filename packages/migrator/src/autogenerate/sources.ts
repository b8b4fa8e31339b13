import type { ClientBase } from 'pg';
import { copyRefused, modelsRefused } from '../errors.ts';
import type { MigrationFile } from '../migrations-folder.ts';
import { splitStatements } from '../postgres/statements.ts';
import type { Schema } from '../schema/schema.ts';
import { schemaSql } from '../schema/sql.ts';
import { migrationsHash } from '../schema-file.ts';
import type { Draft } from '../sequelize/from-models.ts';
import { cacheKey, type KeptSchema, keep, readKept } from './cache.ts';
import { type Replayed, readSchema, replay } from './replay.ts';
import type { Bench, Workshop } from './workshop.ts';

/** Where a schema comes from. */
export interface Source {
  /** What it is made from, where that is all that it is made from: the same inputs give the same schema. */
  inputs?: unknown;
  /** It is read from where it is, and needs no scratch database. */
  isElsewhere?: true;
  read(workshop: Workshop): Promise<Schema>;
}

/** What the migrations make. Programs may depend on anything: only of SQL is the text the whole of it. */
export function migrationsSource(
  files: readonly MigrationFile[],
): Source & { replayed(workshop: Workshop): Promise<Replayed> } {
  let done: Promise<Replayed> | undefined;
  const replayed = (workshop: Workshop): Promise<Replayed> => (done ??= replay(workshop, files));
  const isText = files.every(({ kind }) => kind === 'sql');
  return {
    ...(isText && { inputs: ['migrations', migrationsHash(files)] }),
    read: async (workshop) => (await replayed(workshop)).schema,
    replayed,
  };
}

/** What the models say, as PostgreSQL understands it. */
export function modelsSource({ schema }: Draft): Source {
  const sql = schemaSql(schema);
  return { inputs: ['models', sql], read: (workshop) => schemaOf(workshop, sql) };
}

/** A database with nothing in it. */
export const emptySource: Source = {
  inputs: ['empty'],
  read: (workshop) => schemaOf(workshop, ''),
};

/** A scratch database like one whose schema is known. @throws MigratorError COPY_REFUSED */
export async function build(workshop: Workshop, schema: Schema): Promise<Replayed> {
  return { bench: await benchOf(workshop, schemaSql(schema), copyRefused), schema };
}

const schemaOf = async (workshop: Workshop, sql: string): Promise<Schema> =>
  readSchema(workshop, await benchOf(workshop, sql, modelsRefused));

/** @param refused makes the error of the statement at which PostgreSQL stops */
async function benchOf(workshop: Workshop, sql: string, refused: typeof copyRefused): Promise<Bench> {
  const bench = await workshop.bench();
  await bench.client.query(sql).catch(async (cause: unknown) => {
    throw refused(await firstRefused(bench.client, sql), cause);
  });
  return bench;
}

/** The error of a script tells its place only sometimes: statement by statement it is found. */
async function firstRefused(client: ClientBase, sql: string): Promise<string | undefined> {
  for (const { text } of await splitStatements(sql).catch(() => [])) {
    const isRefused = await client.query(text).then(
      () => false,
      () => true,
    );
    if (isRefused) return text;
  }
  return undefined;
}

/**
 * Reads schemas that are to be compared. What is known by the hash of its inputs, and was printed by the same server as
 * the others, costs no scratch database. A source may still be on its way: the others are read meanwhile.
 */
export function readSources(workshop: Workshop, sources: readonly (Source | Promise<Source>)[]): Promise<Schema[]> {
  const looks = sources.map((source) => look(workshop, source));
  const version = async (): Promise<string> => versionOf(await Promise.all(looks)) ?? workshop.version();
  return allOf(
    looks.map(async (looking) => {
      const { source, key, kept } = await looking;
      if (kept !== undefined && kept.version === (await version())) return kept.schema;
      const schema = await source.read(workshop);
      if (key !== undefined)
        await keep(workshop.project.cacheFolder, key, { version: await workshop.version(), schema });
      return schema;
    }),
  );
}

interface Look {
  source: Source;
  key: string | undefined;
  kept: KeptSchema | undefined;
}

async function look(workshop: Workshop, coming: Source | Promise<Source>): Promise<Look> {
  const source = await coming;
  const key = keyOf(workshop, source);
  return { source, key, kept: await readKept(workshop.project.cacheFolder, key) };
}

/** The server that all of them were read from; undefined where it is not one, or one of them has to be read. */
function versionOf(looks: readonly Look[]): string | undefined {
  const onScratch = looks.filter(({ source }) => !source.isElsewhere);
  const [version, ...others] = new Set(onScratch.map(({ kept }) => kept?.version));
  return others.length === 0 ? version : undefined;
}

/** Remembers what a source gives, where it is known without having been read. */
export async function remember(workshop: Workshop, source: Source, schema: Schema): Promise<void> {
  const key = keyOf(workshop, source);
  if (key !== undefined) await keep(workshop.project.cacheFolder, key, { version: await workshop.version(), schema });
}

function keyOf({ project }: Workshop, { inputs }: Source): string | undefined {
  const { prelude, managed, scratchName } = project;
  if (inputs === undefined) return undefined;
  return cacheKey([
    inputs,
    prelude,
    managed.schemas,
    managed.ignore.map((item) => [typeof item, String(item)]),
    scratchName,
  ]);
}

/** Both sides are made at one time. The first error waits for the other side: its database must not be dropped under it. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
