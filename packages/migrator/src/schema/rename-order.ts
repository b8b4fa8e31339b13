import { isSameName } from './comparable.ts';
import { clip } from './object-name.ts';
import type { Operation, OperationOf } from './operation.ts';
import { compare } from './order.ts';
import { nameKey, relationNames } from './relation-names.ts';
import type { Schema } from './schema.ts';

type Rename = OperationOf<'renameConstraint' | 'renameIndex'>;

const isRename = (operation: Operation): operation is Rename =>
  operation.op === 'renameConstraint' || operation.op === 'renameIndex';

/** Each rename stands behind the one that frees its new name. Where names are exchanged, one gets a name between. */
export function orderRenames(from: Schema, operations: readonly Operation[]): Operation[] {
  const renames = operations.filter(isRename).toSorted((a, b) => compare(a.op, b.op));
  return [...operations.filter((operation) => !isRename(operation)), ...inOrder(renames, freeing(from))];
}

/**
 * Whether one has the name that the other wants: indexes and what is made of one share their schema's names, the constraints
 * of a table share the table's.
 */
function freeing(schema: Schema): (one: Rename, other: Rename) => boolean {
  const relations = relationNames(schema);
  const isRelation = ({ table, from }: Rename): boolean => relations.has(nameKey(table.schema, from));
  return (one, other) => {
    if (one.from !== other.to || one.table.schema !== other.table.schema) return false;
    return isSameName(one.table, other.table) || (isRelation(one) && isRelation(other));
  };
}

function inOrder(renames: readonly Rename[], isFreedBy: (one: Rename, other: Rename) => boolean): Rename[] {
  const ordered: Rename[] = [];
  const seen = new Set<Rename>();
  const aside = new Set<Rename>();
  const visit = (rename: Rename, path: readonly Rename[]): void => {
    if (path.includes(rename) && !aside.has(rename)) {
      aside.add(rename);
      ordered.push({ ...rename, to: between(rename) });
    }
    if (seen.has(rename)) return;
    seen.add(rename);
    for (const other of renames.filter((one) => isFreedBy(one, rename))) visit(other, [...path, rename]);
    ordered.push(aside.has(rename) ? { ...rename, from: between(rename) } : rename);
  };
  for (const rename of renames) visit(rename, []);
  return ordered;
}

const between = ({ from }: Rename): string => `${clip(from, 57)}__move`;
