import { isSameName } from './comparable.ts';
import {
  type AlterType,
  type GeneratedOperation,
  type Operation,
  type OperationName,
  type OperationOf,
  unknownOperation,
  type ValidateConstraint,
} from './operation.ts';
import { conversion, throughText } from './type-change.ts';

/** Operations that undo each other with the same content. */
const OPPOSITES = {
  createSchema: 'dropSchema',
  createEnum: 'dropEnum',
  createTable: 'dropTable',
  addColumn: 'dropColumn',
  setNotNull: 'dropNotNull',
  addAutoIncrement: 'dropAutoIncrement',
  addIdentity: 'dropIdentity',
  addIndex: 'dropIndex',
  addUnique: 'dropUnique',
  addPrimaryKey: 'dropPrimaryKey',
  addCheck: 'dropCheck',
  addExclusion: 'dropExclusion',
  addForeignKey: 'dropForeignKey',
} as const satisfies Partial<Record<OperationName, OperationName>>;

type Opposites = typeof OPPOSITES;
type Paired = OperationOf<keyof Opposites | Opposites[keyof Opposites]>;

const OPPOSITE = new Map<OperationName, OperationName>(
  Object.entries(OPPOSITES).flatMap(([a, b]) => [[a, b] as const, [b, a] as const]) as [OperationName, OperationName][],
);

const isPaired = (operation: Operation): operation is Paired => OPPOSITE.has(operation.op);

/** Operations that are undone by going from `to` to `from`. */
const TURNED = [
  'renameEnum',
  'renameEnumValue',
  'replaceEnum',
  'renameTable',
  'renameColumn',
  'alterIdentity',
  'alterSequence',
  'alterForeignKey',
  'renameIndex',
  'renameConstraint',
] as const satisfies OperationName[];

type Turned = OperationOf<(typeof TURNED)[number]>;

const isTurned = (operation: Operation): operation is Turned => (TURNED as readonly string[]).includes(operation.op);

/** The operations that lead back over the whole list. */
export const reverseAll = (operations: readonly Operation[]): Operation[] =>
  joinReplacements(operations.toReversed().flatMap(reverse));

/** What undoes an operation: one other, or the two that replace a thing. */
export function reverse(operation: Operation): Operation[] {
  if (isPaired(operation)) return [{ ...operation, op: OPPOSITE.get(operation.op) } as Operation];
  if (isTurned(operation)) return [{ ...operation, from: operation.to, to: operation.from } as Operation];
  switch (operation.op) {
    case 'addEnumValue': {
      const { value, before, from, ...rest } = operation;
      return [{ ...rest, op: 'replaceEnum', from: withValue(from, value, before), to: from }];
    }
    case 'alterType':
      return [reverseType(operation)];
    case 'setDefault':
    case 'setComment': {
      const { op, from, to, ...rest } = operation;
      if (from !== undefined) return [{ ...rest, op, from: to, to: from } as Operation];
      return [{ ...rest, op: op === 'setDefault' ? 'dropDefault' : 'dropComment', from: to } as Operation];
    }
    case 'dropDefault':
    case 'dropComment': {
      const { op, from, ...rest } = operation;
      return [{ ...rest, op: op === 'dropDefault' ? 'setDefault' : 'setComment', to: from } as Operation];
    }
    case 'setGenerated':
    case 'dropGenerated':
      return [reverseGenerated(operation)];
    case 'validateConstraint':
      return reverseValidation(operation);
    default:
      return unknownOperation(operation);
  }
}

/** The list with the value where ADD VALUE puts it. */
export function withValue(values: readonly string[], value: string, before: string | undefined): string[] {
  const at = before === undefined ? values.length : values.indexOf(before);
  return values.toSpliced(at, 0, value);
}

/** Where no cast leads back, the way is through text: it fails on a row that does not fit, and loses nothing. */
function reverseType({ op, table, column, from, to }: AlterType): AlterType {
  const back = conversion(column, to, from);
  const using =
    back.kind === 'undecided'
      ? throughText(column, to.type, from.type)
      : back.kind === 'using'
        ? back.using
        : undefined;
  return { op, table, column, from: to, to: from, ...(using !== undefined && { using }) };
}

const reverseGenerated = ({ from, to, ...rest }: GeneratedOperation): GeneratedOperation => ({
  ...rest,
  op: from.generated === undefined ? 'dropGenerated' : 'setGenerated',
  from: to,
  to: from,
});

/** A constraint can't be made NOT VALID again: it is made anew. */
function reverseValidation({ table, constraint }: ValidateConstraint): Operation[] {
  if (constraint.kind === 'check') {
    const { check } = constraint;
    return [
      { op: 'dropCheck', table, check },
      { op: 'addCheck', table, check: { ...check, notValid: true } },
    ];
  }
  const { foreignKey } = constraint;
  return [{ op: 'alterForeignKey', table, from: foreignKey, to: { ...foreignKey, notValid: true } }];
}

/** Two rebuilds of one enum in a row are one. */
function joinReplacements(operations: readonly Operation[]): Operation[] {
  const joined: Operation[] = [];
  for (const operation of operations) {
    const last = joined.at(-1);
    const isAgain =
      operation.op === 'replaceEnum' && last?.op === 'replaceEnum' && isSameName(operation.enum, last.enum);
    if (isAgain) joined.splice(-1, 1, { ...last, to: operation.to });
    else joined.push(operation);
  }
  return joined;
}
