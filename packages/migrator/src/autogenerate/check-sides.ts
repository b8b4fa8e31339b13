import { type MigrationFile, readMigrations } from '../migrations-folder.ts';
import { canonicalSql } from '../schema/canonical.ts';
import { diff } from '../schema/diff.ts';
import { drift } from '../schema/drift.ts';
import { toJson } from '../schema/operation-json.ts';
import type { Schema } from '../schema/schema.ts';
import { readSchemaText, renderSchemaFile } from '../schema-file.ts';
import type { MigrationStatus } from '../state.ts';
import { keepAgreement } from './agreement.ts';
import { type Checked, type CheckedDatabase, type Found, NOT_LOOKED_AT } from './checked.ts';
import { modelsSource } from './models-source.ts';
import type { Project } from './project.ts';
import { type SchemaFileState, withoutModels } from './schema-file.ts';
import { migrationsSource, readSources } from './sources.ts';
import { type Workshop, withWorkshop } from './workshop.ts';

/** Makes or remembers both sides, and compares them. */
export function checkSides(
  project: Project,
  files: readonly MigrationFile[],
  database: CheckedDatabase | undefined,
): Promise<Checked> {
  return withWorkshop(project, async (workshop) => {
    const sources = [migrationsSource(files), async () => modelsSource(await project.draft())];
    const [head, wanted] = (await readSources(workshop, sources)) as [Schema, Schema];
    const { hints } = await project.draft();
    const { operations, problems } = diff(head, wanted, { ...hints, noRenames: true });
    const text = withoutModels(renderSchemaFile(head, '', files));
    const schemaFile = await schemaFileState(project, text, files);
    const found = database === undefined ? NOT_LOOKED_AT : await checkDatabase(workshop, database, head);
    const isSame = operations.length === 0 && problems.length === 0;
    if (isSame) await keepAgreement(project, files, text);
    return {
      ok: isSame && schemaFile === 'current' && isAsApplied(found),
      operations: operations.map((operation) => toJson(operation)),
      problems,
      schemaFile,
      ...found,
    };
  });
}

/** Models in other words for the same schema make nothing stale. @param text as it should be, without its line on the models */
async function schemaFileState(
  project: Project,
  text: string,
  files: readonly MigrationFile[],
): Promise<SchemaFileState> {
  const found = await readSchemaText(project.folder);
  if (found === undefined) return files.length === 0 ? 'current' : 'missing';
  return withoutModels(found) === text ? 'current' : 'stale';
}

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
