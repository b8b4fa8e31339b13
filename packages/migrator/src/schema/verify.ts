import { apply, applyAll } from './apply.ts';
import { isEqual } from './comparable.ts';
import type { Hints } from './hints.ts';
import type { Operation, OperationName } from './operation.ts';
import { type Problem, type ProblemCode, shortName } from './problem.ts';
import { collision } from './relation-names.ts';
import { reverseAll } from './reverse.ts';
import type { QualifiedName, Schema } from './schema.ts';
import { without } from './without.ts';

/** Whether the operations lead from one schema to the other, and their reverse back; what they miss, by name. */
export function verify(from: Schema, to: Schema, operations: readonly Operation[], hints: Hints): Problem[] {
  if (operations.length === 0) return remainder('INEXPRESSIBLE', from, to, hints);
  return [
    ...collisionsOnTheWay(from, operations),
    ...remainder('INEXPRESSIBLE', applyAll(from, operations), to, hints),
    ...remainder('IRREVERSIBLE', applyAll(to, reverseAll(operations)), withAllValid(from), hints),
  ];
}

/** An index that is not valid comes back valid, and a NOT NULL that is not does not come back. */
const withAllValid = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => without(column, 'unvalidatedNotNull')),
    indexes: table.indexes.map((index) => without(index, 'invalid')),
  })),
});

/** The operations that may take a name. */
const NAMING = new Set<OperationName>([
  'createTable',
  'renameTable',
  'addColumn',
  'addPrimaryKey',
  'addUnique',
  'addExclusion',
  'addIndex',
  'renameConstraint',
  'renameIndex',
  'addAutoIncrement',
  'addIdentity',
  'alterIdentity',
  'alterSequence',
]);

function collisionsOnTheWay(from: Schema, operations: readonly Operation[]): Problem[] {
  let schema = from;
  for (const operation of operations) {
    schema = apply(schema, operation);
    if (!NAMING.has(operation.op)) continue;
    const name = collision(schema);
    if (name !== undefined)
      return [{ code: 'NAME_COLLISION', object: name, text: `${operation.op} would make it twice.` }];
  }
  return [];
}

/** Where two schemas differ, each place by its name. */
function remainder(code: ProblemCode, is: Schema, wanted: Schema, { defaultSchema }: Hints): Problem[] {
  if (isTheSame(is, wanted) || isEqual(sorted(is), sorted(wanted))) return [];
  const schemas = keyed('schema', is.schemas, wanted.schemas, (name) => name);
  const named = (item: QualifiedName): string => shortName(item, defaultSchema);
  const enums = keyed('enum', is.enums, wanted.enums, named);
  const tables = keyed('table', sorted(is).tables, sorted(wanted).tables, named);
  return [...schemas, ...enums, ...tables].map(({ object, path }) => ({ code, object, text: words(code, path) }));
}

/** Tables that were found equal before are one object. */
const isTheSame = (is: Schema, wanted: Schema): boolean =>
  is.tables.length === wanted.tables.length &&
  is.tables.every((table, at) => table === wanted.tables[at]) &&
  isEqual([is.schemas, is.enums], [wanted.schemas, wanted.enums]);

const words = (code: ProblemCode, path: string): string =>
  code === 'INEXPRESSIBLE' ? `No operation changes this: ${path}` : `Down would not bring this back: ${path}`;

/** The order of columns means nothing. */
const sorted = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  })),
});

interface Difference {
  object: string;
  path: string;
}

function keyed<Item>(
  kind: string,
  is: readonly Item[],
  wanted: readonly Item[],
  nameOf: (item: Item) => string,
): Difference[] {
  const names = [...new Set([...is, ...wanted].map(nameOf))];
  return names.flatMap((name) => {
    const [a, b] = [is, wanted].map((list) => list.find((item) => nameOf(item) === name));
    return differences(a, b).map((path) => ({ object: `${kind} ${name}`, path }));
  });
}

/** Each differing place: `indexes.0.where: "(a > 1)" → nothing`. */
function differences(is: unknown, wanted: unknown, path = ''): string[] {
  if (isEqual(is, wanted)) return [];
  if (!isObject(is) || !isObject(wanted)) return [`${path || 'all of it'}: ${shown(is)} → ${shown(wanted)}`];
  const keys = [...new Set([...Object.keys(is), ...Object.keys(wanted)])];
  return keys.flatMap((key) => differences(is[key], wanted[key], path === '' ? key : `${path}.${key}`));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
