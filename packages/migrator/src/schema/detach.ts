import { comparableText, isSameName } from './comparable.ts';
import { type Dependent, dependentsOf, type TouchedColumn } from './dependents.ts';
import { type Operation, unknownOperation } from './operation.ts';
import type { Schema, Table } from './schema.ts';
import { staysInFamily } from './type-change.ts';

/**
 * The changes, and around them drops of what stands in the way of a type change or of a dropped column or key, each with the
 * operation that makes it again as it is wanted.
 */
export function detachDependents(from: Schema, to: Schema, changes: readonly Operation[]): Operation[] {
  const dropped = new Set(changes.filter(isDrop).map(identityOf));
  const drops = dependentsOf(from, { columns: touchedColumns(changes) }, changes).filter(
    (drop) => !dropped.has(identityOf(drop)) && !isFreed(drop, changes),
  );
  return drops.reduce<Operation[]>(
    (all, drop) => {
      const wanted = to.tables.find((table) => isSameName(table, drop.table));
      // With a dropped table all that is on it goes.
      return wanted === undefined ? all : detach(all, drop, wanted);
    },
    [...changes],
  );
}

const DROPS: readonly Operation['op'][] = [
  'dropForeignKey',
  'dropIndex',
  'dropExclusion',
  'dropCheck',
  'dropUnique',
  'dropPrimaryKey',
  'dropColumn',
] satisfies Dependent['op'][];

const isDrop = (operation: Operation): operation is Dependent => DROPS.includes(operation.op);

/** Which thing is dropped, as one text. */
const identityOf = (drop: Dependent): string =>
  comparableText([drop.op, drop.table.schema, drop.table.name, nameIn(drop)]);

function nameIn(drop: Dependent): string {
  switch (drop.op) {
    case 'dropColumn':
      return drop.column.name;
    case 'dropIndex':
      return drop.index.name;
    case 'dropUnique':
      return drop.unique.name;
    case 'dropPrimaryKey':
      return drop.primaryKey.name;
    case 'dropCheck':
      return drop.check.name;
    case 'dropExclusion':
      return drop.exclusion.name;
    case 'dropForeignKey':
      return drop.foreignKey.name;
    default:
      return unknownOperation(drop);
  }
}

const touchedColumns = (changes: readonly Operation[]): TouchedColumn[] =>
  changes.flatMap((change): TouchedColumn[] => {
    if (change.op === 'dropColumn') return [{ table: change.table, column: change.column.name, how: 'gone' }];
    if (change.op !== 'alterType') return [];
    const how = staysInFamily(change.from.type, change.to.type) ? 'widened' : 'retyped';
    return [{ table: change.table, column: change.column, how }];
  });

/** A column that is generated no more is in nobody's way. */
const isFreed = (drop: Dependent, changes: readonly Operation[]): boolean =>
  drop.op === 'dropColumn' &&
  changes.some(
    (change) =>
      change.op === 'dropGenerated' && isSameName(change.table, drop.table) && change.from.name === drop.column.name,
  );

/** Drop and make again takes the place of every lesser change of the thing. */
function detach(changes: readonly Operation[], drop: Dependent, wanted: Table): Operation[] {
  const ofTable = changes.filter((change) => 'table' in change && isSameName(change.table, drop.table));
  const renamed = ofTable.find((change) => isRenameOf(change, drop));
  const others = changes.filter(
    (change) => change !== renamed && !(ofTable.includes(change) && isLesser(change, drop)),
  );
  const name = renamed?.op === 'renameIndex' || renamed?.op === 'renameConstraint' ? renamed.to : nameIn(drop);
  return [...others, drop, ...addAgain(wanted, drop, name)];
}

function isRenameOf(change: Operation, drop: Dependent): boolean {
  if (drop.op === 'dropIndex') return change.op === 'renameIndex' && change.from === nameIn(drop);
  return drop.op !== 'dropColumn' && change.op === 'renameConstraint' && change.from === nameIn(drop);
}

/** A change, of the same table, that is one of the dropped thing. */
function isLesser(change: Operation, drop: Dependent): boolean {
  const name = nameIn(drop);
  if (drop.op === 'dropColumn') {
    return change.op === 'setGenerated' ? change.from.name === name : 'column' in change && change.column === name;
  }
  if (change.op === 'alterForeignKey') return drop.op === 'dropForeignKey' && change.from.name === name;
  if (change.op !== 'validateConstraint') return false;
  const { constraint } = change;
  return constraint.kind === 'check'
    ? drop.op === 'dropCheck' && constraint.check.name === name
    : drop.op === 'dropForeignKey' && constraint.foreignKey.name === name;
}

/** As the wanted side has it, under its name there. */
function addAgain(wanted: Table, drop: Dependent, name: string): Operation[] {
  const { table } = drop;
  const of = <Item extends { name: string }>(list: readonly Item[]): Item[] =>
    list.filter((item) => item.name === name);
  switch (drop.op) {
    case 'dropColumn':
      return of(wanted.columns).map((column) => ({ op: 'addColumn', table, column }));
    case 'dropIndex':
      return of(wanted.indexes).map((index) => ({ op: 'addIndex', table, index }));
    case 'dropUnique':
      return of(wanted.uniques).map((unique) => ({ op: 'addUnique', table, unique }));
    case 'dropPrimaryKey':
      return wanted.primaryKey === undefined ? [] : [{ op: 'addPrimaryKey', table, primaryKey: wanted.primaryKey }];
    case 'dropCheck':
      return of(wanted.checks).map((check) => ({ op: 'addCheck', table, check }));
    case 'dropExclusion':
      return of(wanted.exclusions).map((exclusion) => ({ op: 'addExclusion', table, exclusion }));
    case 'dropForeignKey':
      return of(wanted.foreignKeys).map((foreignKey) => ({ op: 'addForeignKey', table, foreignKey }));
    default:
      return unknownOperation(drop);
  }
}
