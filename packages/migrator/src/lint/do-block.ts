import type { Node } from 'libpg-query';
import { all, as, visit } from '../postgres/parse-tree.ts';
import { splitStatements } from '../postgres/statements.ts';
import { without } from '../schema/without.ts';
import { effectsOf } from './effects.ts';
import { type Effect, NOWHERE, type Scope } from './scope.ts';
import { lookIn, movesPath } from './search-path.ts';

/**
 * The statements that stand in a DO block of PL/pgSQL: its own, and those that it gives to EXECUTE as one constant. What another
 * language does, or a text that is put together, nobody can read.
 */
export async function blockTrees(tree: Node, text: string): Promise<Node[]> {
  if (as(tree, 'DoStmt') === undefined) return [];
  const { parsePlPgSQL } = await import('libpg-query');
  const block = await parsePlPgSQL(text).catch(() => undefined);
  const trees = await Promise.all(queriesOf(block).map(treesOf));
  return trees.flat();
}

interface Query {
  sql: string;
  /** Whether it is an expression that gives the text. */
  isDynamic: boolean;
}

function queriesOf(block: unknown): Query[] {
  const queries: Query[] = [];
  visit(block, (kind, content) => {
    const { sqlstmt, query, expr } = content as { sqlstmt?: Expression; query?: Expression; expr?: Expression };
    if (kind === 'PLpgSQL_stmt_execsql') queries.push({ sql: sqlstmt?.PLpgSQL_expr.query ?? '', isDynamic: false });
    if (kind === 'PLpgSQL_stmt_perform') queries.push({ sql: expr?.PLpgSQL_expr.query ?? '', isDynamic: false });
    if (kind === 'PLpgSQL_stmt_dynexecute') queries.push({ sql: query?.PLpgSQL_expr.query ?? '', isDynamic: true });
    return true;
  });
  return queries;
}

interface Expression {
  PLpgSQL_expr: { query: string };
}

async function treesOf({ sql, isDynamic }: Query): Promise<Node[]> {
  const statements = await splitStatements(isDynamic ? `SELECT ${sql}` : sql).catch(() => []);
  const trees = statements.map(({ tree }) => tree);
  if (!isDynamic) return trees;
  const [target] = all(as(trees[0], 'SelectStmt')?.targetList, 'ResTarget');
  const text = as(target?.val, 'A_Const')?.sval?.sval;
  return text === undefined ? [] : treesOf({ sql: text, isDynamic: false });
}

/** What they do where they run: a table that a block makes may have been there before, and a path that it sets may be any. */
export function blockEffects(trees: readonly Node[], scope: Scope): Effect[] {
  const effectsIn = (where: Scope): Effect[] => trees.flatMap((tree) => effectsOf(tree, where));
  const effects = effectsIn(scope);
  if (!effects.some((effect) => movesPath(effect, scope))) return effects.map(withoutNext);
  return [lookIn(NOWHERE), ...effectsIn({ ...scope, schema: NOWHERE }).map(withoutNext)];
}

const withoutNext = (effect: Effect): Effect => without(effect, 'next');
