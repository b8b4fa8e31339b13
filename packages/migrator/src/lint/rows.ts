import type { DeleteStmt, FuncCall, MergeStmt, MergeWhenClause, Node, TruncateStmt, UpdateStmt } from 'libpg-query';
import { all, as, strings, tableName, visit } from '../postgres/parse-tree.ts';
import { shortName } from '../schema/problem.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { danger, type Effect, isNewColumn, type Scope, written } from './scope.ts';
import { setConfigEffects } from './search-path.ts';

export const truncateEffects = ({ relations, behavior }: TruncateStmt, scope: Scope): Effect[] =>
  all(relations, 'RangeVar').map((relation) => {
    const table = tableName(relation, scope.schema);
    const others = behavior === 'DROP_CASCADE' ? ', and of all tables that refer to it,' : '';
    return danger('data-loss', `Every row of ${shortName(table)}${others} is lost. Keep a copy.`, table);
  });

export function deleteEffects({ relation = {}, whereClause }: DeleteStmt, scope: Scope): Effect[] {
  if (!isEveryRow(whereClause)) return [];
  const table = tableName(relation, scope.schema);
  const text = `Every row of ${shortName(table)} is deleted: there is no WHERE. Say which rows, and keep a copy of them.`;
  return [danger('data-loss', text, table)];
}

/** Every row gets a new version; what was in the columns is gone, but for columns that this migration has added. */
export function updateEffects({ relation = {}, whereClause, targetList }: UpdateStmt, scope: Scope): Effect[] {
  const table = tableName(relation, scope.schema);
  if (!isEveryRow(whereClause)) return [written(table)];
  const columns = all(targetList, 'ResTarget').map(({ name = '' }) => name);
  const lost = columns.filter((column) => !isNewColumn(scope, table, column));
  return [
    danger(
      'rewrites-table',
      `Every row of ${shortName(table)} is written anew in one transaction, and whoever changes one of them waits for its end. On a big table update in batches, outside of a migration.`,
      table,
    ),
    ...(lost.length > 0 ? [danger('data-loss', lossText(table, lost), table)] : []),
    written(table),
  ];
}

const lossText = (table: QualifiedName, columns: readonly string[]): string =>
  `The values of ${columns.map((column) => `${shortName(table)}.${column}`).join(', ')} are replaced in every row: there is no WHERE. Keep a copy of them.`;

/** The join is no condition: it pairs the rows, often all of them. What says which of them go is the AND of the WHEN. */
export function mergeEffects({ relation = {}, mergeWhenClauses }: MergeStmt, scope: Scope): Effect[] {
  const table = tableName(relation, scope.schema);
  const deleting = all(mergeWhenClauses, 'MergeWhenClause').filter(
    ({ commandType, condition }) => commandType === 'CMD_DELETE' && isEveryRow(condition),
  );
  return [...deleting.map((when) => danger('data-loss', mergeText(table, when), table)), written()];
}

const mergeText = (table: QualifiedName, { matchKind }: MergeWhenClause): string =>
  `Every row of ${shortName(table)} that has ${matchKind === 'MERGE_WHEN_MATCHED' ? 'a' : 'no'} match is deleted: the WHEN has no condition. Say which rows (WHEN … AND …), and keep a copy of them.`;

/** No condition, or one that holds for every row: TRUE. */
const isEveryRow = (where: Node | undefined): boolean =>
  where === undefined || as(where, 'A_Const')?.boolval?.boolval === true;

/** What stands in the WITH of another statement, and what its functions may do. */
export function nestedEffects(statement: object, scope: Scope): Effect[] {
  const effects: Effect[] = [];
  visit(statement, (kind, content) => {
    if (kind === 'DeleteStmt') effects.push(...deleteEffects(content, scope));
    if (kind === 'UpdateStmt') effects.push(...updateEffects(content, scope));
    if (kind === 'MergeStmt') effects.push(...mergeEffects(content, scope));
    if (kind === 'FuncCall') effects.push(...setConfigEffects(content));
    if (kind === 'InsertStmt' || kind === 'ExecuteStmt' || (kind === 'FuncCall' && mayWrite(content))) {
      effects.push(written());
    }
    return true;
  });
  return effects;
}

/** What `generate` itself calls to set a sequence, and settings; of any other function nobody knows. */
const HARMLESS = new Set(['setval', 'max', 'min', 'set_config']);

const mayWrite = ({ funcname }: FuncCall): boolean => !HARMLESS.has(strings(funcname).at(-1) ?? '');
