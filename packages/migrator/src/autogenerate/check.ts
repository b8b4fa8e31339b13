import { readMigrations } from '../migrations-folder.ts';
import { canonicalSql } from '../schema/canonical.ts';
import { diff } from '../schema/diff.ts';
import { type Difference, drift } from '../schema/drift.ts';
import { type OperationJson, toJson } from '../schema/operation-json.ts';
import type { Problem } from '../schema/problem.ts';
import type { Schema } from '../schema/schema.ts';
import type { MigrationStatus } from '../state.ts';
import { modelsSource } from './models-source.ts';
import type { Project } from './project.ts';
import { type SchemaFileState, schemaFileState } from './schema-file.ts';
import { migrationsSource, readSources, type Source } from './sources.ts';
import { type Workshop, withWorkshop } from './workshop.ts';

/** A database that is checked too. */
export interface CheckedDatabase {
  status(): Promise<MigrationStatus[]>;
  source: Source;
}

export interface Checked {
  /** Whether everything is as it should be. */
  ok: boolean;
  /** What leads from the migrations to the models; a drop and an add that may be one rename are a drop and an add. */
  operations: OperationJson[];
  /** What differs, too, and no operation changes. */
  problems: Problem[];
  schemaFile: SchemaFileState;
  /** Names of migrations; empty where no database was looked at. */
  pending: string[];
  edited: string[];
  missing: string[];
  outOfOrder: string[];
  /** What the database has and its applied migrations don't make, or the other way round; null: not looked at. */
  drift: Difference[] | null;
}

/**
 * Whether models, migrations and schema.sql say one thing, and, where one is given, a database too. Changes nothing.
 *
 * @throws MigratorError MODELS_REFUSED, and what a migration throws in replay
 */
export async function check(project: Project, database?: CheckedDatabase): Promise<Checked> {
  const files = await readMigrations(project.folder);
  return withWorkshop(project, async (workshop) => {
    const sources = [migrationsSource(files), async () => modelsSource(await project.draft())];
    const [head, wanted] = (await readSources(workshop, sources)) as [Schema, Schema];
    const { hints } = await project.draft();
    const { operations, problems } = diff(head, wanted, { ...hints, noRenames: true });
    const schemaFile = await schemaFileState(project, head, files);
    const found = database === undefined ? NOT_LOOKED_AT : await checkDatabase(workshop, database, head);
    const isClean = operations.length === 0 && problems.length === 0 && schemaFile === 'current';
    return {
      ok: isClean && isAsApplied(found),
      operations: operations.map((operation) => toJson(operation)),
      problems,
      schemaFile,
      ...found,
    };
  });
}

type Found = Pick<Checked, 'pending' | 'edited' | 'missing' | 'outOfOrder' | 'drift'>;

const NOT_LOOKED_AT: Found = { pending: [], edited: [], missing: [], outOfOrder: [], drift: null };

const isAsApplied = ({ pending, edited, missing, outOfOrder, drift: differences }: Found): boolean =>
  [pending, edited, missing, outOfOrder, differences ?? []].every((list) => list.length === 0);

async function checkDatabase(workshop: Workshop, { status, source }: CheckedDatabase, head: Schema): Promise<Found> {
  const statuses = await status();
  const named = (is: (one: MigrationStatus) => boolean | undefined): string[] =>
    statuses.filter(is).map(({ name }) => name);
  const lists = {
    pending: named(({ state }) => state === 'pending'),
    edited: named(({ edited }) => edited),
    missing: named(({ missing }) => missing),
    outOfOrder: named(({ outOfOrder }) => outOfOrder),
  };
  // What an edited or lost migration had made is not known any more.
  const isKnown = [lists.edited, lists.missing, lists.outOfOrder].every((list) => list.length === 0);
  if (!isKnown) return { ...lists, drift: null };
  const expected = lists.pending.length === 0 ? head : await schemaBefore(workshop, lists.pending);
  const [found] = (await readSources(workshop, [source])) as [Schema];
  return { ...lists, drift: drift(canonicalSql(expected), canonicalSql(found)) };
}

/** What the applied migrations make. */
async function schemaBefore(workshop: Workshop, pending: readonly string[]): Promise<Schema> {
  const files = await readMigrations(workshop.project.folder);
  const applied = files.filter(({ name }) => !pending.includes(name));
  const [schema] = (await readSources(workshop, [migrationsSource(applied)])) as [Schema];
  return schema;
}
