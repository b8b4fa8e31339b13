import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { migrationFileInvalid, migrationNameTaken, migrationsUnreadable } from './errors.ts';
import { checksumOf } from './migration-file.ts';

/** A migration as a file of the folder. */
export interface MigrationFile {
  /** The file's name without its extension: what the history records. */
  name: string;
  kind: 'sql' | 'ts' | 'js';
  path: string;
  /** The path as messages show it. */
  shown: string;
  text: string;
  checksum: string;
}

const EXTENSION = /\.(sql|[cm]?ts|[cm]?js)$/;
const NOT_A_MIGRATION = /\.d\.[cm]?ts$|\.(test|spec)\.[cm]?[jt]s$/;
/** Beside the migrations lies the whole schema in canonical form (design: `migrations/schema.sql`). */
export const SCHEMA_FILE = 'schema.sql';

/** The identity of a migration: its file name without the extension. sequelize-cli and Umzug store it with one. */
export const migrationName = (file: string): string => file.replace(EXTENSION, '');

const kindOf = (file: string): MigrationFile['kind'] => {
  const extension = EXTENSION.exec(file)?.[1] ?? 'sql';
  return extension === 'sql' ? 'sql' : extension.endsWith('ts') ? 'ts' : 'js';
};

/** Plain code-unit order: the same on every machine, which `localeCompare` is not. */
export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** A path as messages have it: relative where it lies below the working directory. */
export function showPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown.startsWith('..') ? path : shown;
}

/**
 * Synchronously: two hundred small files take 3 ms so, and 20 ms of the same processor by promises.
 *
 * @param shownFolder as messages have it
 */
function readMigration(folder: string, shownFolder: string, file: string): MigrationFile {
  const path = join(folder, file);
  const text = decode(folder, file, readFileSync(path));
  const kind = kindOf(file);
  return {
    name: migrationName(file),
    kind,
    path,
    shown: join(shownFolder, file),
    text,
    checksum: checksumOf(kind, text),
  };
}

/** One migration by its path. */
export const readMigrationAt = (path: string): MigrationFile =>
  readMigration(dirname(path), showPath(dirname(path)), basename(path));

/** What is not UTF-8 would be applied with U+FFFD in place of its letters. */
function decode(folder: string, file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw migrationFileInvalid({ file: join(folder, file) }, 'it is not UTF-8', 'save it as UTF-8', cause);
  }
}

/** A `.js` beside its own `.ts` is that file's build (sequelize/cli#1053): the source counts. */
const withoutBuilds = (files: string[]): string[] => {
  const sources = new Set(files.filter((file) => kindOf(file) === 'ts').map(migrationName));
  return files.filter((file) => kindOf(file) !== 'js' || !sources.has(migrationName(file)));
};

/**
 * Reads the migrations folder, in the order in which its migrations run.
 *
 * @param folder an absolute path
 * @throws MigratorError MIGRATIONS_UNREADABLE, MIGRATION_NAME_TAKEN
 */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw migrationsUnreadable(folder, cause);
  });
  // Editors and file managers leave dot files beside what they edit.
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const files = names.filter((file) => EXTENSION.test(file) && !NOT_A_MIGRATION.test(file) && file !== SCHEMA_FILE);
  const shownFolder = showPath(folder);
  const migrations = withoutBuilds(files).map((file) => readMigration(folder, shownFolder, file));
  migrations.sort(byName);
  for (const [index, { name, shown }] of migrations.entries()) {
    const next = migrations[index + 1];
    if (next?.name === name) throw migrationNameTaken(name, [shown, next.shown]);
  }
  return migrations;
}

/** The same, and nothing where there is no folder yet. */
export const readMigrationsSoFar = (folder: string): Promise<MigrationFile[]> =>
  readMigrations(folder).catch((error: unknown) => {
    const { cause } = error as { cause?: { code?: unknown } };
    if (cause?.code === 'ENOENT') return [];
    throw error;
  });
