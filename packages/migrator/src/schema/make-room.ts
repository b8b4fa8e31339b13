import { bodyText, isSameName } from './comparable.ts';
import { clip } from './object-name.ts';
import type { Operation, OperationOf } from './operation.ts';
import { nameKey, relationNames } from './relation-names.ts';
import type { Column, Key, QualifiedName, Schema, Table } from './schema.ts';

/**
 * A table takes its indexes, keys and sequences along into another schema. Those whose name is taken there get their new
 * name, or one beside it, before the move.
 */
export function makeRoom(schema: Schema, to: Schema, move: OperationOf<'renameTable'>): Operation[] {
  const table = schema.tables.find((other) => isSameName(other, move.from));
  if (table === undefined || move.from.schema === move.to.schema) return [];
  const wanted = to.tables.find((other) => isSameName(other, move.to));
  const taken = relationNames(schema);
  const isFree = (name: string): boolean =>
    [move.from, move.to].every((place) => !taken.has(nameKey(place.schema, name)));
  const inTheWay = ({ name }: { name: string }): boolean => taken.has(nameKey(move.to.schema, name));
  return carried(table, wanted)
    .filter(inTheWay)
    .map(({ name, next, rename }) => rename(next !== undefined && isFree(next) ? next : `${clip(name, 57)}__move`));
}

/** What goes with a table, and the name that it has in the wanted one. */
interface Carried {
  name: string;
  next: string | undefined;
  rename(to: string): Operation;
}

function carried(table: Table, wanted: Table | undefined): Carried[] {
  const place: QualifiedName = { schema: table.schema, name: table.name };
  const renameOf =
    (op: 'renameConstraint' | 'renameIndex', from: string) =>
    (to: string): Operation => ({ op, table: place, from, to });
  const listed = <Item extends { name: string }>(
    op: 'renameConstraint' | 'renameIndex',
    items: readonly Item[],
    others: readonly Item[] = [],
  ): Carried[] =>
    items.map((item) => ({
      name: item.name,
      next: others.find((other) => bodyText(other) === bodyText(item))?.name,
      rename: renameOf(op, item.name),
    }));
  return [
    ...listed<Key>('renameConstraint', listOf(table.primaryKey), listOf(wanted?.primaryKey)),
    ...listed('renameConstraint', table.uniques, wanted?.uniques),
    ...listed('renameConstraint', table.exclusions, wanted?.exclusions),
    ...listed('renameIndex', table.indexes, wanted?.indexes),
    ...table.columns.flatMap((column) => sequenceOf(table, column, wanted)),
  ];
}

const listOf = (key: Key | undefined): Key[] => (key === undefined ? [] : [key]);

function sequenceOf(table: Table, { name, autoIncrement: from }: Column, wanted: Table | undefined): Carried[] {
  if (from === undefined || from.sequence.schema !== table.schema) return [];
  const place = { table: { schema: table.schema, name: table.name }, column: name };
  const next = wanted?.columns.find((column) => column.name === name)?.autoIncrement?.sequence.name;
  const rename = (to: string): Operation => {
    const sequence = { ...from.sequence, name: to };
    return from.kind === 'serial'
      ? { op: 'alterSequence', ...place, from: from.sequence, to: sequence }
      : { op: 'alterIdentity', ...place, from, to: { ...from, sequence } };
  };
  return [{ name: from.sequence.name, next, rename }];
}
