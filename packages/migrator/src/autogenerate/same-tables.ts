import { isDeepStrictEqual } from 'node:util';
import { byName } from '../schema/order.ts';
import { quoteIdentifier, quoteName } from '../schema/quote.ts';
import type { Column, Index, IndexKey, QualifiedName, Schema, Table } from '../schema/schema.ts';
import { type ColumnPrints, definitionOf } from './column-prints.ts';

/**
 * Whether nothing of a draft's table is PostgreSQL's to say but its columns' types and defaults: the rest is names and lists
 * of columns, which are read back as they are written.
 */
export const isPlain = (table: Table): boolean =>
  table.checks.length === 0 &&
  table.exclusions.length === 0 &&
  table.columns.every(({ generated }) => generated === undefined) &&
  table.indexes.every(({ keys, where }) => where === undefined && keys.every(isQuotedKey)) &&
  hasDistinctKeys(table);

/** Without quotes, as `quoteIdentifiers: false` writes it, a name may be a word of SQL. */
const isQuotedKey = ({ column, definition }: IndexKey): boolean =>
  column !== undefined && definition === quoteIdentifier(column);

/** Of two keys over the same columns CREATE TABLE makes one (transformIndexConstraints in parse_utilcmd.c). */
function hasDistinctKeys({ primaryKey, uniques }: Table): boolean {
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques];
  return new Set(keys.map(({ columns }) => JSON.stringify(columns))).size === keys.length;
}

/**
 * The tables of the draft that are there already, to the letter, among those that PostgreSQL has made and printed: it would
 * make the same of the draft's. Each with its columns in the draft's order.
 */
export function sameTables(draft: Schema, made: Schema, prints: ColumnPrints): Table[] {
  const there = new Map(made.tables.map((table) => [quoteName(table), table]));
  const same = draft.tables.filter(isPlain).flatMap((table) => {
    const found = there.get(quoteName(table));
    return found !== undefined && isSame(table, found, prints) ? [withOrderOf(table, found)] : [];
  });
  const names = new Set(same.map(quoteName));
  // A foreign key may be refused for what has changed in the other table.
  const leadsOutside = ({ foreignKeys }: Table): boolean =>
    foreignKeys.some(({ references }) => !names.has(quoteName(references)));
  return same.filter((table) => !leadsOutside(table));
}

const isSame = (table: Table, found: Table, prints: ColumnPrints): boolean =>
  isDeepStrictEqual(
    comparable({ ...table, columns: table.columns.map((column) => printed(column, prints)) }),
    comparable(found),
  );

function printed({ default: _default, ...column }: Column, prints: ColumnPrints): Column {
  return {
    ...column,
    ...prints.get(definitionOf({ ...column, ...(_default !== undefined && { default: _default }) })),
  };
}

const comparable = (table: Table): Table => ({
  ...table,
  columns: table.columns.toSorted(byColumnName),
  indexes: table.indexes.map(withPlainKeys),
});

const byColumnName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);

/** PostgreSQL quotes only those names that need it. */
const withPlainKeys = (index: Index): Index => ({
  ...index,
  keys: index.keys.map((key) => (key.definition === key.column || isQuotedKey(key) ? { ...key, definition: '' } : key)),
});

function withOrderOf(table: Table, found: Table): Table {
  const columns = new Map(found.columns.map((column) => [column.name, column]));
  return { ...found, columns: table.columns.map(({ name }) => columns.get(name) as Column) };
}

/** What a foreign key needs of the table that it refers to. */
export function standInFor(table: Table): Table {
  const indexes = table.indexes.filter(({ unique }) => unique);
  const keys = [...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques];
  const used = new Set([
    ...keys.flatMap(({ columns, include = [] }) => [...columns, ...include]),
    ...indexes.flatMap(({ keys: parts, include = [] }) => [...parts.flatMap(({ column }) => column ?? []), ...include]),
  ]);
  const { schema, name, primaryKey, uniques } = table;
  const columns = table.columns.filter((column) => used.has(column.name));
  return {
    schema,
    name,
    columns: columns.map((column) => ({ name: column.name, type: column.type, nullable: column.nullable })),
    ...(primaryKey !== undefined && { primaryKey }),
    uniques,
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes,
  };
}

/** Whether something of a name of its own has it together with something else: PostgreSQL refuses the second. */
export function hasNameTwice({ enums, tables }: Schema): boolean {
  const names = [...enums, ...tables.flatMap(relationsOf)].map(quoteName);
  return new Set(names).size !== names.length;
}

function relationsOf({ schema, name, primaryKey, uniques, exclusions, indexes, columns }: Table): QualifiedName[] {
  const named = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques, ...exclusions, ...indexes];
  return [
    { schema, name },
    ...named.map((part) => ({ schema, name: part.name })),
    ...columns.flatMap(({ autoIncrement }) => autoIncrement?.sequence ?? []),
  ];
}

/** In one list, as an introspection has them. */
export const inOneList = (...lists: readonly (readonly Table[])[]): Table[] => lists.flat().toSorted(byName);
