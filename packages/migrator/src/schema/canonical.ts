import { byName, byQualifiedName, compareText } from './comparable.ts';
import type { Column, Schema, Table } from './schema.ts';
import { schemaSql } from './sql.ts';
import { withoutUnusedEnums } from './used-enums.ts';

/**
 * A schema as one text that is the same for all schemas that mean the same: the order of columns is left out (an added
 * column stands last in one database and in the middle of another), and keys stand in order.
 */
export const canonicalText = (schema: Schema): string => JSON.stringify(sortKeys(withoutColumnOrder(schema)));

const withoutColumnOrder = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table): Table => ({ ...table, columns: table.columns.toSorted(byColumnName) })),
});

/** The body of schema.sql: what is managed of a schema, as a script. */
export const canonicalSql = (schema: Schema): string => schemaSql(withoutUnusedEnums(schema));

const byColumnName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sortKeys(part)]));
}

/** The schema with all in order that has no order of its own: however it is listed, the diff gives the same bytes. */
export const inOrder = ({ schemas, enums, tables }: Schema): Schema => ({
  schemas: schemas.toSorted(compareText),
  enums: enums.toSorted(byQualifiedName),
  tables: tables.map(tableInOrder).toSorted(byQualifiedName),
});

const tableInOrder = (table: Table): Table => ({
  ...table,
  uniques: table.uniques.toSorted(byName),
  checks: table.checks.toSorted(byName),
  foreignKeys: table.foreignKeys.toSorted(byName),
  exclusions: table.exclusions.toSorted(byName),
  indexes: table.indexes.toSorted(byName),
});
