import { MigratorError, migrationFailed } from '../errors.ts';
import { type MigrationFile, readMigrations } from '../migrations-folder.ts';
import type { Difference } from '../schema/drift.ts';
import { resolveName } from '../state.ts';
import { type Direction, sqlStateOf } from '../step.ts';
import { compareInventories, type Inventory, takeInventory } from './inventory.ts';
import type { Project } from './project.ts';
import { runFile } from './replay.ts';
import { type Bench, type Workshop, withWorkshop } from './workshop.ts';

/** The way of a migration on scratch: up, down again, and up once more. */
export type VerifyStep = 'up' | 'down' | 'second up';

/** `irreversible`: it has no down part, which may be meant. */
export type Verdict =
  | { result: 'ok' | 'irreversible' }
  | { result: 'differs'; step: VerifyStep; differences: Difference[] }
  | { result: 'fails'; step: VerifyStep; error: MigratorError };

export type Verified = { name: string } & Verdict;

export interface Verification {
  /** Neither a difference nor a failure. */
  ok: boolean;
  migrations: Verified[];
  /** Those behind a migration that fails going up: there is nothing that they could be run on. */
  untried: string[];
}

export interface VerifyOptions {
  /** As `up --to` takes them; the others only go up. Default: all. */
  names?: readonly string[];
  /** Told of each as soon as it is known. */
  onVerified?: (verified: Verified) => void;
}

/**
 * Runs migrations up, down and up again on a scratch database: down must give back what was before, of what is managed
 * and of what is not, and the second up what the first one gave.
 *
 * @throws MigratorError MIGRATION_UNKNOWN, MIGRATION_AMBIGUOUS; what is wrong with a migration is in its verdict
 */
export async function verify(project: Project, { names = [], onVerified }: VerifyOptions = {}): Promise<Verification> {
  const files = await readMigrations(project.folder);
  const known = files.map(({ name }) => name);
  const chosen = new Set(names.length === 0 ? known : names.map((name) => resolveName(name, known)));
  const needed = files.slice(0, files.findLastIndex(({ name }) => chosen.has(name)) + 1);
  const run: Run = { files: needed, chosen, onVerified, migrations: [] };
  const untried = needed.length === 0 ? [] : await withWorkshop(project, (workshop) => runAll(workshop, run));
  const ok = run.migrations.every(({ result }) => result === 'ok' || result === 'irreversible');
  return { ok, migrations: run.migrations, untried };
}

interface Run {
  files: readonly MigrationFile[];
  chosen: ReadonlySet<string>;
  onVerified: VerifyOptions['onVerified'];
  migrations: Verified[];
}

/** @returns the names of those that could not be tried */
async function runAll(workshop: Workshop, { files, chosen, onVerified, migrations }: Run): Promise<string[]> {
  let bench = await workshop.bench();
  for (const [at, file] of files.entries()) {
    const verdict = await (chosen.has(file.name) ? verifyOne(bench, file) : goUp(bench, file));
    if (verdict === undefined) continue;
    const verified = { name: file.name, ...verdict };
    migrations.push(verified);
    onVerified?.(verified);
    if (verdict.result === 'fails' && verdict.step === 'up') return namesOf(files.slice(at + 1), chosen);
    // What this one has left behind is not to be found again in the next.
    const isLast = at === files.length - 1;
    if (!isLast && (verdict.result === 'differs' || verdict.result === 'fails'))
      bench = await afterUp(workshop, files.slice(0, at + 1));
  }
  return [];
}

const namesOf = (files: readonly MigrationFile[], chosen: ReadonlySet<string>): string[] =>
  files.map(({ name }) => name).filter((name) => chosen.has(name));

async function afterUp(workshop: Workshop, files: readonly MigrationFile[]): Promise<Bench> {
  const bench = await workshop.bench();
  for (const file of files) await runFile(bench, file, 'up');
  return bench;
}

/** One that nobody asked about: only its failure matters. */
const goUp = (bench: Bench, file: MigrationFile): Promise<Verdict | undefined> => attempt(bench, file, 'up');

async function verifyOne(bench: Bench, file: MigrationFile): Promise<Verdict> {
  const before = await takeInventory(bench);
  const failure = await attempt(bench, file, 'up');
  if (failure !== undefined) return failure;
  const after = await takeInventory(bench);
  return (
    (await attempt(bench, file, 'down')) ??
    (await compareWith(bench, before, 'down')) ??
    (await attempt(bench, file, 'second up')) ??
    (await compareWith(bench, after, 'second up')) ?? { result: 'ok' }
  );
}

async function compareWith(bench: Bench, expected: Inventory, step: VerifyStep): Promise<Verdict | undefined> {
  const differences = compareInventories(expected, await takeInventory(bench));
  return differences.length === 0 ? undefined : { result: 'differs', step, differences };
}

/** @returns what went wrong, if anything did */
async function attempt(bench: Bench, file: MigrationFile, step: VerifyStep): Promise<Verdict | undefined> {
  const direction: Direction = step === 'down' ? 'down' : 'up';
  try {
    await runFile(bench, file, direction);
    return undefined;
  } catch (error) {
    const failure = asFailure(file, direction, error);
    if (failure.code === 'MIGRATION_IRREVERSIBLE') return { result: 'irreversible' };
    return { result: 'fails', step, error: failure };
  }
}

/** Everything else (a lost server) is no word on the migration. */
function asFailure(file: MigrationFile, direction: Direction, error: unknown): MigratorError {
  if (error instanceof MigratorError && error.code.startsWith('MIGRATION_')) return error;
  const state = sqlStateOf(error);
  if (error instanceof MigratorError || state.sqlState === undefined) throw error;
  // A deferred constraint speaks at the COMMIT, behind the last statement.
  return migrationFailed(file.name, direction, 'nothing', { file: file.shown, ...state }, error);
}
