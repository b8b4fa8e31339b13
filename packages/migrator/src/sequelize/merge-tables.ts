import { modelInvalid, modelsDisagree } from '../errors.ts';
import type { EnumType, QualifiedName } from '../schema/schema.ts';
import type { ColumnDraft, ForeignKeyDraft, TableDraft, UniqueDraft } from './table-draft.ts';

export const keyOf = ({ schema, name }: QualifiedName): string => `${schema.length} ${schema} ${name}`;

/** Two models on one table are one table: what either says, as long as they do not contradict each other. */
export function mergeTables(drafts: readonly TableDraft[]): TableDraft[] {
  const tables = new Map<string, TableDraft>();
  for (const draft of drafts) {
    const known = tables.get(keyOf(draft));
    tables.set(keyOf(draft), known === undefined ? draft : mergeTwo(known, draft));
  }
  return [...tables.values()];
}

function mergeTwo(one: TableDraft, other: TableDraft): TableDraft {
  const merge = <Named extends { name: string }>(kind: string, pick: (draft: TableDraft) => Named[]): Named[] =>
    mergeNamed(one, other, kind, pick);
  const comment = mergeComment(one, other, `the comment of ${one.name}`, one.comment, other.comment);
  return {
    schema: one.schema,
    name: one.name,
    models: [...one.models, ...other.models],
    ...(comment !== undefined && { comment }),
    columns: mergeColumns(one, other),
    primaryKey: mergePrimaryKey(one, other),
    uniques: union([...one.uniques, ...other.uniques], uniqueKey),
    checks: merge('the check', ({ checks }) => checks),
    exclusions: merge('the exclusion', ({ exclusions }) => exclusions),
    foreignKeys: union([...one.foreignKeys, ...other.foreignKeys], foreignKeyKey),
    indexes: merge('the index', ({ indexes }) => indexes),
    enums: [...one.enums, ...other.enums],
    renames: union([...one.renames, ...other.renames], (rename) => JSON.stringify(rename)),
  };
}

function mergeNamed<Named extends { name: string }>(
  one: TableDraft,
  other: TableDraft,
  kind: string,
  pick: (draft: TableDraft) => Named[],
): Named[] {
  const known = new Map(pick(one).map((item) => [item.name, item]));
  for (const item of pick(other)) {
    const twin = known.get(item.name);
    if (twin !== undefined && !isSame(twin, item)) throw disagreement(one, other, `${kind} ${item.name}`, twin, item);
  }
  return union([...pick(one), ...pick(other)], ({ name }) => name);
}

function mergeColumns(one: TableDraft, other: TableDraft): ColumnDraft[] {
  const columns = new Map(one.columns.map((column) => [column.name, column]));
  for (const column of other.columns) {
    const known = columns.get(column.name);
    columns.set(column.name, known === undefined ? column : mergeColumn(one, other, known, column));
  }
  return [...columns.values()];
}

/** The attributes may have different names, and only one of the models may have a comment. */
function mergeColumn(one: TableDraft, other: TableDraft, known: ColumnDraft, column: ColumnDraft): ColumnDraft {
  const thing = `the column ${one.name}.${column.name}`;
  const comment = mergeComment(one, other, thing, known.comment, column.comment);
  const { attribute, comment: _one, ...body } = known;
  const { attribute: _attribute, comment: _other, ...otherBody } = column;
  if (!isSame(body, otherBody)) throw disagreement(one, other, thing, body, otherBody);
  return { attribute, ...body, ...(comment !== undefined && { comment }) };
}

function mergeComment(
  one: TableDraft,
  other: TableDraft,
  thing: string,
  comment: string | undefined,
  otherComment: string | undefined,
): string | undefined {
  if (comment === undefined || otherComment === undefined || comment === otherComment) return comment ?? otherComment;
  throw disagreement(one, other, thing, { comment }, { comment: otherComment });
}

function mergePrimaryKey(one: TableDraft, other: TableDraft): string[] {
  if (isSame(one.primaryKey.toSorted(), other.primaryKey.toSorted())) return one.primaryKey;
  if (one.primaryKey.length === 0) return other.primaryKey;
  if (other.primaryKey.length === 0) return one.primaryKey;
  throw disagreement(one, other, `the primary key of ${one.name}`, one.primaryKey, other.primaryKey);
}

const uniqueKey = (unique: UniqueDraft): string => JSON.stringify(unique);

const foreignKeyKey = ({ model: _model, part: _part, ...key }: ForeignKeyDraft): string => JSON.stringify(key);

/** Columns that share a type's name share the type. */
export function mergeEnums(tables: readonly TableDraft[]): EnumType[] {
  const known = new Map<string, { type: EnumType; table: TableDraft }>();
  for (const table of tables) {
    for (const type of table.enums) {
      const first = known.get(keyOf(type));
      if (first === undefined) known.set(keyOf(type), { type, table });
      else if (!isSame(first.type.values, type.values)) throw enumDisagreement(first.table, table, first.type, type);
    }
  }
  return [...known.values()].map(({ type }) => type);
}

function enumDisagreement(one: TableDraft, other: TableDraft, type: EnumType, otherType: EnumType): Error {
  const models = [...new Set([...one.models, ...other.models])];
  const thing = `the enum type ${type.name}`;
  const why = `its values are ${text(type.values)} and ${text(otherType.values)}`;
  if (models.length > 1) return modelsDisagree(models, thing, `${why}; an enumName of its own tells two types apart`);
  return modelInvalid(
    models.join(),
    thing,
    `${why} (of a name, 63 bytes count)`,
    'give one column an enumName of its own',
  );
}

function union<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const known = new Set<string>();
  return items.filter((item) => !known.has(key(item)) && known.add(key(item)));
}

const isSame = (a: unknown, b: unknown): boolean => text(a) === text(b);

const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));

const disagreement = (one: TableDraft, other: TableDraft, thing: string, a: unknown, b: unknown): Error =>
  modelsDisagree([...one.models, ...other.models], thing, `one says ${text(a)}, the other ${text(b)}`);
