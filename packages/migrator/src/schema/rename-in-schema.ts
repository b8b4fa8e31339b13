import { parseType, type TypeName } from './casts.ts';
import { byName, byQualifiedName, isSameName } from './comparable.ts';
import { renameColumnIn, renameTypeIn, renameValueIn } from './expression.ts';
import { quoteName } from './quote.ts';
import type { Column, ForeignKey, Index, Key, QualifiedName, Schema, Table } from './schema.ts';

// What PostgreSQL does by itself on a rename: everything that mentions the thing mentions it by its new name.

export function renameTable(schema: Schema, from: QualifiedName, to: QualifiedName): Schema {
  const tables = schema.tables.map((table): Table => {
    const renamed = isSameName(table, from) ? moved(table, to) : table;
    return { ...renamed, foreignKeys: renamed.foreignKeys.map((key) => retarget(key, from, to)) };
  });
  return { ...schema, tables: tables.toSorted(byQualifiedName) };
}

/** A table takes its own sequences along into another schema. */
const moved = (table: Table, { schema, name }: QualifiedName): Table => ({
  ...table,
  schema,
  name,
  columns: table.columns.map((column): Column => {
    const { autoIncrement } = column;
    if (autoIncrement === undefined || autoIncrement.sequence.schema !== table.schema) return column;
    return { ...column, autoIncrement: { ...autoIncrement, sequence: { ...autoIncrement.sequence, schema } } };
  }),
});

const retarget = (key: ForeignKey, from: QualifiedName, to: QualifiedName): ForeignKey =>
  isSameName(key.references, from)
    ? { ...key, references: { ...key.references, schema: to.schema, name: to.name } }
    : key;

export function renameColumn(schema: Schema, owner: QualifiedName, from: string, to: string): Schema {
  const rename = (name: string): string => (name === from ? to : name);
  const tables = schema.tables.map((table): Table => {
    const inOwner = isSameName(table, owner) ? renameOwnColumn(table, from, to) : table;
    return { ...inOwner, foreignKeys: inOwner.foreignKeys.map((key) => renameTargets(key, owner, rename)) };
  });
  return { ...schema, tables };
}

const renameTargets = (key: ForeignKey, owner: QualifiedName, rename: (name: string) => string): ForeignKey =>
  isSameName(key.references, owner)
    ? { ...key, references: { ...key.references, columns: key.references.columns.map(rename) } }
    : key;

function renameOwnColumn(table: Table, from: string, to: string): Table {
  const rename = (name: string): string => (name === from ? to : name);
  const inKey = <K extends Key>(key: K): K => ({
    ...key,
    columns: key.columns.map(rename),
    ...(key.include !== undefined && { include: key.include.map(rename) }),
  });
  const renamed = mapExpressions(table, (text) => renameColumnIn(text, from, to));
  return {
    ...renamed,
    columns: renamed.columns.map((column) => ({ ...column, name: rename(column.name) })),
    ...(renamed.primaryKey !== undefined && { primaryKey: inKey(renamed.primaryKey) }),
    uniques: renamed.uniques.map(inKey),
    foreignKeys: renamed.foreignKeys.map((key) => ({ ...key, columns: key.columns.map(rename) })),
    indexes: renamed.indexes.map((index) => renameInIndex(index, rename)),
  };
}

const renameInIndex = (index: Index, rename: (name: string) => string): Index => ({
  ...index,
  keys: index.keys.map((key) => (key.column === undefined ? key : { ...key, column: rename(key.column) })),
  ...(index.include !== undefined && { include: index.include.map(rename) }),
});

/** The table with every expression in it changed. */
const mapExpressions = (table: Table, change: (text: string) => string): Table => ({
  ...table,
  columns: table.columns.map((column) => mapColumn(column, change)),
  checks: table.checks.map((check) => ({ ...check, expression: change(check.expression) })),
  exclusions: table.exclusions.map((exclusion) => ({ ...exclusion, definition: change(exclusion.definition) })),
  indexes: table.indexes.map((index) => ({
    ...index,
    keys: index.keys.map((key) => ({ ...key, definition: change(key.definition) })),
    ...(index.where !== undefined && { where: change(index.where) }),
  })),
  ...(table.partitionBy !== undefined && { partitionBy: change(table.partitionBy) }),
});

const mapColumn = (column: Column, change: (text: string) => string): Column => ({
  ...column,
  ...(column.default !== undefined && { default: change(column.default) }),
  ...(column.generated !== undefined && {
    generated: { ...column.generated, expression: change(column.generated.expression) },
  }),
});

export function renameEnum(schema: Schema, from: QualifiedName, to: QualifiedName): Schema {
  const retype = (column: Column): Column =>
    column.enum !== undefined && isSameName(column.enum, from)
      ? { ...column, type: enumType(parseType(column.type), to), enum: { schema: to.schema, name: to.name } }
      : column;
  const tables = schema.tables.map((table): Table => {
    const renamed = mapExpressions(table, (text) => renameTypeIn(text, from, to));
    return { ...renamed, columns: renamed.columns.map(retype) };
  });
  const enums = schema.enums.map((type) =>
    isSameName(type, from) ? { ...type, schema: to.schema, name: to.name } : type,
  );
  return { ...schema, enums: enums.toSorted(byQualifiedName), tables };
}

const enumType = ({ isArray }: TypeName, name: QualifiedName): string => `${quoteName(name)}${isArray ? '[]' : ''}`;

export function renameEnumValue(schema: Schema, type: QualifiedName, from: string, to: string): Schema {
  const enums = schema.enums.map((item) =>
    isSameName(item, type) ? { ...item, values: item.values.map((value) => (value === from ? to : value)) } : item,
  );
  const tables = schema.tables.map((table) => mapExpressions(table, (text) => renameValueIn(text, type, from, to)));
  return { ...schema, enums, tables };
}

const renamedIn = <Named extends { name: string }>(list: readonly Named[], from: string, to: string): Named[] =>
  list.map((item) => (item.name === from ? { ...item, name: to } : item)).toSorted(byName);

export const renameIndex = (table: Table, from: string, to: string): Table => ({
  ...table,
  indexes: renamedIn(table.indexes, from, to),
});

export const renameConstraint = (table: Table, from: string, to: string): Table => ({
  ...table,
  ...(table.primaryKey?.name === from && { primaryKey: { ...table.primaryKey, name: to } }),
  uniques: renamedIn(table.uniques, from, to),
  checks: renamedIn(table.checks, from, to),
  foreignKeys: renamedIn(table.foreignKeys, from, to),
  exclusions: renamedIn(table.exclusions, from, to),
});
