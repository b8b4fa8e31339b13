import { COLUMN_CHANGES, type Operation, type OperationOf, unknownOperation } from './operation.ts';
import type { AutoIncrement, Column, Sequence, Table } from './schema.ts';
import { without } from './without.ts';

/** Operations on one column that stays, or on the table's comment. */
const OF_COLUMN = [...COLUMN_CHANGES, 'setGenerated', 'dropGenerated'] as const satisfies Operation['op'][];

export type ColumnChange = OperationOf<(typeof OF_COLUMN)[number]>;

export const isColumnChange = (operation: Operation): operation is ColumnChange =>
  (OF_COLUMN as readonly string[]).includes(operation.op);

export function applyToColumn(table: Table, operation: ColumnChange): Table {
  if (operation.op === 'setComment' || operation.op === 'dropComment') return applyComment(table, operation);
  if (operation.op === 'setGenerated' || operation.op === 'dropGenerated') {
    return changeColumn(table, operation.from.name, () => operation.to);
  }
  return changeColumn(table, operation.column, (column) => changed(column, operation));
}

const changeColumn = (table: Table, name: string, change: (column: Column) => Column): Table => ({
  ...table,
  columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
});

function applyComment(table: Table, operation: OperationOf<'setComment' | 'dropComment'>): Table {
  const commented = <Part extends { comment?: string }>(part: Part): Part =>
    operation.op === 'setComment'
      ? { ...part, comment: operation.to }
      : (without<{ comment?: string }>(part, 'comment') as Part);
  return operation.column === undefined ? commented(table) : changeColumn(table, operation.column, commented);
}

type AttributeChange = Exclude<ColumnChange, { op: 'setComment' | 'dropComment' | 'setGenerated' | 'dropGenerated' }>;

function changed(column: Column, operation: AttributeChange): Column {
  switch (operation.op) {
    case 'alterType':
      return retyped(column, operation);
    case 'setNotNull':
      return { ...without(column, 'unvalidatedNotNull'), nullable: false };
    case 'dropNotNull':
      return { ...column, nullable: true };
    case 'setDefault':
      return { ...column, default: operation.to };
    case 'dropDefault':
      return without(column, 'default');
    case 'addAutoIncrement':
    case 'addIdentity':
      return { ...column, autoIncrement: operation.autoIncrement };
    case 'dropAutoIncrement':
    case 'dropIdentity':
      return without(column, 'autoIncrement');
    case 'alterIdentity':
      return { ...column, autoIncrement: operation.to };
    case 'alterSequence':
      return { ...column, autoIncrement: { kind: 'serial', sequence: operation.to } };
    default:
      return unknownOperation(operation);
  }
}

function retyped(column: Column, { to }: OperationOf<'alterType'>): Column {
  const { autoIncrement } = column;
  return {
    ...without(column, 'enum'),
    type: to.type,
    ...(to.enum !== undefined && { enum: to.enum }),
    ...(autoIncrement !== undefined && { autoIncrement: retypedIdentity(autoIncrement, to.type) }),
  };
}

/** The sequence of an identity column follows the column's type, that of a serial does not. */
export const retypedIdentity = (autoIncrement: AutoIncrement, type: string): AutoIncrement =>
  autoIncrement.kind === 'serial'
    ? autoIncrement
    : { ...autoIncrement, sequence: retypedSequence(autoIncrement.sequence, type) };

const LIMITS: Partial<Record<string, { lowest: string; highest: string }>> = {
  smallint: { lowest: '-32768', highest: '32767' },
  integer: { lowest: '-2147483648', highest: '2147483647' },
  bigint: { lowest: '-9223372036854775808', highest: '9223372036854775807' },
};

/** A bound that was the old type's becomes the new one's (init_params, src/backend/commands/sequence.c). */
export function retypedSequence(sequence: Sequence, type: string): Sequence {
  const [from, to] = [LIMITS[sequence.type], LIMITS[type]];
  if (from === undefined || to === undefined) return sequence;
  return {
    ...sequence,
    type,
    maximum: sequence.maximum === from.highest ? to.highest : sequence.maximum,
    minimum: sequence.minimum === from.lowest ? to.lowest : sequence.minimum,
  };
}
