/**
 * A statement outside a transaction that an earlier run has begun: `CREATE INDEX CONCURRENTLY` and its like were cut
 * somewhere between their start and their history row. What PostgreSQL can tell is asked, what does the same again is
 * run again, and the rest is for a person.
 */
import type { Node } from 'libpg-query';
import type { ClientBase } from 'pg';
import type { FoundRelation } from '../postgres/index-state.ts';
import { as } from '../postgres/parse-tree.ts';
import type { Statement } from '../postgres/statements.ts';
import { resumeCreateIndex } from './create-index.ts';
import { leftByReindex, resumeAlterTable, resumeDropIndex, resumeEnum, resumeReindex } from './maintenance.ts';
import { type Resumed, type Resumption, RUN } from './resumption.ts';

/**
 * @returns undefined where nobody can know whether the statement is done
 * @throws MigratorError OBJECT_IN_THE_WAY
 */
export async function resume(resumed: Resumed): Promise<Resumption | undefined> {
  const { tree } = resumed.statement;
  const index = as(tree, 'IndexStmt');
  if (index !== undefined) return resumeCreateIndex(resumed, index);
  const table = as(tree, 'AlterTableStmt');
  if (table !== undefined) return resumeAlterTable(resumed, table);
  if (resumed.mark === undefined || isRepeatable(tree)) return resumeRepeatable(resumed);
  const drop = as(tree, 'DropStmt');
  if (drop?.removeType === 'OBJECT_INDEX') return resumeDropIndex(resumed, drop);
  const type = as(tree, 'AlterEnumStmt');
  return type === undefined ? undefined : resumeEnum(resumed, type);
}

/** What a statement that has failed has left under names that PostgreSQL has chosen. */
export async function leftBy(client: ClientBase, { tree }: Statement): Promise<FoundRelation[]> {
  const reindex = as(tree, 'ReindexStmt');
  return reindex === undefined ? [] : leftByReindex(client, reindex);
}

async function resumeRepeatable(resumed: Resumed): Promise<Resumption> {
  const reindex = as(resumed.statement.tree, 'ReindexStmt');
  return reindex === undefined ? RUN : resumeReindex(resumed, reindex);
}

const REPEATABLE = new Set([
  'AlterSystemStmt',
  'CheckPointStmt',
  'ClusterStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'VacuumStmt',
  'VariableSetStmt',
]);

/** Whether a statement does the same when it is run again, and says IF NOT EXISTS or IF EXISTS where it has to. */
function isRepeatable(tree: Node): boolean {
  const [[kind, content] = ['', {}]] = Object.entries(tree) as [string, Record<string, unknown>][];
  const isTolerant = content['if_not_exists'] === true || content['missing_ok'] === true;
  return REPEATABLE.has(kind) || isTolerant || content['skipIfNewValExists'] === true;
}
