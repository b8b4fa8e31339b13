import type { MigrationFile } from '../migrations-folder.ts';
import type { Schema } from '../schema/schema.ts';
import { schemaOf } from './build.ts';
import { keep } from './cache.ts';
import { type KeptSchema, keyOf, migrationsInputs, readKeptSchema } from './kept-schema.ts';
import { type Replayed, replay } from './replay.ts';
import type { Workshop } from './workshop.ts';

/** Where a schema comes from. */
export interface Source {
  /** What it is made from, where that is all that it is made from: the same inputs give the same schema. */
  inputs?: unknown;
  /** It is read from where it is, and needs no scratch database. */
  isElsewhere?: true;
  /** Its tables are made on the scratch server, whatever others say: what another source shares with it is there already. */
  isReplayed?: boolean;
  /** Fulfilled when a read has nothing left to do but wait for the server: there is time for other work. */
  waiting?: Promise<unknown>;
  /** @param replayed what the replayed source beside it gives */
  read(workshop: Workshop, replayed?: Promise<Schema>): Promise<Schema>;
}

/** A source, or how to come by one. What costs this process time is better done while the server works for another source. */
export type ComingSource = Source | (() => Promise<Source>);

/** What the migrations make. */
export function migrationsSource(
  files: readonly MigrationFile[],
): Source & { replayed(workshop: Workshop): Promise<Replayed> } {
  let done: Promise<Replayed> | undefined;
  let tellWaiting = (): void => undefined;
  const waiting = new Promise<void>((tell) => (tellWaiting = tell));
  const replayed = (workshop: Workshop): Promise<Replayed> =>
    (done ??= replay(workshop, files, tellWaiting).finally(tellWaiting));
  const inputs = migrationsInputs(files);
  return {
    ...(inputs !== undefined && { inputs }),
    isReplayed: files.length > 0,
    waiting,
    read: async (workshop) => (await replayed(workshop)).schema,
    replayed,
  };
}

/** A database with nothing in it. */
export const emptySource: Source = {
  inputs: ['empty'],
  read: (workshop) => schemaOf(workshop, ''),
};

/**
 * Reads schemas that are to be compared. What is known by the hash of its inputs, and was printed by the same server as
 * the others, costs no scratch database.
 */
export function readSources(workshop: Workshop, sources: readonly ComingSource[]): Promise<Schema[]> {
  const looks = lookAt(workshop, sources);
  const version = async (): Promise<string> => versionOf(await Promise.all(looks)) ?? workshop.version();
  const reads: Promise<Schema>[] = looks.map(async (looking, index) => {
    const { source, key, kept } = await looking;
    if (kept !== undefined && kept.version === (await version())) return kept.schema;
    const replayed = reads.find((_read, other) => other !== index && isReplayed(sources[other]));
    const schema = await source.read(workshop, replayed);
    if (key !== undefined) await keep(workshop.project.cacheFolder, key, { version: await workshop.version(), schema });
    return schema;
  });
  return allOf(reads);
}

const isReplayed = (source: ComingSource | undefined): boolean =>
  typeof source === 'object' && source.isReplayed === true;

interface Look {
  source: Source;
  key: string | undefined;
  kept: KeptSchema | undefined;
}

/** Those that are still to come wait until the others are known already, or wait themselves. */
function lookAt(workshop: Workshop, sources: readonly ComingSource[]): Promise<Look>[] {
  const known = sources.map((source) => (typeof source === 'function' ? undefined : look(workshop, source)));
  const others = known.map(async (looking) => {
    const { source, kept } = (await looking) ?? {};
    if (kept === undefined) await source?.waiting;
  });
  return sources.map(async (source, index) => {
    if (typeof source !== 'function') return known[index] as Promise<Look>;
    await Promise.allSettled(others);
    return look(workshop, await source());
  });
}

async function look(workshop: Workshop, source: Source): Promise<Look> {
  const key = keyOf(workshop.project, source.inputs);
  return { source, key, kept: await readKeptSchema(workshop.project, key) };
}

/** The server that all of them were read from; undefined where it is not one, or one of them has to be read. */
function versionOf(looks: readonly Look[]): string | undefined {
  const onScratch = looks.filter(({ source }) => !source.isElsewhere);
  const [version, ...others] = new Set(onScratch.map(({ kept }) => kept?.version));
  return others.length === 0 ? version : undefined;
}

/** Remembers what a source gives, where it is known without having been read. */
export async function remember(workshop: Workshop, source: Source, schema: Schema): Promise<void> {
  const key = keyOf(workshop.project, source.inputs);
  if (key !== undefined) await keep(workshop.project.cacheFolder, key, { version: await workshop.version(), schema });
}

/** Both sides are made at one time. The first error waits for the other side: its database must not be dropped under it. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
