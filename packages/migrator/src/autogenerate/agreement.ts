import { createHash } from 'node:crypto';
import type { MigrationFile } from '../migrations-folder.ts';
import type { Draft } from '../sequelize/from-models.ts';
import { isKept, keep, readKept } from './cache.ts';
import { keyOf, migrationsInputs } from './kept-schema.ts';
import type { Project } from './project.ts';

/**
 * That the models say what the migrations make, as it was found once. What was found depends on the migrations, the draft,
 * our code and the server by its name, which are its name in the cache: neither schema has to be read again, nor compared.
 */
export interface Agreement {
  /** Of schema.sql as it should be, without its line on the models. */
  textHash: string;
}

/** Undefined where they differ, or nobody has looked. The models are loaded only where there may be an answer. */
export async function readAgreement(project: Project, files: readonly MigrationFile[]): Promise<Agreement | undefined> {
  const inputs = migrationsInputs(files);
  if (!isKept(project.cacheFolder, keyOf(project, inputs))) return undefined;
  const kept = await readKept(project.cacheFolder, agreementKey(project, inputs, await project.draft()));
  const { textHash } = Object(kept) as Partial<Agreement>;
  return typeof textHash === 'string' ? { textHash } : undefined;
}

/** @param schemaText schema.sql as it should be, without its line on the models */
export async function keepAgreement(
  project: Project,
  files: readonly MigrationFile[],
  schemaText: string,
): Promise<void> {
  const key = agreementKey(project, migrationsInputs(files), await project.draft());
  if (key !== undefined) await keep(project.cacheFolder, key, { textHash: hashOf(schemaText) });
}

export const isText = ({ textHash }: Agreement, text: string): boolean => hashOf(text) === textHash;

const agreementKey = (project: Project, inputs: unknown, draft: Draft): string | undefined =>
  inputs === undefined ? undefined : keyOf(project, ['agreement', inputs, draft]);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
