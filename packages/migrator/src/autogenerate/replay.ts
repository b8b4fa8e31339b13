import type { MigrationFile } from '../migrations-folder.ts';
import { introspect } from '../postgres/introspect.ts';
import type { Schema } from '../schema/schema.ts';
import { checkStep, type Direction, loadStep, runStep } from '../step.ts';
import { resetSession } from '../transaction.ts';
import type { Bench, Workshop } from './workshop.ts';

/** In ms: on a scratch database nobody else holds a lock. */
const LOCK_TIMEOUT = 5_000;

/** A scratch database as migrations leave it, and its schema. */
export interface Replayed {
  bench: Bench;
  schema: Schema;
}

/** Runs migrations on a new scratch database. @throws what a failing migration throws */
export async function replay(workshop: Workshop, files: readonly MigrationFile[]): Promise<Replayed> {
  const bench = await workshop.bench();
  for (const file of files) await runFile(bench, file, 'up');
  return { bench, schema: await readSchema(workshop, bench) };
}

/** One direction of a migration as the runner has it, without lock and history: nobody else is there. */
export async function runFile({ database, client }: Bench, file: MigrationFile, direction: Direction): Promise<void> {
  const step = await loadStep(file, direction);
  await checkStep(step);
  const transaction = await runStep(step, { database, client, lockTimeout: LOCK_TIMEOUT });
  await transaction.commitWith('');
}

export async function readSchema({ project }: Workshop, { client }: Bench): Promise<Schema> {
  // A migration's SET may change how PostgreSQL prints.
  await resetSession(client);
  return introspect(client, project.managed);
}
