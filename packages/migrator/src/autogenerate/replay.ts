import type { MigrationFile } from '../migrations-folder.ts';
import { introspect } from '../postgres/introspect.ts';
import type { Schema } from '../schema/schema.ts';
import { resetSession } from '../session-settings.ts';
import { checkStep, type Direction, loadStep, runStep } from '../step.ts';
import type { Bench, Workshop } from './workshop.ts';

/** In ms: on a scratch database nobody else holds a lock. */
const LOCK_TIMEOUT = 5_000;

/** A scratch database as migrations leave it, and its schema. */
export interface Replayed {
  bench: Bench;
  schema: Schema;
}

/**
 * Runs migrations on a new scratch database.
 *
 * @param onLastSent called when the server has the last of them, where that is one message
 * @throws what a failing migration throws
 */
export async function replay(
  workshop: Workshop,
  files: readonly MigrationFile[],
  onLastSent?: () => void,
): Promise<Replayed> {
  const bench = await workshop.bench();
  const last = files.at(-1);
  for (const file of files) await runFile(bench, file, 'up', file === last ? onLastSent : undefined);
  return { bench, schema: await readSchema(workshop, bench) };
}

/** One direction of a migration as the runner has it, without lock and history: nobody else is there. */
export async function runFile(
  bench: Bench,
  file: MigrationFile,
  direction: Direction,
  onSent?: () => void,
): Promise<void> {
  const step = await loadStep(file, direction);
  await checkStep(step);
  const transaction = await runStep(step, { ...bench, lockTimeout: LOCK_TIMEOUT, ...(onSent && { onSent }) });
  await transaction.commitWith('');
}

export async function readSchema({ project }: Workshop, { client, settings }: Bench): Promise<Schema> {
  // A migration's SET may change how PostgreSQL prints.
  await resetSession(client, settings);
  return introspect(client, project.managed);
}
