import { byName } from './comparable.ts';
import type { Operation, OperationOf } from './operation.ts';
import { CONSTRAINT_CHANGES, unknownOperation } from './operation.ts';
import { renameConstraint, renameIndex } from './rename-in-schema.ts';
import type { Table } from './schema.ts';
import { without } from './without.ts';

type Named = { name: string };

const withItem = <Item extends Named>(list: readonly Item[], item: Item): Item[] => [...list, item].toSorted(byName);

const withoutItem = <Item extends Named>(list: readonly Item[], { name }: Named): Item[] =>
  list.filter((item) => item.name !== name);

const replaced = <Item extends Named>(list: readonly Item[], from: Named, to: Item): Item[] =>
  withItem(withoutItem(list, from), to);

/** Operations on what belongs to a table as a whole: constraints, indexes, its columns as such. */
const OF_TABLE = [
  'addColumn',
  'dropColumn',
  'addIndex',
  'dropIndex',
  'renameIndex',
  'renameConstraint',
  ...CONSTRAINT_CHANGES,
] as const satisfies Operation['op'][];

export type TableChange = OperationOf<(typeof OF_TABLE)[number]>;

export const isTableChange = (operation: Operation): operation is TableChange =>
  (OF_TABLE as readonly string[]).includes(operation.op);

export function applyToTable(table: Table, operation: TableChange): Table {
  switch (operation.op) {
    case 'addColumn':
      return { ...table, columns: [...table.columns, operation.column] };
    case 'dropColumn':
      return { ...table, columns: withoutItem(table.columns, operation.column) };
    case 'addIndex':
      return { ...table, indexes: withItem(table.indexes, operation.index) };
    case 'dropIndex':
      return { ...table, indexes: withoutItem(table.indexes, operation.index) };
    case 'renameIndex':
      return renameIndex(table, operation.from, operation.to);
    case 'addPrimaryKey':
      return { ...table, primaryKey: operation.primaryKey };
    case 'dropPrimaryKey':
      return without(table, 'primaryKey');
    case 'addUnique':
      return { ...table, uniques: withItem(table.uniques, operation.unique) };
    case 'dropUnique':
      return { ...table, uniques: withoutItem(table.uniques, operation.unique) };
    case 'addCheck':
      return { ...table, checks: withItem(table.checks, operation.check) };
    case 'dropCheck':
      return { ...table, checks: withoutItem(table.checks, operation.check) };
    case 'addExclusion':
      return { ...table, exclusions: withItem(table.exclusions, operation.exclusion) };
    case 'dropExclusion':
      return { ...table, exclusions: withoutItem(table.exclusions, operation.exclusion) };
    case 'addForeignKey':
      return { ...table, foreignKeys: withItem(table.foreignKeys, operation.foreignKey) };
    case 'dropForeignKey':
      return { ...table, foreignKeys: withoutItem(table.foreignKeys, operation.foreignKey) };
    case 'alterForeignKey':
      return { ...table, foreignKeys: replaced(table.foreignKeys, operation.from, operation.to) };
    case 'renameConstraint':
      return renameConstraint(table, operation.from, operation.to);
    case 'validateConstraint':
      return validated(table, operation);
    default:
      return unknownOperation(operation);
  }
}

function validated(table: Table, { constraint }: OperationOf<'validateConstraint'>): Table {
  return constraint.kind === 'check'
    ? { ...table, checks: replaced(table.checks, constraint.check, constraint.check) }
    : { ...table, foreignKeys: replaced(table.foreignKeys, constraint.foreignKey, constraint.foreignKey) };
}
