import { type MigrationFile, readMigrations } from '../migrations-folder.ts';
import type { Difference } from '../schema/drift.ts';
import type { OperationJson } from '../schema/operation-json.ts';
import type { Problem } from '../schema/problem.ts';
import { readSchemaText } from '../schema-file.ts';
import type { MigrationStatus } from '../state.ts';
import { type Agreement, isText, readAgreement } from './agreement.ts';
import type { Project } from './project.ts';
import { type SchemaFileState, withoutModels } from './schema-file.ts';
import type { Source } from './sources.ts';

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

export type Found = Pick<Checked, 'pending' | 'edited' | 'missing' | 'outOfOrder' | 'drift'>;

export const NOT_LOOKED_AT: Found = { pending: [], edited: [], missing: [], outOfOrder: [], drift: null };

/**
 * Whether models, migrations and schema.sql say one thing, and, where one is given, a database too. Changes nothing.
 *
 * @throws MigratorError MODELS_REFUSED, and what a migration throws in replay
 */
export async function check(project: Project, database?: CheckedDatabase): Promise<Checked> {
  const files = await readMigrations(project.folder);
  const agreement = database === undefined ? await readAgreement(project, files) : undefined;
  if (agreement !== undefined) return agreed(project, files, agreement);
  const { checkSides } = await import('./check-sides.ts');
  return checkSides(project, files, database);
}

async function agreed(project: Project, files: readonly MigrationFile[], agreement: Agreement): Promise<Checked> {
  const text = await readSchemaText(project.folder);
  const none = files.length === 0 ? 'current' : 'missing';
  const found = text !== undefined && isText(agreement, withoutModels(text)) ? 'current' : 'stale';
  const schemaFile = text === undefined ? none : found;
  return { ok: schemaFile === 'current', operations: [], problems: [], schemaFile, ...NOT_LOOKED_AT };
}
