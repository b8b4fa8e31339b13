import {
  migrationAmbiguous,
  migrationEdited,
  migrationFileMissing,
  migrationOutOfOrder,
  migrationUnknown,
} from './errors.ts';
import { isEdited } from './migration-file.ts';
import { byName, type MigrationFile, migrationName } from './migrations-folder.ts';

/** A row of the history table, its name without the extension that sequelize-cli or Umzug may have stored. */
export interface HistoryRow {
  name: string;
  /** As the row has it. */
  storedName: string;
  checksum: string | null;
  appliedAt: Date | null;
  durationMs: number | null;
}

/** One line of `migrate status`. */
export interface MigrationStatus {
  name: string;
  state: 'applied' | 'pending';
  appliedAt?: string;
  durationMs?: number;
  /** Applied, and the file has changed since. */
  edited?: true;
  /** Applied, and the file is gone. */
  missing?: true;
  /** Pending, and older than the newest applied one. */
  outOfOrder?: true;
}

/** The folder held against the history: files and rows, by name. Pure. */
export function statusOf(files: readonly MigrationFile[], rows: readonly HistoryRow[]): MigrationStatus[] {
  const fileOf = new Map(files.map((file) => [file.name, file]));
  const applied = new Set(rows.map(({ name }) => name));
  const newest = newestOf(rows);
  const ran = rows.map((row) => appliedStatus(row, fileOf.get(row.name)));
  const pending = files
    .filter(({ name }) => !applied.has(name))
    .map(
      ({ name }): MigrationStatus => ({ name, state: 'pending', ...(name < newest && { outOfOrder: true as const }) }),
    );
  return [...ran, ...pending].toSorted(byName);
}

function appliedStatus(row: HistoryRow, file: MigrationFile | undefined): MigrationStatus {
  return {
    name: row.name,
    state: 'applied',
    ...(row.appliedAt !== null && { appliedAt: row.appliedAt.toISOString() }),
    ...(row.durationMs !== null && { durationMs: row.durationMs }),
    ...(file === undefined && { missing: true as const }),
    ...(file !== undefined && isEdited(row.checksum, file.checksum) && { edited: true as const }),
  };
}

const newestOf = (rows: readonly { name: string }[]): string =>
  rows.reduce((newest, { name }) => (name > newest ? name : newest), '');

const namesOf = (statuses: readonly MigrationStatus[]): string[] => statuses.map(({ name }) => name);

/** Refuses what `up` must not build on: edited files, files that are gone, files that come too late. */
export function assertSound(statuses: readonly MigrationStatus[], allowOutOfOrder: boolean): void {
  const missing = statuses.filter((status) => status.missing);
  if (missing.length > 0) throw migrationFileMissing(namesOf(missing));
  const edited = statuses.filter((status) => status.edited);
  if (edited.length > 0) throw migrationEdited(namesOf(edited));
  const late = statuses.filter((status) => status.outOfOrder);
  const newest = newestOf(statuses.filter(({ state }) => state === 'applied'));
  if (late.length > 0 && !allowOutOfOrder) throw migrationOutOfOrder(namesOf(late), newest);
}

/** What of a chain to run: all of it (or one, for down), `step` many, or as far as `to`. */
export interface Target {
  to?: string | 0;
  step?: number;
}

/** The pending migrations that `up` runs, in order. */
export function selectUp(statuses: readonly MigrationStatus[], { to, step }: Target): string[] {
  const pending = namesOf(statuses.filter(({ state }) => state === 'pending'));
  if (step !== undefined) return pending.slice(0, step);
  if (to === undefined) return pending;
  const target = resolveName(String(to), namesOf(statuses));
  return pending.filter((name) => name <= target);
}

/** The applied migrations that `down` reverts, newest first: the last, `step` many, those from `to` on, or all (0). */
export function selectDown(statuses: readonly MigrationStatus[], { to, step }: Target): string[] {
  const applied = statuses.filter(({ state }) => state === 'applied').toReversed();
  const chosen = chooseDown(applied, { to, step });
  const missing = chosen.filter((status) => status.missing);
  if (missing.length > 0) throw migrationFileMissing(namesOf(missing));
  return namesOf(chosen);
}

function chooseDown(applied: MigrationStatus[], { to, step }: Target): MigrationStatus[] {
  if (to === 0) return applied;
  if (to === undefined) return applied.slice(0, step ?? 1);
  const target = resolveName(to, namesOf(applied));
  return applied.filter(({ name }) => name >= target);
}

/**
 * Finds the migration that a user means: the whole name (with or without extension), the beginning of one, or what
 * stands behind the time (`create-employee`).
 *
 * @throws MigratorError MIGRATION_UNKNOWN, MIGRATION_AMBIGUOUS
 */
export function resolveName(given: string, names: readonly string[]): string {
  if (given === '') throw migrationUnknown(given, names);
  const wanted = migrationName(given);
  if (names.includes(wanted)) return wanted;
  const candidates = names.filter((name) => name.startsWith(wanted) || name.replace(/^[\dT.]+\.|^\d+-/, '') === wanted);
  if (candidates.length > 1) throw migrationAmbiguous(given, candidates);
  const [found] = candidates;
  if (found === undefined) throw migrationUnknown(given, names);
  return found;
}
