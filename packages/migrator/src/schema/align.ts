import { alignColumn, type Naming } from './align-column.ts';
import { bodyText, byName, byQualifiedName, comparableText, isEqual, isSameName } from './comparable.ts';
import type { Hints } from './hints.ts';
import { nameKey, relationNames } from './relation-names.ts';
import type { EnumType, ForeignKey, Key, QualifiedName, Schema, Table } from './schema.ts';

/**
 * The wanted side with all that is not compared taken over from the other side: names that nobody gave, defaults of the same
 * value, enums that no table uses. What differs after it is a difference.
 */
export function align(to: Schema, from: Schema, hints: Hints): Schema {
  const names = relationNames(to);
  const unnamed = new Set((hints.unnamed ?? []).map(({ schema, table, name }) => nameKey(schema, table, name)));
  const exact = hints.exact === true;
  const tables = to.tables.map((table) => {
    const old = from.tables.find((other) => isSameName(other, table));
    if (old === undefined || isEqual(old, table)) return old ?? table;
    return alignTable(table, old, namingOf(table, unnamed, names), exact);
  });
  return { ...to, enums: alignEnums(to, from), tables };
}

/** An enum that no table uses, on neither side, is nobody's business. */
function alignEnums(to: Schema, from: Schema): EnumType[] {
  const isUsed = (type: QualifiedName): boolean => usesEnum(to, type) || usesEnum(from, type);
  return [...to.enums.filter(isUsed), ...from.enums.filter((type) => !isUsed(type))].toSorted(byQualifiedName);
}

export const usesEnum = ({ tables }: Schema, type: QualifiedName): boolean =>
  tables.some(({ columns }) => columns.some((column) => column.enum !== undefined && isSameName(column.enum, type)));

function namingOf(table: Table, unnamed: ReadonlySet<string>, names: ReadonlySet<string>): Naming {
  const constraints = [...table.checks, ...table.foreignKeys].map(({ name }) => name);
  return {
    isUnnamed: (name) => unnamed.has(nameKey(table.schema, table.name, name)),
    isWanted: (name) => constraints.includes(name) || names.has(nameKey(table.schema, name)),
  };
}

function alignTable(table: Table, old: Table, naming: Naming, exact: boolean): Table {
  const { primaryKey } = table;
  // Models can't say these three.
  const { unlogged, inherits, partitionBy } = exact ? table : { ...old, ...table };
  return {
    ...table,
    ...(unlogged !== undefined && { unlogged }),
    ...(inherits !== undefined && { inherits }),
    ...(partitionBy !== undefined && { partitionBy }),
    columns: table.columns.map((column) => {
      const was = old.columns.find(({ name }) => name === column.name);
      return was === undefined ? column : alignColumn(column, was, naming, exact);
    }),
    ...(primaryKey !== undefined && { primaryKey: alignKey(primaryKey, old.primaryKey, naming) }),
    uniques: alignList(table.uniques, old.uniques, naming, [bodyText]),
    checks: alignList(table.checks, old.checks, naming, [bodyText]),
    foreignKeys: alignList(table.foreignKeys, old.foreignKeys, naming, [bodyText, referenceText]),
    exclusions: alignList(table.exclusions, old.exclusions, naming, [bodyText]),
    indexes: alignList(table.indexes, old.indexes, naming, [bodyText]),
  };
}

/** A table has one primary key: no other can be meant. */
const alignKey = (key: Key, old: Key | undefined, { isUnnamed, isWanted }: Naming): Key =>
  old !== undefined && isUnnamed(key.name) && !isWanted(old.name) ? { ...key, name: old.name } : key;

/** What a foreign key leads from and to; the rest can be altered. */
export const referenceText = ({ columns, references }: ForeignKey): string => comparableText({ columns, references });

/** Unnamed items under the names of those that they match, by the first of `texts` in which they are equal. */
function alignList<Item extends { name: string }>(
  items: readonly Item[],
  old: readonly Item[],
  { isUnnamed, isWanted }: Naming,
  texts: readonly ((item: Item) => string)[],
): Item[] {
  const kept = new Map<Item, string>();
  const isTaken = (name: string): boolean => [...kept.values()].includes(name);
  for (const text of texts) {
    for (const item of items.filter(({ name }) => isUnnamed(name))) {
      if (kept.has(item)) continue;
      const equal = old.filter((other) => text(other) === text(item) && !isTaken(other.name));
      const match = equal.find(({ name }) => name === item.name) ?? equal.find(({ name }) => !isWanted(name));
      if (match !== undefined) kept.set(item, match.name);
    }
  }
  return items.map((item) => ({ ...item, name: kept.get(item) ?? item.name })).toSorted(byName);
}
