import type { Rename } from '../schema/hints.ts';
import type { Check, Exclusion, QualifiedName } from '../schema/schema.ts';
import { type Attribute, type ModelClass, nameOf, type Reader, tableNameOf } from './internals.ts';
import { isText, readColumn } from './read-column.ts';
import { readForeignKeys } from './read-foreign-key.ts';
import { readIndex } from './read-index.ts';
import { readPrimaryKey, readUniques } from './read-keys.ts';
import type { TableDraft } from './table-draft.ts';

/** A model's table as the model alone says it. */
export function readModel(reader: Reader, model: ModelClass): TableDraft {
  const { comment } = model.options;
  const attributes = columnAttributes(reader, model);
  const columns = attributes.map((attribute) => readColumn(reader, model, attribute));
  const table = tableOf(reader, model);
  return {
    ...table,
    models: [model.name],
    ...(isText(comment) && { comment }),
    columns: columns.map(({ column }) => column),
    primaryKey: readPrimaryKey(reader, attributes),
    uniques: readUniques(reader, model, attributes),
    checks: readChecks(reader, model),
    exclusions: readExclusions(reader, model),
    foreignKeys: readForeignKeys(reader, model, attributes),
    indexes: model._indexes.map((index) => readIndex(reader, model, index)),
    enums: columns.flatMap(({ enumType }) => (enumType === undefined ? [] : [enumType])),
    renames: readRenames(reader, model, table, attributes),
  };
}

export function tableOf(reader: Reader, model: ModelClass): QualifiedName {
  const { schema = reader.defaultSchema, name } = tableNameOf(reader, model.getTableName());
  return { schema, name };
}

/** Of attributes with one column the last counts, at the place of the first, as in sync(). VIRTUAL has no column. */
function columnAttributes(reader: Reader, { rawAttributes }: ModelClass): Attribute[] {
  const stored = Object.values(rawAttributes).filter(({ type }) => typeof type === 'string' || type.key !== 'VIRTUAL');
  return [...new Map(stored.map((attribute) => [nameOf(reader, attribute.field), attribute])).values()];
}

const readChecks = (reader: Reader, { options }: ModelClass): Check[] =>
  Object.entries(options.checks ?? {}).map(([name, expression]) => ({
    name: nameOf(reader, name),
    expression: `(${expression})`,
  }));

const readExclusions = (reader: Reader, { options }: ModelClass): Exclusion[] =>
  Object.entries(options.exclusions ?? {}).map(([name, definition]) => ({ name: nameOf(reader, name), definition }));

function readRenames(
  reader: Reader,
  model: ModelClass,
  table: QualifiedName,
  attributes: readonly Attribute[],
): Rename[] {
  const inTable = (kind: 'column' | 'index', from: string | undefined, to: string): Rename[] =>
    from === undefined ? [] : [{ kind, table, from: nameOf(reader, from), to: nameOf(reader, to) }];
  const { renamedFrom } = model.options;
  return [
    ...(renamedFrom === undefined
      ? []
      : [{ kind: 'table' as const, from: { schema: table.schema, name: nameOf(reader, renamedFrom) }, to: table }]),
    ...attributes.flatMap((attribute) => inTable('column', attribute.renamedFrom, attribute.field)),
    ...model._indexes.flatMap((index) => inTable('index', index.renamedFrom, index.name)),
  ];
}
