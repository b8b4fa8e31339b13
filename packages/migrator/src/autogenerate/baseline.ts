import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeMigration } from '../create-migration.ts';
import {
  baselineFailed,
  baselineNeedsFiles,
  baselineNotFirst,
  baselineNotNeeded,
  baselineOfNothing,
  baselineUnproved,
  differenceInexpressible,
  MigratorError,
} from '../errors.ts';
import { readMigrationAt, showPath } from '../migrations-folder.ts';
import { introspect } from '../postgres/introspect.ts';
import { diff } from '../schema/diff.ts';
import type { Operation } from '../schema/operation.ts';
import { type OperationJson, toJson } from '../schema/operation-json.ts';
import { renderMigration } from '../schema/render-migration.ts';
import type { Schema } from '../schema/schema.ts';
import { readSchemaText, removeSchemaFile, writeSchemaFile } from '../schema-file.ts';
import type { Session } from '../session.ts';
import type { MigrationStatus } from '../state.ts';
import type { Project } from './project.ts';
import { prove } from './prove.ts';
import { replay } from './replay.ts';
import { saveSchemaFile } from './schema-file.ts';
import { readUnmanaged, type Unmanaged } from './unmanaged.ts';
import { type Workshop, withWorkshop } from './workshop.ts';

/** A database that is adopted: a Migrator. */
export interface AdoptedDatabase {
  exclusively<T>(work: (session: Session) => Promise<T>): Promise<T>;
  stamp(target: string): Promise<string[]>;
  status(): Promise<MigrationStatus[]>;
}

export interface Baseline {
  file: string;
  operations: OperationJson[];
  /** What the database has and the migration does not make. */
  unmanaged: Unmanaged[];
}

/**
 * Makes the schema of a database the first migration, proved on a scratch database, and records it there as applied.
 * What fails on the way leaves nothing behind.
 *
 * @throws MigratorError BASELINE_REFUSED, BASELINE_FAILED, PROOF_FAILED, DIFF_INCOMPLETE
 */
export async function baseline(project: Project, database: AdoptedDatabase, name = 'baseline'): Promise<Baseline> {
  // What is wrong with the models is better told before anything is made.
  await project.draft();
  const made = await mkdir(project.folder, { recursive: true });
  try {
    return await database.exclusively((session) => adopt(project, database, session, name));
  } finally {
    if (made !== undefined) await removeEmpty(project.folder, made);
  }
}

/** A folder that stays in use is not empty. @param first the outermost that was made */
async function removeEmpty(folder: string, first: string): Promise<void> {
  const isGone = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (isGone && folder !== first) await removeEmpty(dirname(folder), first);
}

async function adopt(project: Project, database: AdoptedDatabase, session: Session, name: string): Promise<Baseline> {
  assertFirst(project, session);
  const schema = await introspect(session.client, project.managed);
  if (schema.tables.length === 0) throw baselineOfNothing(project.managed.schemas);
  const unmanaged = await readUnmanaged(session.client, project, schema, session.history.qualified);
  return withWorkshop(project, async (workshop) => {
    const { operations, ...made } = await proved(workshop, schema).catch(async (error: unknown) => {
      if (!(error instanceof MigratorError && error.code === 'PROOF_FAILED')) throw error;
      throw baselineUnproved(error, needed(unmanaged), await differentVersions(session, workshop));
    });
    const path = await record(project, database, { name, ...made });
    const file = showPath(path);
    return { file, operations: operations.map((operation) => toJson(operation)), unmanaged };
  });
}

function assertFirst({ folder }: Project, { files, rows, statuses }: Session): void {
  const shown = showPath(folder) || folder;
  const missing = statuses.filter((status) => status.missing).map((status) => status.name);
  if (missing.length > 0) throw baselineNeedsFiles(shown, missing);
  if (rows.length > 0) throw baselineNotNeeded(shown, rows.length);
  if (files.length > 0) throw baselineNotFirst(shown, files.length);
}

interface Proved {
  operations: Operation[];
  text: string;
  /** What it makes. */
  schema: Schema;
}

async function proved(workshop: Workshop, schema: Schema): Promise<Proved> {
  const head = await replay(workshop, []);
  const hints = { exact: true, noRenames: true };
  const { operations, problems } = diff(head.schema, schema, hints);
  if (problems.length > 0) throw differenceInexpressible(problems);
  const text = renderMigration(operations);
  return { operations, text, schema: await prove(workshop, { head, wanted: schema, operations, text, hints }) };
}

/** Two versions of PostgreSQL may print one thing in two ways. */
async function differentVersions({ client }: Session, workshop: Workshop): Promise<[string, string] | undefined> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  const majorOf = (version: string): string => String(Math.floor(Number(version) / 10_000));
  const [own, scratch] = [majorOf(rows[0]?.server_version_num ?? ''), majorOf(await workshop.version())];
  return own === scratch ? undefined : [own, scratch];
}

/** What a table may be made of. */
const NEEDED = [
  'extension',
  'schema',
  'domain',
  'composite type',
  'range type',
  'enum',
  'function',
  'sequence',
  'collation',
  'operator',
  'operator class',
  'text search configuration',
];

const needed = (unmanaged: readonly Unmanaged[]): string[] =>
  unmanaged.filter(({ kind }) => NEEDED.includes(kind)).map(({ kind, name }) => `${kind} ${name}`);

/** Writes the files and stamps the database: all of it, or nothing. @returns the path of the migration */
async function record(
  project: Project,
  database: AdoptedDatabase,
  { name, text, schema }: { name: string; text: string; schema: Schema },
): Promise<string> {
  const schemaText = await readSchemaText(project.folder);
  const path = await writeMigration(project.folder, name, 'sql', text);
  try {
    const file = readMigrationAt(path);
    await saveSchemaFile(project, schema, [file]);
    await database.stamp(file.name);
  } catch (cause) {
    if (!(await isRecorded(database, path, cause))) throw await undone(project, path, schemaText, cause);
  }
  return path;
}

/** A connection that breaks in the COMMIT leaves open whether the row is there. */
async function isRecorded(database: AdoptedDatabase, path: string, cause: unknown): Promise<boolean> {
  const statuses = await database.status().catch(() => undefined);
  if (statuses === undefined) throw baselineFailed('unknown', [showPath(path)], cause);
  return statuses.some(({ state }) => state === 'applied');
}

async function undone(
  { folder }: Project,
  path: string,
  schemaText: string | undefined,
  cause: unknown,
): Promise<MigratorError> {
  const restored = schemaText === undefined ? removeSchemaFile(folder) : writeSchemaFile(folder, schemaText);
  const results = await Promise.allSettled([rm(path, { force: true }), restored]);
  const isDone = results.every(({ status }) => status === 'fulfilled');
  return isDone ? baselineFailed('nothing', [], cause) : baselineFailed('files', [showPath(path), 'schema.sql'], cause);
}
