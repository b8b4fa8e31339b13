import { comparableText, isEqual, isSameName } from './comparable.ts';
import { nameOf } from './dependents.ts';
import { plainNames } from './expression.ts';
import type { Rename } from './hints.ts';
import type { ColumnType, Operation, OperationOf } from './operation.ts';
import type { Column, EnumType, Table } from './schema.ts';

/** Every drop and add that may be one rename. A type of its own is not guessed to be another's: only equals are proposed. */
export function renameCandidates(changes: readonly Operation[]): Rename[] {
  return [
    ...tableCandidates(changes),
    ...columnCandidates(changes),
    ...enumCandidates(changes),
    ...valueCandidates(changes),
  ];
}

function tableCandidates(changes: readonly Operation[]): Rename[] {
  const dropped = changes.filter((change) => change.op === 'dropTable').map(({ table }) => table);
  const added = changes.filter((change) => change.op === 'createTable').map(({ table }) => table);
  return dropped.flatMap((from) =>
    added
      .filter((to) => isSimilar(from, to))
      .map((to) => ({ kind: 'table' as const, from: nameOf(from), to: nameOf(to) })),
  );
}

/** Half of all their columns are the same in name and kind of type. */
function isSimilar(from: Table, to: Table): boolean {
  const texts = ({ columns }: Table): Set<string> =>
    new Set(
      columns.map(({ name, type, enum: isEnum }) => comparableText([name, isEnum === undefined ? type : 'enum'])),
    );
  const [a, b] = [texts(from), texts(to)];
  const shared = [...a].filter((text) => b.has(text)).length;
  return shared > 0 && shared * 2 >= Math.max(a.size, b.size);
}

function columnCandidates(changes: readonly Operation[]): Rename[] {
  const dropped = changes.filter((change) => change.op === 'dropColumn');
  const added = changes.filter((change) => change.op === 'addColumn');
  return dropped.flatMap((drop) =>
    added
      .filter((add) => isOneTable(drop, add) && isAlike(drop.column, add.column))
      .filter(
        (add) => !added.some((other) => isMadeAnew(drop, other)) && !dropped.some((other) => isMadeAnew(other, add)),
      )
      .map((add) => ({ kind: 'column' as const, table: drop.table, from: drop.column.name, to: add.column.name })),
  );
}

type Drop = OperationOf<'dropColumn'>;
type Add = OperationOf<'addColumn'>;

const isOneTable = (drop: Drop, add: Add): boolean => isSameName(drop.table, add.table);

/** A column that is dropped and added under its own name has kept it. */
const isMadeAnew = (drop: Drop, add: Add): boolean => isOneTable(drop, add) && drop.column.name === add.column.name;

/** A column may get a new name and a wider type at once. */
const isAlike = (from: Column, to: Column): boolean => kindOf(from.type) === kindOf(to.type);

const KINDS: Partial<Record<string, string>> = {
  smallint: 'whole number',
  integer: 'whole number',
  bigint: 'whole number',
  'character varying': 'text',
  character: 'text',
};

/** The type without its length, and what it is a size of. */
function kindOf(type: string): string {
  const name = plainNames(type).replace(/\(\d+(?:,-?\d+)?\)/, '');
  return KINDS[name] ?? name;
}

function enumCandidates(changes: readonly Operation[]): Rename[] {
  const dropped = changes.filter((change) => change.op === 'dropEnum').map((change) => change.enum);
  const added = changes.filter((change) => change.op === 'createEnum').map((change) => change.enum);
  return dropped.flatMap((from) =>
    added
      .filter((to) => isEqual(from.values, to.values) && isTakenByAll(changes, from, to))
      .map((to) => ({ kind: 'enum' as const, from: nameOf(from), to: nameOf(to) })),
  );
}

/** One type that many columns shared, and a type for each of them now, is no rename: every column would have taken it. */
function isTakenByAll(changes: readonly Operation[], from: EnumType, to: EnumType): boolean {
  const retyped = changes.filter((change) => change.op === 'alterType');
  return retyped.every((change) => !isOf(change.from, from) || isOf(change.to, to));
}

const isOf = (type: ColumnType, { schema, name }: EnumType): boolean =>
  type.enum !== undefined && isSameName(type.enum, { schema, name });

/** A value that goes and one that comes, in the same place of the list or as the only ones. */
function valueCandidates(changes: readonly Operation[]): Rename[] {
  return changes.flatMap((change) => {
    if (change.op !== 'replaceEnum') return [];
    const gone = change.from.filter((value) => !change.to.includes(value));
    const come = change.to.filter((value) => !change.from.includes(value));
    const isOne = gone.length === 1 && come.length === 1;
    return gone.flatMap((from) =>
      come
        .filter((to) => isOne || change.from.indexOf(from) === change.to.indexOf(to))
        .map((to) => ({ kind: 'enumValue' as const, enum: change.enum, from, to })),
    );
  });
}
