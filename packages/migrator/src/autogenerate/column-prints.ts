import { isDeepStrictEqual } from 'node:util';
import type { Column, Schema, Table } from '../schema/schema.ts';

/** What PostgreSQL makes of a column's type and default: the same in every table that has such a column. */
export type ColumnPrint = Pick<Column, 'type' | 'default' | 'enum'>;

/** By `definitionOf`. */
export type ColumnPrints = ReadonlyMap<string, ColumnPrint>;

/** PostgreSQL allows 1600 columns. */
const MOST_COLUMNS = 500;
const SAMPLE = 'migrate_sample_';

/** What of a column in a model's words is turned into PostgreSQL's own. */
export const definitionOf = ({ type, default: value }: Column): string => JSON.stringify([type, value]);

/** Tables that have each of the columns once, however many tables have it. */
export function samplesOf(schema: string, columns: readonly Column[]): Table[] {
  const distinct = new Map(columns.map((column) => [definitionOf(column), column]));
  const sampled = [...distinct.values()].map(
    ({ type, default: value }, index): Column => ({
      name: `c${index}`,
      type,
      nullable: true,
      ...(value !== undefined && { default: value }),
    }),
  );
  const starts = Array.from({ length: Math.ceil(sampled.length / MOST_COLUMNS) }, (_, index) => index * MOST_COLUMNS);
  return starts.map((start) => sample(schema, `${SAMPLE}${start}`, sampled.slice(start, start + MOST_COLUMNS)));
}

const sample = (schema: string, name: string, columns: Column[]): Table => ({
  schema,
  name,
  columns,
  uniques: [],
  checks: [],
  foreignKeys: [],
  exclusions: [],
  indexes: [],
});

/**
 * What PostgreSQL has made of the samples. Undefined where one has become anything else than a table of these columns: the
 * type that a model gives as text may have brought a key or a sequence along.
 */
export function printsOf(samples: readonly Table[], printed: Schema): ColumnPrints | undefined {
  const prints = new Map<string, ColumnPrint>();
  for (const table of samples) {
    const found = printed.tables.find(({ schema, name }) => schema === table.schema && name === table.name);
    if (found === undefined || !isDeepStrictEqual(shapeOf(found), shapeOf(table))) return undefined;
    for (const [index, { type, default: value, enum: ofType }] of found.columns.entries()) {
      prints.set(definitionOf(table.columns[index] as Column), {
        type,
        ...(value !== undefined && { default: value }),
        ...(ofType !== undefined && { enum: ofType }),
      });
    }
  }
  return prints;
}

/** All of a table but what is asked of it. */
const shapeOf = (table: Table): unknown => ({
  ...table,
  columns: table.columns.map(({ type: _type, default: _default, enum: _enum, ...rest }) => rest),
});
