import type { QualifiedName, Schema } from './schema.ts';

const keyOf = ({ schema, name }: QualifiedName): string => JSON.stringify([schema, name]);

/** The schema of a database without the enum types that no table uses: they are nobody's business. */
export function withoutUnusedEnums(schema: Schema): Schema {
  const columns = schema.tables.flatMap((table) => table.columns);
  const used = new Set(columns.flatMap((column) => (column.enum === undefined ? [] : [keyOf(column.enum)])));
  return { ...schema, enums: schema.enums.filter((type) => used.has(keyOf(type))) };
}
