import { differenceInexpressible } from '../errors.ts';
import { readMigrations } from '../migrations-folder.ts';
import { databaseFromUrl } from '../postgres/database.ts';
import { introspect } from '../postgres/introspect.ts';
import { inSnapshot } from '../postgres/snapshot.ts';
import { diff } from '../schema/diff.ts';
import type { Operation } from '../schema/operation.ts';
import { reverseAll } from '../schema/reverse.ts';
import type { Schema } from '../schema/schema.ts';
import { modelsSource } from './models-source.ts';
import type { Project } from './project.ts';
import { type ComingSource, emptySource, migrationsSource, readSources, type Source } from './sources.ts';
import { withWorkshop } from './workshop.ts';

/** One side of a comparison: what the models say, what the migrations make, nothing, or a database. */
export type Side = 'models' | 'migrations' | 'empty' | Source;

/**
 * What leads from one side to the other. Nothing is taken for a rename; names that a model does not give are not compared.
 *
 * @throws MigratorError DIFF_INCOMPLETE where something differs that no operation changes
 */
export function compare(project: Project, from: Side, to: Side): Promise<Operation[]> {
  return withWorkshop(project, async (workshop) => {
    const sources = await Promise.all([sourceOf(project, from), sourceOf(project, to)]);
    const [old, wanted] = (await readSources(workshop, sources)) as [Schema, Schema];
    // What a model leaves open is open on the side that is wanted.
    if (from === 'models' && to !== 'models') return reverseAll(await operationsOf(project, wanted, old, true));
    return operationsOf(project, old, wanted, to === 'models');
  });
}

async function operationsOf(project: Project, from: Schema, to: Schema, isOfModels: boolean): Promise<Operation[]> {
  const hints = isOfModels ? (await project.draft()).hints : { exact: true };
  const { operations, problems } = diff(from, to, { ...hints, noRenames: true });
  if (problems.length > 0) throw differenceInexpressible(problems);
  return operations;
}

async function sourceOf(project: Project, side: Side): Promise<ComingSource> {
  if (side === 'models') return async () => modelsSource(await project.draft());
  if (side === 'migrations') return migrationsSource(await readMigrations(project.folder));
  return side === 'empty' ? emptySource : side;
}

/** A database as it is. */
export const urlSource = (url: string): Source => ({
  isElsewhere: true,
  read: async ({ project }) => {
    const { client, release } = await databaseFromUrl(url).connect(`migrate diff (pid ${process.pid})`);
    try {
      return await inSnapshot(client, () => introspect(client, project.managed));
    } finally {
      await release();
    }
  },
});
