import { isSameName } from './comparable.ts';
import { mentionsColumn, mentionsType } from './expression.ts';
import type { EnumUses, Operation, OperationOf } from './operation.ts';
import type { Check, Column, Exclusion, ForeignKey, Index, Key, QualifiedName, Schema, Table } from './schema.ts';

/** A column that is about to change, and how much stays of what depends on it. */
export interface TouchedColumn {
  table: QualifiedName;
  column: string;
  /**
   * `gone`: everything on it goes with it. `retyped`: PostgreSQL rebuilds keys and plain indexes by itself, but not what is
   * an expression. `widened`: it rebuilds all but generated columns.
   */
  how: 'gone' | 'retyped' | 'widened';
}

/** What is being changed under its dependents. */
export interface Touched {
  columns: readonly TouchedColumn[];
  /** A type that is rebuilt: whatever is printed with it stands in the way. */
  type?: QualifiedName;
}

/** A thing that depends on what changes, as its drop. */
export type Dependent = OperationOf<
  'dropForeignKey' | 'dropIndex' | 'dropExclusion' | 'dropCheck' | 'dropUnique' | 'dropPrimaryKey' | 'dropColumn'
>;

/**
 * Drops, in an order that works, of all that has to go before the change and to come back after it. A foreign key goes also
 * where the key that it leans on goes.
 *
 * @param dropped what goes in any case
 */
export function dependentsOf(schema: Schema, touched: Touched, dropped: readonly Operation[] = []): Dependent[] {
  const generated = schema.tables.flatMap((table) => generatedOn(table, touched));
  const columns = [
    ...touched.columns,
    ...generated.map(({ table, column }) => ({ table, column: column.name, how: 'gone' as const })),
  ];
  const all = { ...touched, columns };
  const items = schema.tables.flatMap((table) => itemsOn(table, all));
  const keys = schema.tables.flatMap((table) => foreignKeysOn(schema, table, all, [...dropped, ...items]));
  return [...keys, ...items, ...generated.map((drop) => ({ op: 'dropColumn' as const, ...drop }))];
}

const columnsOf = (table: Table, { columns }: Touched): TouchedColumn[] =>
  columns.filter((touched) => isSameName(touched.table, table));

function generatedOn(table: Table, touched: Touched): { table: QualifiedName; column: Column }[] {
  const own = columnsOf(table, touched);
  const columns = table.columns.filter(({ name, generated, ...column }) => {
    if (generated === undefined || own.some(({ column: changed }) => changed === name)) return false;
    return isTouched([generated.expression], table, own, touched.type) || isOfType(column, touched.type);
  });
  return columns.map((column) => ({ table: nameOf(table), column }));
}

export const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });

const isOfType = (column: Pick<Column, 'enum'>, type: QualifiedName | undefined): boolean =>
  type !== undefined && column.enum !== undefined && isSameName(column.enum, type);

/** Whether one of the expressions reads one of the columns, or names the type. */
const isTouched = (
  texts: readonly string[],
  table: Table,
  columns: readonly TouchedColumn[],
  type: QualifiedName | undefined,
): boolean =>
  texts.some(
    (text) =>
      columns.some(({ column }) => mentionsColumn(text, table.name, column)) ||
      (type !== undefined && mentionsType(text, type)),
  );

/** Indexes and constraints but foreign keys. */
function itemsOn(table: Table, touched: Touched): Dependent[] {
  const own = columnsOf(table, touched);
  const gone = own.filter(({ how }) => how === 'gone').map(({ column }) => column);
  const rewritten = own.filter(({ how }) => how !== 'widened');
  const holdsGone = ({ columns, include = [] }: Key): boolean =>
    [...columns, ...include].some((name) => gone.includes(name));
  const isRead = (texts: string[]): boolean => isTouched(texts, table, rewritten, touched.type);
  const owner = { table: nameOf(table) };
  const { primaryKey } = table;
  return [
    ...table.indexes
      .filter((index) => isRead(indexExpressions(index)) || indexColumns(index).some((name) => gone.includes(name)))
      .map((index) => ({ op: 'dropIndex' as const, ...owner, index })),
    ...table.exclusions
      .filter(({ definition }: Exclusion) => isRead([definition]))
      .map((exclusion) => ({ op: 'dropExclusion' as const, ...owner, exclusion })),
    ...table.checks
      .filter(({ expression }: Check) => isRead([expression]))
      .map((check) => ({ op: 'dropCheck' as const, ...owner, check })),
    ...table.uniques.filter(holdsGone).map((unique) => ({ op: 'dropUnique' as const, ...owner, unique })),
    ...(primaryKey !== undefined && holdsGone(primaryKey)
      ? [{ op: 'dropPrimaryKey' as const, ...owner, primaryKey }]
      : []),
  ];
}

const indexColumns = ({ keys, include = [] }: Index): string[] => [
  ...keys.flatMap(({ column }) => (column === undefined ? [] : [column])),
  ...include,
];

/** What of an index PostgreSQL can't read by a column's number. */
const indexExpressions = ({ keys, where }: Index): string[] => [
  ...keys.flatMap(({ column, definition }) => (column === undefined ? [definition] : [])),
  ...(where === undefined ? [] : [where]),
];

/** Defaults that are printed with the type. */
const defaultsWith = (table: Table, type: QualifiedName): Operation[] =>
  table.columns.flatMap((column): Operation[] =>
    column.default !== undefined && mentionsType(column.default, type)
      ? [{ op: 'dropDefault', table: nameOf(table), column: column.name, from: column.default }]
      : [],
  );

function foreignKeysOn(schema: Schema, table: Table, touched: Touched, dropped: readonly Operation[]): Dependent[] {
  const changed = touched.columns.filter(({ how }) => how !== 'widened');
  const holds = (owner: QualifiedName, names: readonly string[]): boolean =>
    changed.some(({ table: of, column }) => isSameName(of, owner) && names.includes(column));
  return table.foreignKeys
    .filter(
      (key) =>
        holds(table, key.columns) || holds(key.references, key.references.columns) || losesKey(schema, key, dropped),
    )
    .map((foreignKey) => ({ op: 'dropForeignKey', table: nameOf(table), foreignKey }));
}

/** Whether a key that the foreign key may lean on is dropped: PostgreSQL does not print which one it is. */
function losesKey(schema: Schema, { references }: ForeignKey, dropped: readonly Operation[]): boolean {
  const target = schema.tables.find((table) => isSameName(table, references));
  if (target === undefined) return false;
  const isSame = (columns: readonly (string | undefined)[]): boolean =>
    columns.length === references.columns.length && columns.every((name) => references.columns.includes(name ?? ''));
  return dropped.some((operation) => isDropOfKey(operation, target, isSame));
}

function isDropOfKey(
  operation: Operation,
  target: QualifiedName,
  isSame: (columns: readonly (string | undefined)[]) => boolean,
): boolean {
  if (!('table' in operation) || !isSameName(operation.table, target)) return false;
  if (operation.op === 'dropPrimaryKey') return isSame(operation.primaryKey.columns);
  if (operation.op === 'dropUnique') return isSame(operation.unique.columns);
  return (
    operation.op === 'dropIndex' && operation.index.unique && isSame(operation.index.keys.map(({ column }) => column))
  );
}

/** The columns of an enum, and what stands in the way of converting them. */
export function usesOf(schema: Schema, type: QualifiedName): EnumUses {
  const columns = schema.tables.flatMap((table) =>
    table.columns
      .filter((column) => isOfType(column, type) && column.generated === undefined)
      .map(({ name, type: printed }) => ({ table: nameOf(table), column: name, isArray: printed.endsWith('[]') })),
  );
  const touched = columns.map(({ table, column }) => ({ table, column, how: 'retyped' as const }));
  const defaults = schema.tables.flatMap((table) => defaultsWith(table, type));
  return { columns, dependents: [...dependentsOf(schema, { columns: touched, type }), ...defaults] };
}
