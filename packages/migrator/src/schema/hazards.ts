import { isEqual, isSameName } from './comparable.ts';
import { calledFunctions } from './expression.ts';
import type { Hazard, HazardCode } from './hazard.ts';
import { typeHazards } from './hazards-of-type.ts';
import type { Operation, OperationOf } from './operation.ts';
import { shortName } from './problem.ts';
import type { Column, QualifiedName } from './schema.ts';
import { without } from './without.ts';

/**
 * The hazards of each operation, in their order. A table that the migration makes has no rows and no users; a column that
 * it adds without a value holds nothing yet that could be there twice, or refer to what is not there.
 */
export function hazardsOf(operations: readonly Operation[]): Hazard[][] {
  const created: QualifiedName[] = [];
  const blank: { table: QualifiedName; column: string }[] = [];
  return operations.map((operation) => {
    if (operation.op === 'createTable') created.push(operation.table);
    if (operation.op === 'addColumn' && isBlank(operation.column))
      blank.push({ table: operation.table, column: operation.column.name });
    const isNew = 'table' in operation && created.some((table) => isSameName(table, operation.table));
    if (isNew) return [];
    const columns = blank.filter(({ table }) => 'table' in operation && isSameName(table, operation.table));
    const names = columns.map(({ column }) => column);
    return hazardsBesideBlank(operation, names, hazards(operation));
  });
}

/** What is left of an operation's hazards where these columns of its table hold nothing yet. */
export function hazardsBesideBlank(operation: Operation, blank: readonly string[], found: Hazard[]): Hazard[] {
  const isSafe = blank.some((column) => nullsPass(operation, column));
  return isSafe ? found.filter(({ code }) => !OF_VALUES.has(code)) : found;
}

const OF_VALUES = new Set<HazardCode>(['fails-on-duplicates', 'fails-on-orphans']);

/** Whether a column that is added so holds nothing. */
export const isBlank = ({ nullable, generated, autoIncrement, default: value }: Column): boolean =>
  nullable && generated === undefined && autoIncrement === undefined && value === undefined;

/** Whether rows that are null in this column pass, whatever else is in them. */
function nullsPass(operation: Operation, column: string): boolean {
  if (operation.op === 'addUnique')
    return !operation.unique.nullsNotDistinct && operation.unique.columns.includes(column);
  if (operation.op === 'addIndex')
    return !operation.index.nullsNotDistinct && operation.index.keys.some((key) => key.column === column);
  if (operation.op === 'addForeignKey')
    return operation.foreignKey.match === undefined && operation.foreignKey.columns.includes(column);
  return false;
}

/** The hazards of an operation on a table with rows. */
export function hazards(operation: Operation): Hazard[] {
  if (operation.op === 'replaceEnum') return enumHazards(operation);
  if (!('table' in operation)) return [];
  const table = shortName(operation.table);
  const column = columnOf(operation);
  const place = { table, ...(column !== undefined && { column }) };
  return codesOf(operation).map((code) => ({ code, text: textOf(code, operation, table, column), ...place }));
}

type OfTable = Extract<Operation, { table: unknown }>;

function columnOf(operation: OfTable): string | undefined {
  if (operation.op === 'setGenerated' || operation.op === 'dropGenerated') return operation.to.name;
  if (!('column' in operation)) return undefined;
  return typeof operation.column === 'string' ? operation.column : operation.column?.name;
}

function codesOf(operation: OfTable): HazardCode[] {
  if (operation.op === 'dropTable') return ['data-loss'];
  if (operation.op === 'dropColumn') return operation.column.generated === undefined ? ['data-loss'] : [];
  if (operation.op === 'addColumn') return addColumnCodes(operation.column);
  if (operation.op === 'alterType') return typeHazards(operation);
  if (operation.op === 'setNotNull') return ['fails-on-nulls'];
  if (operation.op === 'setGenerated') return generatedCodes(operation);
  if (operation.op === 'dropGenerated') return operation.from.generated?.kind === 'virtual' ? ['rewrites-table'] : [];
  return constraintCodes(operation);
}

function constraintCodes(operation: OfTable): HazardCode[] {
  if (operation.op === 'addPrimaryKey') return ['fails-on-duplicates', 'blocks-reads'];
  if (operation.op === 'addUnique' || operation.op === 'addExclusion') return ['fails-on-duplicates', 'blocks-reads'];
  if (operation.op === 'addIndex')
    return [...(operation.index.unique ? ['fails-on-duplicates' as const] : []), 'blocks-writes'];
  if (operation.op === 'addCheck') return operation.check.notValid ? [] : ['blocks-reads'];
  if (operation.op === 'addForeignKey')
    return operation.foreignKey.notValid ? [] : ['fails-on-orphans', 'blocks-writes'];
  if (operation.op === 'alterForeignKey')
    return isOnlyDeferral(operation) || operation.to.notValid ? [] : ['blocks-writes'];
  if (operation.op === 'validateConstraint') return operation.constraint.kind === 'check' ? [] : ['fails-on-orphans'];
  return [];
}

const isOnlyDeferral = ({ from, to }: OperationOf<'alterForeignKey'>): boolean =>
  isEqual(without(from, 'deferrable'), without(to, 'deferrable'));

function addColumnCodes(column: Column): HazardCode[] {
  const { nullable, generated, autoIncrement } = column;
  const isFilled = generated !== undefined || autoIncrement !== undefined || column.default !== undefined;
  const isWritten = generated?.kind === 'stored' || autoIncrement !== undefined || isVolatile(column.default);
  return [
    ...(nullable || isFilled ? [] : ['fails-on-nulls' as const]),
    ...(isWritten ? ['rewrites-table' as const] : []),
  ];
}

const generatedCodes = ({ from, to }: OperationOf<'setGenerated'>): HazardCode[] => [
  ...(from.generated === undefined ? ['data-loss' as const] : []),
  ...(to.generated?.kind === 'stored' ? ['rewrites-table' as const] : []),
];

/** Functions that give one value for a whole statement: such a default is kept once, not in every row. */
const STABLE = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'timezone',
  'current_setting',
  'lower',
  'upper',
  'jsonb_build_object',
  'jsonb_build_array',
  'date_trunc',
]);

/** A function that is not known to be stable may give another value for each row. */
const isVolatile = (expression: string | undefined): boolean =>
  expression !== undefined && calledFunctions(expression).some((name) => !STABLE.has(name));

function enumHazards({ enum: type, from, to, uses }: OperationOf<'replaceEnum'>): Hazard[] {
  if (uses.columns.length === 0) return [];
  const name = shortName(type);
  const removed = from.filter((value) => !to.includes(value));
  const kept = from.filter((value) => to.includes(value));
  const isReordered = !isEqual(
    kept,
    to.filter((value) => from.includes(value)),
  );
  const where = uses.columns.map(({ table, column }) => `${shortName(table)}.${column}`).join(', ');
  const texts: [HazardCode, string][] = [
    [
      'rewrites-table',
      `Every row of ${where} is rewritten while nobody can read or write the table. On a big table run it when it is quiet.`,
    ],
  ];
  if (removed.length > 0) {
    texts.push([
      'fails-on-cast',
      `It fails where a row of ${where} still has ${removed.join(', ')}. UPDATE those rows to another value first.`,
    ]);
  }
  if (isReordered) {
    texts.push([
      'reorders-enum',
      `ORDER BY and comparisons on ${where} give another order after it: ${name} is ${to.join(', ')}.`,
    ]);
  }
  return texts.map(([code, text]) => ({ code, text, ...onlyColumn(uses.columns) }));
}

function onlyColumn(columns: OperationOf<'replaceEnum'>['uses']['columns']): { table?: string; column?: string } {
  const [first, second] = columns;
  return first === undefined || second !== undefined ? {} : { table: shortName(first.table), column: first.column };
}

function textOf(code: HazardCode, operation: OfTable, table: string, column: string | undefined): string {
  const thing = column === undefined ? table : `${table}.${column}`;
  switch (code) {
    case 'data-loss':
      return lossText(operation, table, thing);
    case 'rewrites-table':
      return `Every row of ${table} is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.`;
    case 'blocks-writes':
      return operation.op === 'addIndex'
        ? `Writes to ${table} wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).`
        : `Writes to ${table} and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.`;
    case 'blocks-reads':
      return readsText(operation, table);
    case 'fails-on-nulls':
      return operation.op === 'addColumn'
        ? `It fails where ${table} has rows: they have no value for ${thing}. Add it with a DEFAULT, or without NOT NULL, fill it, then SET NOT NULL.`
        : `It fails where a row of ${thing} is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.`;
    case 'fails-on-duplicates':
      return `It fails where rows of ${table} have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.`;
    case 'fails-on-orphans':
      return `It fails where a row of ${table} refers to one that is not there. Delete or mend those rows first.`;
    case 'fails-on-cast':
      return `It fails where a value of ${thing} does not fit the new type. Look for such rows first.`;
    case 'time-zone':
      return `The TimeZone of the session decides how the old values of ${thing} are read. Say it: USING … AT TIME ZONE 'UTC'.`;
    case 'reorders-enum':
    case 'not-transactional':
      return thing;
    default:
      return code satisfies never;
  }
}

function readsText({ op }: OfTable, table: string): string {
  if (op === 'addCheck')
    return `Nobody can read or write ${table} while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.`;
  const built = `Nobody can read or write ${table} while its index is built.`;
  // No index can be built for it beforehand: https://www.postgresql.org/docs/current/sql-altertable.html
  if (op === 'addExclusion') return `${built} On a big table run it when it is quiet.`;
  const first = `${built} On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX.`;
  return op === 'addPrimaryKey' ? `${first} Make its columns NOT NULL before, or that reads every row for it.` : first;
}

function lossText(operation: OfTable, table: string, thing: string): string {
  if (operation.op === 'dropTable')
    return `Every row of ${table} is lost. Drop it in a later release, when nothing reads it, and keep a copy.`;
  if (operation.op === 'alterType')
    return `Values of ${thing} are rounded or cut to the new type. Keep the old column until nobody misses it.`;
  if (operation.op === 'setGenerated')
    return `The values of ${thing} are replaced by computed ones. Keep a copy of the column.`;
  return `Every value of ${thing} is lost. Drop it in a later release, when nothing reads it, and keep a copy.`;
}
