import { type MigrationFile, readMigrations } from '../migrations-folder.ts';
import { readSchemaText } from '../schema-file.ts';
import { type Agreement, isText, readAgreement } from './agreement.ts';
import { type Checked, type CheckedDatabase, NOT_LOOKED_AT } from './checked.ts';
import type { Project } from './project.ts';
import { withoutModels } from './schema-file.ts';

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
