import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { type MigrationFile, SCHEMA_FILE } from './migrations-folder.ts';
import { canonicalSql } from './schema/canonical.ts';
import type { Schema } from './schema/schema.ts';

/**
 * `migrations/schema.sql`: the whole schema after the last migration. A reviewer sees there what a migration does, two
 * branches that both add one conflict there, and a boot tells by its head whether sync() makes the same.
 */
export interface SchemaFileHead {
  fingerprint: string;
  /** Of the models' draft when it was written: with another one they have moved on, and a migration is missing. */
  models: string;
  /** Of the migrations that it was made from: with others it says nothing. */
  migrations: string;
}

export interface SchemaFile extends SchemaFileHead {
  /** What stands behind the head: the schema as `canonicalSql` prints it. */
  sql: string;
}

/** One line for a whole folder: every name and every text counts. */
export function migrationsHash(files: readonly Pick<MigrationFile, 'name' | 'checksum'>[]): string {
  const text = files.map(({ name, checksum }) => `${name}\n${checksum}\n`).join('');
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** @param models what `modelsHash` says of them */
export function renderSchemaFile(schema: Schema, models: string, files: readonly MigrationFile[]): string {
  const head = [
    `-- fingerprint: ${fingerprint(schema)}`,
    `-- models: ${models}`,
    `-- migrations: ${migrationsHash(files)}`,
  ];
  return `${head.join('\n')}\n\n${canonicalSql(schema)}`;
}

/** Undefined where there is none that can be read. */
export const readSchemaText = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, SCHEMA_FILE), 'utf8').catch(() => undefined);

/** The folder's schema.sql; undefined where there is none that can be read. */
export async function readSchemaFile(folder: string): Promise<SchemaFile | undefined> {
  const text = withPlainLineEnds((await readSchemaText(folder)) ?? '');
  const end = text.indexOf('\n\n');
  const [head, sql] = end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end + 2)];
  const value = (key: string): string | undefined =>
    new RegExp(`^-- ${key}: (sha256:[0-9a-f]{64})$`, 'm').exec(head)?.[1];
  const [print, models, migrations] = [value('fingerprint'), value('models'), value('migrations')];
  if (print === undefined || models === undefined || migrations === undefined) return undefined;
  return { fingerprint: print, models, migrations, sql };
}

/** A checkout on Windows may have given it others. */
const withPlainLineEnds = (text: string): string => (/^[^\n]*\r\n/.test(text) ? text.replaceAll('\r\n', '\n') : text);

/** @returns the path */
export async function writeSchemaFile(folder: string, text: string): Promise<string> {
  const path = join(folder, SCHEMA_FILE);
  // Whole or not at all: a dot file is nobody's migration.
  const unfinished = join(folder, `.${SCHEMA_FILE}.${process.pid}`);
  await writeFile(unfinished, text);
  await rename(unfinished, path);
  return path;
}

export const removeSchemaFile = (folder: string): Promise<void> => rm(join(folder, SCHEMA_FILE), { force: true });
