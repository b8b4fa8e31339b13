import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usage } from './errors.ts';
import { readMigrations } from './migrations-folder.ts';

const SQL = `-- migrate:up

-- migrate:down
`;

const TYPESCRIPT = `import type { Migration } from '@roster/migrator';

export const up: Migration = async ({ sequelize }) => {
  throw new Error('not written yet');
};

export const down: Migration = async ({ sequelize }) => {
  throw new Error('not written yet');
};
`;

const CONTENT = { sql: SQL, ts: TYPESCRIPT };
const PREFIX = /^(\d{4})\.(\d\d)\.(\d\d)T(\d\d)\.(\d\d)\.(\d\d)\./;

/** Umzug's own prefix: `2026.11.22T10.00.00`, in UTC. */
const prefixOf = (time: Date): string => time.toISOString().slice(0, 19).replace(/[-:]/g, '.');

/** sequelize-cli's: `20261122100000-`. Mixed with the other, `2026.…` would sort before `20260105…`. */
const CLI_PREFIX = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-/;

/** The time in a migration's name; a new one must sort behind the newest, also where the clock is behind. */
function timeOf(name: string): number {
  const match = PREFIX.exec(name) ?? CLI_PREFIX.exec(name);
  if (match === null) return 0;
  const [year = 0, month = 1, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The new name, in the style of those that are there. @throws MigratorError USAGE where it would not be the newest */
function nameAfter(newest: string | undefined, slug: string): string {
  const time = new Date(Math.max(Date.now(), newest === undefined ? 0 : timeOf(newest) + 1000));
  const prefix = prefixOf(time);
  const name =
    newest !== undefined && CLI_PREFIX.test(newest) ? `${prefix.replace(/[.T]/g, '')}-${slug}` : `${prefix}.${slug}`;
  if (newest === undefined || name > newest) return name;
  const why = `it would sort before ${newest}, and run before it on a new database`;
  throw usage(`${name} would not be the newest migration`, why, 'write the file by hand, under a name that sorts last');
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  if (slug === '') throw usage(`${JSON.stringify(name)} is no name for a migration`, 'it has no letter and no digit');
  return slug;
}

/** Writes an empty migration. @returns the path of the file */
export const createMigration = (folder: string, name: string, kind: 'sql' | 'ts'): Promise<string> =>
  writeMigration(folder, name, kind, CONTENT[kind]);

/**
 * Writes a migration, newest of its folder.
 *
 * @param folder made where it is missing
 * @param name `add email` and `add-email` are the same
 * @returns the path of the file
 */
export async function writeMigration(folder: string, name: string, kind: 'sql' | 'ts', text: string): Promise<string> {
  const slug = slugOf(name);
  await mkdir(folder, { recursive: true });
  const newest = (await readMigrations(folder)).at(-1)?.name;
  const path = join(folder, `${nameAfter(newest, slug)}.${kind}`);
  await writeFile(path, text, { flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
    // Half a migration (the disk is full) must not stay.
    if (error.code !== 'EEXIST') await rm(path, { force: true }).catch(() => undefined);
    throw error;
  });
  return path;
}
