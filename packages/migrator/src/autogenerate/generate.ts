import { rm } from 'node:fs/promises';
import { writeMigration } from '../create-migration.ts';
import { migrationsChanged, noModels } from '../errors.ts';
import { type MigrationFile, readMigrationAt, readMigrationsSoFar, showPath } from '../migrations-folder.ts';
import type { Hazard } from '../schema/hazard.ts';
import { hazardsOf } from '../schema/hazards.ts';
import { type OperationJson, toJson } from '../schema/operation-json.ts';
import { shortName } from '../schema/problem.ts';
import { renderMigration } from '../schema/render-migration.ts';
import type { Schema } from '../schema/schema.ts';
import { migrationsHash } from '../schema-file.ts';
import type { Draft } from '../sequelize/from-models.ts';
import { isText, keepAgreement, readAgreement } from './agreement.ts';
import { build } from './build.ts';
import { type Asker, castName, type Decided, type Decisions, decide } from './decide.ts';
import { modelsSource } from './models-source.ts';
import type { Project } from './project.ts';
import { prove } from './prove.ts';
import { type RenameJson, renameJson } from './rename-flag.ts';
import { isSchemaFileSaved, saveSchemaFile, saveSchemaText, schemaTextOf, withoutModels } from './schema-file.ts';
import { migrationsSource, readSources, remember, type Source } from './sources.ts';
import { type Workshop, withWorkshop } from './workshop.ts';

export interface GenerateOptions extends Decisions {
  /** What the models are compared with instead of the migrations: a database. */
  from?: Source;
  /** Only show it: no file is written. */
  dryRun?: boolean;
  /** Asked where the flags leave something open. */
  asker?: Asker;
}

/** A type change that no cast makes. */
export interface CastJson {
  table: string;
  column: string;
  from: string;
  to: string;
  /** For the command line, but for the expression. */
  flag: string;
}

export interface Changes {
  operations: OperationJson[];
  hazards: Hazard[];
}

export type Generated =
  | ({ status: 'clean'; schemaFile?: string } & Changes)
  | ({ status: 'written'; file: string; sql: string } & Changes)
  | ({ status: 'shown'; sql: string } & Changes)
  | { status: 'needs-decision'; renames: RenameJson[]; casts: CastJson[] };

/**
 * Writes the migration that leads from what the migrations make to what the models say, after it has gone up, down and up
 * again on a scratch database. The user's own database is not needed.
 *
 * @param name what it does: `add email`
 * @throws MigratorError NO_MODELS, MODELS_REFUSED, DIFF_INCOMPLETE, PROOF_FAILED, USAGE, and what a migration throws in replay
 */
export async function generate(project: Project, name: string, options: GenerateOptions = {}): Promise<Generated> {
  const files = await readMigrationsSoFar(project.folder);
  if (await isClean(project, files, options)) return CLEAN;
  return withWorkshop(project, async (workshop) => {
    const migrations = migrationsSource(files);
    const sources = [options.from ?? migrations, async () => modelsSource(withModels(await project.draft()))];
    const [head, wanted] = (await readSources(workshop, sources)) as [Schema, Schema];
    const { hints } = await project.draft();
    const decided = await decide(head, wanted, hints, options, options.asker);
    if (decided.isOpen) return needsDecision(decided);
    const { operations } = decided.diff;
    if (operations.length === 0) return clean(workshop, head, files, options);
    const sql = renderMigration(operations);
    const start = options.from === undefined ? await migrations.replayed(workshop) : await build(workshop, head);
    const after = await prove(workshop, { head: start, wanted, operations, text: sql, hints: decided.hints });
    const changes = changesOf(decided);
    if (options.dryRun) return { status: 'shown', sql, ...changes };
    const made = options.from === undefined ? after : undefined;
    const path = await write(workshop, { name, sql, files, made });
    return { status: 'written', file: showPath(path), sql, ...changes };
  });
}

/** What nobody has decided on, and what a `check` or `generate` has found before: nothing is left to write. */
async function isClean(
  project: Project,
  files: readonly MigrationFile[],
  { from, rename = [], using = {} }: GenerateOptions,
): Promise<boolean> {
  if (from !== undefined || rename.length > 0 || Object.keys(using).length > 0 || files.length === 0) return false;
  const agreement = await readAgreement(project, files);
  if (agreement === undefined) return false;
  withModels(await project.draft());
  return isSchemaFileSaved(project, (text) => isText(agreement, text));
}

interface Proved {
  name: string;
  sql: string;
  /** Those before it. */
  files: readonly MigrationFile[];
  /** What all of them make, where that is known. */
  made: Schema | undefined;
}

/** The migration and what goes with it, or nothing of it. @returns its path */
async function write(workshop: Workshop, { name, sql, files, made }: Proved): Promise<string> {
  const { folder } = workshop.project;
  const path = await writeMigration(folder, name, 'sql', sql);
  try {
    const now = [...files, readMigrationAt(path)];
    await assertUnchanged(folder, now);
    if (made !== undefined) await leave(workshop, made, now);
    return path;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Models that were not found must not be taken for models that are gone. */
function withModels(draft: Draft): Draft {
  if (draft.schema.tables.length === 0) throw noModels();
  return draft;
}

export const changesOf = ({ diff: { operations } }: Pick<Decided, 'diff'>): Changes => ({
  operations: operations.map((operation) => toJson(operation)),
  hazards: hazardsOf(operations).flat(),
});

function needsDecision({ diff: { renameCandidates, undecidedCasts } }: Decided): Generated {
  const casts = undecidedCasts.map((cast) => ({
    table: shortName(cast.table),
    column: cast.column,
    from: cast.from,
    to: cast.to,
    flag: `--using "${castName(cast)}=…"`,
  }));
  return { status: 'needs-decision', renames: renameCandidates.map(renameJson), casts };
}

/** Nobody knows what a migration makes that has come, or changed, since the others were run: of two at once, none stays. */
async function assertUnchanged(folder: string, files: readonly MigrationFile[]): Promise<void> {
  if (migrationsHash(await readMigrationsSoFar(folder)) !== migrationsHash(files))
    throw migrationsChanged(showPath(folder));
}

/** What the migrations make now, for reviewers and for the next check. */
async function leave(workshop: Workshop, schema: Schema, files: readonly MigrationFile[]): Promise<void> {
  await saveSchemaFile(workshop.project, schema, files);
  await remember(workshop, migrationsSource(files), schema);
}

const CLEAN: Extract<Generated, { status: 'clean' }> = { status: 'clean', operations: [], hazards: [] };

/** Nothing to write but, where it is stale, the whole schema for reviewers. */
async function clean(
  { project }: Workshop,
  head: Schema,
  files: readonly MigrationFile[],
  { from, dryRun }: GenerateOptions,
): Promise<Generated> {
  if (from !== undefined || dryRun === true || files.length === 0) return CLEAN;
  const text = await schemaTextOf(project, head, files);
  await keepAgreement(project, files, withoutModels(text));
  const schemaFile = await saveSchemaText(project, text);
  return { ...CLEAN, ...(schemaFile !== undefined && { schemaFile }) };
}
