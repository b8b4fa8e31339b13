import { apply } from './apply.ts';
import { dependentsOf, usesOf } from './dependents.ts';
import { detachDependents } from './detach.ts';
import { mentionsType } from './expression.ts';
import type { Operation, OperationName } from './operation.ts';
import { orderRenames } from './rename-order.ts';
import type { Schema } from './schema.ts';
import { orderTables } from './table-order.ts';

/**
 * The changes as operations in an order that PostgreSQL takes, with what stands in their way dropped before and made again
 * after. Backwards, each reversed, they are in an order that it takes too.
 *
 * @param changes all that differs between the two, in any order
 */
export function plan(from: Schema, to: Schema, changes: readonly Operation[]): Operation[] {
  const detached = detachDependents(from, to, splitDefaults(changes));
  return withDependents(from, inPhases(orderRenames(from, orderTables(detached))));
}

/** A default goes before its enum is rebuilt, which may lose the old value, and comes after it, which may bring the new one. */
function splitDefaults(changes: readonly Operation[]): Operation[] {
  const rebuilt = changes.filter((change) => change.op === 'replaceEnum').map((change) => change.enum);
  return changes.flatMap((change): Operation[] => {
    if (change.op !== 'setDefault' || change.from === undefined) return [change];
    const { from, table, column, to } = change;
    if (!rebuilt.some((type) => mentionsType(from, type))) return [change];
    return [
      { op: 'dropDefault', table, column, from },
      { op: 'setDefault', table, column, to },
    ];
  });
}

/**
 * What is dropped frees names and columns before others need them; types stand before what has them; keys before the foreign
 * keys that lean on them. Of one kind the changes keep their order.
 */
const ORDER: readonly OperationName[] = [
  'createSchema',
  'dropForeignKey',
  'dropTable',
  'dropIndex',
  'dropExclusion',
  'dropCheck',
  'dropUnique',
  'dropPrimaryKey',
  'renameConstraint',
  'dropGenerated',
  'dropColumn',
  'createEnum',
  'dropIdentity',
  'dropAutoIncrement',
  'dropDefault',
  'dropNotNull',
  'addEnumValue',
  'replaceEnum',
  'alterType',
  'alterSequence',
  'setNotNull',
  'setDefault',
  'addAutoIncrement',
  'addIdentity',
  'alterIdentity',
  'addColumn',
  'setGenerated',
  'dropEnum',
  'addPrimaryKey',
  'addUnique',
  'addExclusion',
  'addCheck',
  'addIndex',
  'createTable',
  'addForeignKey',
  'alterForeignKey',
  'validateConstraint',
  'setComment',
  'dropComment',
  'dropSchema',
];

/** Renames have one place, and the order that their names ask for. */
const POSITION = new Map([
  ...ORDER.map((name, at) => [name, at] as const),
  ['renameIndex' as const, ORDER.indexOf('renameConstraint')],
]);

/** A column that leaves its enum does so before the enum loses the values that its rows have. */
function rank(operation: Operation): number {
  const leavesEnum = operation.op === 'alterType' && operation.to.enum === undefined;
  const position = POSITION.get(leavesEnum ? 'addEnumValue' : operation.op) ?? ORDER.length;
  return leavesEnum ? position - 0.5 : position + generatedColumnsApart(operation);
}

/** A generated column goes before the columns that it is made from, and comes after them. */
function generatedColumnsApart(operation: Operation): number {
  if (operation.op === 'dropColumn') return operation.column.generated === undefined ? 0 : -0.25;
  if (operation.op === 'addColumn') return operation.column.generated === undefined ? 0 : 0.25;
  return 0;
}

const inPhases = (operations: readonly Operation[]): Operation[] => operations.toSorted((a, b) => rank(a) - rank(b));

/** Operations that carry what stands in their way know it only now: it is what is there when their turn comes. */
function withDependents(from: Schema, operations: readonly Operation[]): Operation[] {
  let schema = from;
  return operations.map((operation) => {
    const whole = withOwnDependents(schema, operation);
    schema = apply(schema, whole);
    return whole;
  });
}

function withOwnDependents(schema: Schema, operation: Operation): Operation {
  if (operation.op === 'addEnumValue' || operation.op === 'replaceEnum') {
    return { ...operation, uses: usesOf(schema, operation.enum) };
  }
  if (operation.op !== 'setGenerated' && operation.op !== 'dropGenerated') return operation;
  const columns = [{ table: operation.table, column: operation.from.name, how: 'gone' as const }];
  return { ...operation, dependents: dependentsOf(schema, { columns }) };
}
