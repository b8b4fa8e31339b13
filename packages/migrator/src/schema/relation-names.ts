import type { Schema, Table } from './schema.ts';

/** A name with what it stands in, as one text. */
export const nameKey = (...names: string[]): string => JSON.stringify(names);

/** The names that share a schema's one space: tables, indexes with those of constraints, sequences. */
export const relationNames = (schema: Schema): Set<string> => new Set(schema.tables.flatMap(relationNamesOf));

/** Each as a key of schema and name. */
export function relationNamesOf({ schema, name, columns, primaryKey, uniques, exclusions, indexes }: Table): string[] {
  const sequences = columns.flatMap(({ autoIncrement }) =>
    autoIncrement === undefined ? [] : [autoIncrement.sequence],
  );
  const own = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques, ...exclusions, ...indexes];
  return [
    nameKey(schema, name),
    ...own.map((item) => nameKey(schema, item.name)),
    ...sequences.map((sequence) => nameKey(sequence.schema, sequence.name)),
  ];
}

/** A name that two things have at once, which PostgreSQL refuses. */
export function collision(schema: Schema): string | undefined {
  const seen = new Set<string>();
  for (const name of schema.tables.flatMap(relationNamesOf)) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
