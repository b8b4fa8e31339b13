import { modelInvalid } from '../errors.ts';
import { isIgnored } from '../schema/ignore.ts';
import type { ForeignKey } from '../schema/schema.ts';
import { keyOf } from './merge-tables.ts';
import type { ForeignKeyDraft, IndexDraft, TableDraft } from './table-draft.ts';

/** Every name that a constraint or an index uses is a column of its table: PostgreSQL would say so later, and name no model. */
export function assertColumns(table: TableDraft): void {
  for (const { columns } of table.uniques) assertHas(table, `unique (${columns.join(', ')})`, columns);
  for (const { columns, part } of table.foreignKeys) assertHas(table, part, columns);
  for (const index of table.indexes) assertHas(table, `the index ${index.name}`, indexColumns(index));
}

const indexColumns = ({ keys, include = [], whereColumns }: IndexDraft): string[] => [
  ...keys.flatMap(({ column }) => (column === undefined ? [] : [column])),
  ...include,
  ...whereColumns,
];

function assertHas(table: TableDraft, part: string, columns: readonly string[]): void {
  const missing = columns.find((column) => !hasColumn(table, column));
  if (missing !== undefined) throw unknownColumn(table.models, part, table, missing);
}

const hasColumn = (table: TableDraft, name: string): boolean => table.columns.some((column) => column.name === name);

/** An attribute's name in place of its column's is what one means most often. */
function unknownColumn(models: readonly string[], part: string, table: TableDraft, name: string): Error {
  const meant = table.columns.find(({ attribute }) => attribute === name)?.name;
  const remedy =
    meant === undefined
      ? `its columns are ${table.columns.map((column) => column.name).join(', ')}`
      : `the column of the attribute ${name} is ${JSON.stringify(meant)}: write that`;
  return modelInvalid(
    models.join(' and '),
    part,
    `the table ${table.name} has no column ${JSON.stringify(name)}`,
    remedy,
  );
}

/** The tables that foreign keys can point to. */
export interface Targets {
  /** By `keyOf`. */
  tables: ReadonlyMap<string, TableDraft>;
  /** Tables that are not looked at: that they are there is the business of the config's `prelude`. */
  ignore: readonly (string | RegExp)[];
  defaultSchema: string;
}

/** Finds the table that a foreign key means: in the schema it names, else in its own table's, else in the default one. */
export function resolveReference(
  { tables, ignore, defaultSchema }: Targets,
  from: TableDraft,
  key: ForeignKeyDraft,
): ForeignKey['references'] {
  const { schema, name, columns } = key.references;
  const schemas = schema === undefined ? [from.schema, defaultSchema] : [schema];
  const candidates = schemas.map((candidate) => ({ schema: candidate, name }));
  const target = candidates.map((candidate) => tables.get(keyOf(candidate))).find((table) => table !== undefined);
  if (target !== undefined) {
    const missing = columns.find((column) => !hasColumn(target, column));
    if (missing !== undefined) throw unknownColumn([key.model], key.part, target, missing);
    return { schema: target.schema, name, columns };
  }
  const outside = candidates.find((candidate) => isIgnored(ignore, candidate.schema, candidate.name));
  if (outside === undefined) throw unknownTable(key, candidates[0]?.schema ?? defaultSchema);
  return { ...outside, columns };
}

const unknownTable = ({ model, part, references }: ForeignKeyDraft, schema: string): Error =>
  modelInvalid(
    model,
    part,
    `it references the table ${schema}.${references.name}, which no model has`,
    "add that model, mend the name, or name the table in the config's `ignore` where something else makes it",
  );
