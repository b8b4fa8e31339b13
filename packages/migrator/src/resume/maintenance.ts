import type { AlterEnumStmt, AlterTableStmt, DropStmt, ReindexStmt } from 'libpg-query';
import type { ClientBase } from 'pg';
import { isOn } from '../lint/maintenance.ts';
import { type FoundRelation, invalidIndexes, tableOfIndex } from '../postgres/index-state.ts';
import { all, as, strings } from '../postgres/parse-tree.ts';
import { after, done, type Resumed, type Resumption, RUN } from './resumption.ts';
import { quoted, tableOf } from './table-of.ts';

/**
 * DROP INDEX CONCURRENTLY: a cut one leaves the index invalid, and it is dropped again; one that was cut behind its end
 * leaves none. Where nothing was cut, an index that is not there is a mistake for PostgreSQL to name.
 */
export async function resumeDropIndex({ client, mark }: Resumed, { objects }: DropStmt): Promise<Resumption> {
  const index = quoted(strings(as(objects?.[0], 'List')?.items));
  if (mark === undefined) return RUN;
  const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [index]);
  return rows[0]?.exists ? RUN : done(`the index ${index} is gone already: the interrupted run has dropped it`);
}

/** https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY */
const LEFTOVER = /_cc(?:new|old)\d*"?$/;

/** REINDEX: run again it does the same. A cut CONCURRENTLY leaves the half-built or the outdated index beside the good one. */
export async function resumeReindex({ client, mark }: Resumed, node: ReindexStmt): Promise<Resumption> {
  const left = mark === undefined ? [] : await leftByReindex(client, node);
  return left.length === 0 ? RUN : dropLeft(left);
}

/** What a REINDEX CONCURRENTLY that was cut, or has failed, has left. */
export async function leftByReindex(client: ClientBase, node: ReindexStmt): Promise<FoundRelation[]> {
  if (!isOn(node.params, 'concurrently')) return [];
  const named = node.relation === undefined ? undefined : tableOf(node.relation);
  const isIndex = node.kind === 'REINDEX_OBJECT_INDEX';
  const table = named !== undefined && isIndex ? await tableOfIndex(client, named) : named;
  return (await invalidIndexes(client, table)).filter(({ shown }) => LEFTOVER.test(shown));
}

const dropLeft = (left: readonly FoundRelation[]): Resumption =>
  after(
    `the interrupted REINDEX CONCURRENTLY has left ${left.map(({ shown }) => shown).join(', ')}: dropped`,
    ...left.map(({ shown }) => `DROP INDEX CONCURRENTLY ${shown}`),
  );

/** ALTER TYPE … ADD VALUE and RENAME VALUE are done or not: the type tells. */
export async function resumeEnum({ client, mark }: Resumed, node: AlterEnumStmt): Promise<Resumption> {
  if (mark === undefined) return RUN;
  const type = quoted(strings(node.typeName));
  const { rows } = await client.query<{ value: string }>(
    'SELECT enumlabel AS value FROM pg_enum WHERE enumtypid = to_regtype($1)',
    [type],
  );
  const values = rows.map(({ value }) => value);
  const isDone = values.includes(node.newVal ?? '') && !values.includes(node.oldVal ?? '');
  return isDone ? done(`the type ${type} has the value ${JSON.stringify(node.newVal)} already`) : RUN;
}

/**
 * ALTER TABLE outside a transaction: VALIDATE does the same again; DETACH … CONCURRENTLY is brought to its end.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
 *
 * @returns undefined where nobody can know
 */
export async function resumeAlterTable(resumed: Resumed, node: AlterTableStmt): Promise<Resumption | undefined> {
  const commands = all(node.cmds, 'AlterTableCmd');
  const partition = as(commands[0]?.def, 'PartitionCmd');
  if (commands[0]?.subtype === 'AT_DetachPartition' && partition?.concurrent)
    return resumeDetach(resumed, tableOf(node.relation), tableOf(partition.name));
  const isRepeatable = commands.every(({ subtype }) => subtype === 'AT_ValidateConstraint');
  return resumed.mark === undefined || isRepeatable ? RUN : undefined;
}

async function resumeDetach({ client, mark }: Resumed, parent: string, partition: string): Promise<Resumption> {
  const { rows } = await client.query<{ isPending: boolean }>(
    `SELECT inhdetachpending AS "isPending" FROM pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2)`,
    [parent, partition],
  );
  const [link] = rows;
  if (link?.isPending) {
    const note = `the interrupted DETACH PARTITION of ${partition} is brought to its end (FINALIZE)`;
    return done(note, `ALTER TABLE ${parent} DETACH PARTITION ${partition} FINALIZE`);
  }
  return link === undefined && mark !== undefined ? done(`${partition} is no partition of ${parent} any more`) : RUN;
}
