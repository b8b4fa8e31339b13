import { type Operation, type OperationName, unknownOperation } from './operation.ts';
import { shortName } from './problem.ts';
import type { QualifiedName } from './schema.ts';

/** An operation as it is shown to programs: names and what changes, nothing that only the reverse needs. */
export interface OperationJson {
  op: OperationName;
  /** Left out for the default one. */
  schema?: string;
  table?: string;
  column?: string;
  name?: string;
  enum?: string;
  value?: string;
  before?: string;
  from?: unknown;
  to?: unknown;
  columns?: string[];
  /** Values that an enum loses. */
  removed?: string[];
  using?: string;
}

export function toJson(operation: Operation, defaultSchema = 'public'): OperationJson {
  const { op } = operation;
  const schemaOf = ({ schema }: QualifiedName): { schema?: string } => (schema === defaultSchema ? {} : { schema });
  if ('enum' in operation) return { op, ...schemaOf(operation.enum), ...enumJson(operation) };
  if ('table' in operation) {
    return { op, ...schemaOf(operation.table), table: operation.table.name, ...tableJson(operation) };
  }
  if ('name' in operation) return { op, name: operation.name };
  const [from, to] = [operation.from, operation.to].map((name) => shortName(name, defaultSchema));
  return { op, ...schemaOf(operation.from), from, to };
}

type OfEnum = Extract<Operation, { enum: unknown }>;

function enumJson(operation: OfEnum): Omit<OperationJson, 'op'> {
  const { name } = operation.enum;
  switch (operation.op) {
    case 'createEnum':
    case 'dropEnum':
      return { enum: name };
    case 'addEnumValue':
      return {
        enum: name,
        value: operation.value,
        ...(operation.before !== undefined && { before: operation.before }),
      };
    case 'renameEnumValue':
      return { enum: name, from: operation.from, to: operation.to };
    case 'replaceEnum': {
      const removed = operation.from.filter((value) => !operation.to.includes(value));
      return { enum: name, from: operation.from, to: operation.to, ...(removed.length > 0 && { removed }) };
    }
    default:
      return unknownOperation(operation);
  }
}

type OfTable = Extract<Operation, { table: unknown }>;

function tableJson(operation: OfTable): Omit<OperationJson, 'op'> {
  if (operation.op === 'createTable' || operation.op === 'dropTable') return {};
  const part = partOf(operation);
  if (part !== undefined) return part;
  if ('column' in operation && operation.column !== undefined) {
    const { column } = operation;
    return typeof column === 'string' ? { column, ...changeJson(operation) } : { column: column.name };
  }
  if (operation.op === 'setGenerated' || operation.op === 'dropGenerated') {
    const [from, to] = [operation.from, operation.to].map(({ generated }) => generated?.expression);
    return { column: operation.to.name, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  return changeJson(operation);
}

/** From what to what, where an operation says it. */
function changeJson(operation: OfTable): Omit<OperationJson, 'op'> {
  const short = (end: unknown): unknown =>
    operation.op === 'alterType' && typeof end === 'object' && end !== null && 'type' in end ? end.type : end;
  return {
    ...('from' in operation && operation.from !== undefined && { from: short(operation.from) }),
    ...('to' in operation && { to: short(operation.to) }),
    ...('using' in operation && operation.using !== undefined && { using: operation.using }),
  };
}

/** The constraint or index that an operation is about. */
function partOf(operation: OfTable): { name: string; columns?: string[] } | undefined {
  if ('index' in operation) {
    const { name, keys } = operation.index;
    return { name, columns: keys.map(({ column, definition }) => column ?? definition) };
  }
  if ('check' in operation) return { name: operation.check.name };
  if ('exclusion' in operation) return { name: operation.exclusion.name };
  if (operation.op === 'validateConstraint') {
    const { constraint } = operation;
    return { name: constraint.kind === 'check' ? constraint.check.name : constraint.foreignKey.name };
  }
  const key = keyOf(operation);
  return key && { name: key.name, columns: key.columns };
}

function keyOf(operation: OfTable): { name: string; columns: string[] } | undefined {
  if ('unique' in operation) return operation.unique;
  if ('primaryKey' in operation) return operation.primaryKey;
  if ('foreignKey' in operation) return operation.foreignKey;
  return operation.op === 'alterForeignKey' ? operation.to : undefined;
}
