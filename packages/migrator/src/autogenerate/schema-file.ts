import { type MigrationFile, showPath } from '../migrations-folder.ts';
import type { Schema } from '../schema/schema.ts';
import { readSchemaText, renderSchemaFile, writeSchemaFile } from '../schema-file.ts';
import { modelsHash } from '../sequelize/models-hash.ts';
import type { Project } from './project.ts';

/** What schema.sql is to the migrations: the same, of others, or not there. */
export type SchemaFileState = 'current' | 'stale' | 'missing';

/** What schema.sql must say. */
async function expected(project: Project, schema: Schema, files: readonly MigrationFile[]): Promise<string> {
  return renderSchemaFile(schema, modelsHash(await project.draft()), files);
}

/** @returns its path as it should be shown; undefined where it has been right already */
export async function saveSchemaFile(
  project: Project,
  schema: Schema,
  files: readonly MigrationFile[],
): Promise<string | undefined> {
  const text = await expected(project, schema, files);
  if (text === (await readSchemaText(project.folder))) return undefined;
  return showPath(await writeSchemaFile(project.folder, text));
}

/** Models in other words for the same schema make nothing stale. */
export async function schemaFileState(
  project: Project,
  schema: Schema,
  files: readonly MigrationFile[],
): Promise<SchemaFileState> {
  const found = await readSchemaText(project.folder);
  if (found === undefined) return files.length === 0 ? 'current' : 'missing';
  const text = await expected(project, schema, files);
  return withoutModels(found) === withoutModels(text) ? 'current' : 'stale';
}

const withoutModels = (text: string): string => text.replaceAll('\r\n', '\n').replace(/^-- models: .*$/m, '');
