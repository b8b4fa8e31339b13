import type { AlterTableCmd, Node } from 'libpg-query';
import { all, as, objectNameOf, tableName } from '../postgres/parse-tree.ts';
import { quoteName } from '../schema/quote.ts';
import type { QualifiedName } from '../schema/schema.ts';
import type { SourceStatement } from './source.ts';

/** A statement that drops, or makes, one thing: which one, as a text. Of anything else, nothing. */
export function dropped(tree: Node, schema: string): string | undefined {
  const drop = as(tree, 'DropStmt');
  if (drop?.removeType === 'OBJECT_INDEX' && drop.objects?.length === 1) {
    return `index ${quoteName(objectNameOf(drop.objects[0], schema))}`;
  }
  return ofTable(tree, schema, ({ subtype, name, def }) => {
    if (subtype === 'AT_DropColumn') return `column ${name}`;
    if (subtype === 'AT_DropConstraint') return `constraint ${name}`;
    return subtype === 'AT_ColumnDefault' && def === undefined ? `default ${name}` : undefined;
  });
}

export function made(tree: Node, schema: string): string | undefined {
  const index = as(tree, 'IndexStmt');
  if (index?.relation !== undefined && !index.concurrent) {
    const { schema: owner } = tableName(index.relation, schema);
    return `index ${quoteName({ schema: owner, name: index.idxname ?? '' })}`;
  }
  return ofTable(tree, schema, ({ subtype, name, def }) => {
    if (subtype === 'AT_AddColumn') return `column ${as(def, 'ColumnDef')?.colname}`;
    if (subtype === 'AT_AddConstraint') return `constraint ${as(def, 'Constraint')?.conname}`;
    return subtype === 'AT_ColumnDefault' && def !== undefined ? `default ${name}` : undefined;
  });
}

/** An ALTER TABLE of one command. */
export function onlyCommand(tree: Node, schema: string): { table: QualifiedName; command: AlterTableCmd } | undefined {
  const { relation, cmds, objtype } = as(tree, 'AlterTableStmt') ?? {};
  const [command, second] = all(cmds, 'AlterTableCmd');
  if (objtype !== 'OBJECT_TABLE' || relation === undefined || command === undefined || second !== undefined)
    return undefined;
  return { table: tableName(relation, schema), command };
}

function ofTable(
  tree: Node,
  schema: string,
  thing: (command: AlterTableCmd) => string | undefined,
): string | undefined {
  const only = onlyCommand(tree, schema);
  const what = only && thing(only.command);
  return only === undefined || what === undefined ? undefined : `${what} of ${quoteName(only.table)}`;
}

/**
 * Where what was dropped before a change is made again after it, the last first, as the diff writes it around an enum or a
 * generated column that it rebuilds.
 *
 * @returns the end of it, behind the last statement; nothing where something does not come back
 */
export function rebuiltUntil(
  statements: readonly SourceStatement[],
  drops: readonly SourceStatement[],
  from: number,
  schema: string,
): number | undefined {
  let at = from;
  for (const drop of drops.toReversed()) {
    const next = statements[at];
    if (next === undefined || made(next.tree, schema) !== dropped(drop.tree, schema)) return undefined;
    at = skipComments(statements, at + 1);
  }
  return at;
}

/** COMMENT ON belongs to what was made before it. */
export function skipComments(statements: readonly SourceStatement[], from: number): number {
  let at = from;
  while (statements[at]?.kind === 'CommentStmt') at += 1;
  return at;
}
