import { type MigrationFile, showPath } from '../migrations-folder.ts';
import type { Schema } from '../schema/schema.ts';
import { readSchemaText, renderSchemaFile, writeSchemaFile } from '../schema-file.ts';
import { modelsHash } from '../sequelize/models-hash.ts';
import type { Project } from './project.ts';

/** What schema.sql is to the migrations: the same, of others, or not there. */
export type SchemaFileState = 'current' | 'stale' | 'missing';

/** @returns its path as it should be shown; undefined where it has been right already */
export async function saveSchemaFile(
  project: Project,
  schema: Schema,
  files: readonly MigrationFile[],
): Promise<string | undefined> {
  return saveSchemaText(project, await schemaTextOf(project, schema, files));
}

export const schemaTextOf = async (
  project: Project,
  schema: Schema,
  files: readonly MigrationFile[],
): Promise<string> => renderSchemaFile(schema, modelsHash(await project.draft()), files);

/** @returns as `saveSchemaFile` */
export async function saveSchemaText({ folder }: Project, text: string): Promise<string | undefined> {
  return text === (await readSchemaText(folder)) ? undefined : showPath(await writeSchemaFile(folder, text));
}

/** What of the text is the migrations' alone. */
export const withoutModels = (text: string): string => text.replaceAll('\r\n', '\n').replace(/^-- models: .*$/m, '');

/** Whether schema.sql is, to the letter, what would be written. @param isRest of the text but for its line on the models */
export async function isSchemaFileSaved(project: Project, isRest: (text: string) => boolean): Promise<boolean> {
  const text = await readSchemaText(project.folder);
  if (text === undefined || text.includes('\r\n') || !isRest(withoutModels(text))) return false;
  return /^-- models: .*$/m.exec(text)?.[0] === `-- models: ${modelsHash(await project.draft())}`;
}
