import { proofFailed, reasonOf } from '../errors.ts';
import { parseSqlMigration, type SqlSection } from '../migration-file.ts';
import { applyAll } from '../schema/apply.ts';
import { comparableText } from '../schema/comparable.ts';
import { diff } from '../schema/diff.ts';
import type { Hints } from '../schema/hints.ts';
import type { Operation } from '../schema/operation.ts';
import type { Schema } from '../schema/schema.ts';
import { locateFailure, sendSection } from '../sql-section.ts';
import { beginTransaction } from '../transaction.ts';
import { type Replayed, readSchema } from './replay.ts';
import type { Bench, Workshop } from './workshop.ts';

export interface Claim {
  /** A database as it is before the migration. */
  head: Replayed;
  wanted: Schema;
  operations: readonly Operation[];
  /** The text of the migration file. */
  text: string;
  hints: Hints;
}

/**
 * Runs a migration up, down and up again: up must give what is wanted and leave the diff nothing to do, down what was
 * before, and up again the same as the first time.
 *
 * @returns the schema after it
 * @throws MigratorError PROOF_FAILED
 */
export async function prove(workshop: Workshop, { head, wanted, operations, text, hints }: Claim): Promise<Schema> {
  const { up, down } = parseSqlMigration('the migration', text);
  const expected = applyAll(head.schema, operations);
  await runSection(head.bench, 'up', up);
  const after = await readSchema(workshop, head.bench);
  assertSame('up', after, expected);
  assertDone(after, wanted, hints);
  if (down === undefined) return after;
  await runSection(head.bench, 'down', down);
  assertSame('down', await readSchema(workshop, head.bench), head.schema);
  await runSection(head.bench, 'second up', up);
  assertSame('second up', await readSchema(workshop, head.bench), expected);
  return after;
}

/** As the runner does it. */
async function runSection({ client, settings }: Bench, step: string, section: SqlSection): Promise<void> {
  const transaction = await beginTransaction(client, { settings, lockTimeout: 0 });
  const failure = await sendSection(client, section);
  if (failure === undefined) return transaction.commitWith('');
  await transaction.rollback();
  const { statement, sqlState } = await locateFailure({ shown: step }, section, failure);
  const place = { ...(statement !== undefined && { statement }), ...(sqlState !== undefined && { sqlState }) };
  throw proofFailed(step, reasonOf(failure.error), place, failure.error);
}

/** The order of columns means nothing. */
const inOneOrder = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  })),
});

function assertSame(step: string, found: Schema, expected: Schema): void {
  if (comparableText(inOneOrder(found)) === comparableText(inOneOrder(expected))) return;
  const { operations, problems } = diff(expected, found, { exact: true, noRenames: true });
  const places = [...operations.map(({ op }) => op), ...problems.map(({ object }) => object)];
  throw proofFailed(step, `it leaves another schema than expected (${places.join(', ')})`);
}

function assertDone(found: Schema, wanted: Schema, hints: Hints): void {
  const { operations, problems } = diff(found, wanted, { ...hints, renames: [], renamedFrom: [], noRenames: true });
  const places = [...operations.map(({ op }) => op), ...problems.map(({ object }) => object)];
  if (places.length > 0) throw proofFailed('up', `it does not lead to the models (${places.join(', ')})`);
}
