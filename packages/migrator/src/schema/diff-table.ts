import { referenceText } from './align.ts';
import { bodyText, comparableText, isEqual } from './comparable.ts';
import { nameOf } from './dependents.ts';
import { diffColumn, diffComment } from './diff-column.ts';
import type { Operation } from './operation.ts';
import type { Check, ForeignKey, Index, Key, QualifiedName, Table } from './schema.ts';
import { without } from './without.ts';

/** @param using the expression for a column whose type changes, where the user has given one */
export function diffTable(from: Table, to: Table, using: (column: string) => string | undefined): Operation[] {
  if (from === to) return [];
  const table = nameOf(to);
  return [
    ...diffColumns(table, from, to, using),
    ...diffPrimaryKey(table, from.primaryKey, to.primaryKey),
    ...diffUniques(table, from, to),
    ...diffChecks(table, from.checks, to.checks),
    ...diffExclusions(table, from, to),
    ...diffIndexes(table, from.indexes, to.indexes),
    ...diffForeignKeys(table, from.foreignKeys, to.foreignKeys),
    ...diffComment(table, from, to),
  ];
}

function diffColumns(
  table: QualifiedName,
  from: Table,
  to: Table,
  using: (column: string) => string | undefined,
): Operation[] {
  const { added, dropped, both } = byNames(from.columns, to.columns);
  return [
    ...dropped.map((column) => ({ op: 'dropColumn' as const, table, column })),
    ...both.flatMap(([was, wanted]) => diffColumn(table, was, wanted, using(wanted.name))),
    ...added.map((column) => ({ op: 'addColumn' as const, table, column })),
  ];
}

interface ByNames<Item> {
  added: Item[];
  dropped: Item[];
  /** Of one name. */
  both: [Item, Item][];
}

function byNames<Item extends { name: string }>(from: readonly Item[], to: readonly Item[]): ByNames<Item> {
  const old = new Map(from.map((item) => [item.name, item]));
  const names = new Set(to.map(({ name }) => name));
  return {
    added: to.filter(({ name }) => !old.has(name)),
    dropped: from.filter(({ name }) => !names.has(name)),
    both: to.flatMap((item): [Item, Item][] => {
      const was = old.get(item.name);
      return was === undefined ? [] : [[was, item]];
    }),
  };
}

interface ListChanges<Item> {
  added: Item[];
  dropped: Item[];
  renamed: [Item, Item][];
  /** Of one name, and not the same. */
  changed: [Item, Item][];
}

/** What only has another name is renamed; nothing is built anew for it. */
function diffList<Item extends { name: string }>(from: readonly Item[], to: readonly Item[]): ListChanges<Item> {
  const text = (item: Item): string => comparableText(item);
  const [old, wanted] = [new Set(from.map(text)), new Set(to.map(text))];
  const going = from.filter((item) => !wanted.has(text(item)));
  const coming = to.filter((item) => !old.has(text(item)));
  const renamed = diffNames(going, coming);
  const { added, dropped, both } = byNames(
    going.filter((item) => !renamed.some(([was]) => was === item)),
    coming.filter((item) => !renamed.some(([, is]) => is === item)),
  );
  return { added, dropped, renamed, changed: both };
}

/** Pairs that are equal but for the name. */
function diffNames<Item extends { name: string }>(going: readonly Item[], coming: readonly Item[]): [Item, Item][] {
  const pairs: [Item, Item][] = [];
  for (const item of coming) {
    const was = going.find((old) => bodyText(old) === bodyText(item) && !pairs.some(([taken]) => taken === old));
    if (was !== undefined) pairs.push([was, item]);
  }
  return pairs;
}

const renameConstraint = (table: QualifiedName, from: { name: string }, to: { name: string }): Operation => ({
  op: 'renameConstraint',
  table,
  from: from.name,
  to: to.name,
});

/** The operations for a list whose items can only be dropped, added and renamed. */
function replaceable<Item extends { name: string }>(
  table: QualifiedName,
  { added, dropped, renamed, changed }: ListChanges<Item>,
  drop: (item: Item) => Operation,
  add: (item: Item) => Operation,
): Operation[] {
  return [
    ...[...dropped, ...changed.map(([was]) => was)].map(drop),
    ...renamed.map(([was, item]) => renameConstraint(table, was, item)),
    ...[...changed.map(([, item]) => item), ...added].map(add),
  ];
}

function diffPrimaryKey(table: QualifiedName, from: Key | undefined, to: Key | undefined): Operation[] {
  const list = (key: Key | undefined): Key[] => (key === undefined ? [] : [key]);
  return replaceable(
    table,
    diffList(list(from), list(to)),
    (primaryKey) => ({ op: 'dropPrimaryKey', table, primaryKey }),
    (primaryKey) => ({ op: 'addPrimaryKey', table, primaryKey }),
  );
}

const diffUniques = (table: QualifiedName, from: Table, to: Table): Operation[] =>
  replaceable(
    table,
    diffList(from.uniques, to.uniques),
    (unique) => ({ op: 'dropUnique', table, unique }),
    (unique) => ({ op: 'addUnique', table, unique }),
  );

const diffExclusions = (table: QualifiedName, from: Table, to: Table): Operation[] =>
  replaceable(
    table,
    diffList(from.exclusions, to.exclusions),
    (exclusion) => ({ op: 'dropExclusion', table, exclusion }),
    (exclusion) => ({ op: 'addExclusion', table, exclusion }),
  );

function diffChecks(table: QualifiedName, from: readonly Check[], to: readonly Check[]): Operation[] {
  const changes = diffList(from, to);
  const validated = changes.changed.filter(([was, check]) => isValidation(was, check));
  return [
    ...replaceable(
      table,
      { ...changes, changed: changes.changed.filter((pair) => !validated.includes(pair)) },
      (check) => ({ op: 'dropCheck', table, check }),
      (check) => ({ op: 'addCheck', table, check }),
    ),
    ...validated.map(([, check]) => ({
      op: 'validateConstraint' as const,
      table,
      constraint: { kind: 'check' as const, check },
    })),
  ];
}

/** Whether all that has changed is that old rows are held to it too. */
const isValidation = <Item extends { name: string; notValid?: true }>(from: Item, to: Item): boolean =>
  from.notValid === true && isEqual({ ...from, notValid: undefined }, to);

function diffForeignKeys(table: QualifiedName, from: readonly ForeignKey[], to: readonly ForeignKey[]): Operation[] {
  const changes = diffList(from, to);
  const altered = changes.changed.filter(([was, key]) => referenceText(was) === referenceText(key));
  return [
    ...replaceable(
      table,
      { ...changes, changed: changes.changed.filter((pair) => !altered.includes(pair)) },
      (foreignKey) => ({ op: 'dropForeignKey', table, foreignKey }),
      (foreignKey) => ({ op: 'addForeignKey', table, foreignKey }),
    ),
    ...altered.map(
      ([was, foreignKey]): Operation =>
        isValidation(was, foreignKey)
          ? { op: 'validateConstraint', table, constraint: { kind: 'foreignKey', foreignKey } }
          : { op: 'alterForeignKey', table, from: was, to: foreignKey },
    ),
  ];
}

/** An index that is not valid can't be wanted: whoever adds it makes a valid one. */
function diffIndexes(table: QualifiedName, from: readonly Index[], to: readonly Index[]): Operation[] {
  const { added, dropped, renamed, changed } = diffList(from, to);
  return [
    ...[...dropped, ...changed.map(([was]) => was)].map((index) => ({
      op: 'dropIndex' as const,
      table,
      index: valid(index),
    })),
    ...renamed.map(([was, index]) => ({ op: 'renameIndex' as const, table, from: was.name, to: index.name })),
    ...[...changed.map(([, index]) => index), ...added].map((index) => ({
      op: 'addIndex' as const,
      table,
      index: valid(index),
    })),
  ];
}

const valid = (index: Index): Index => without(index, 'invalid');
