import { alterColumn, alterTable } from './alter.ts';
import { COLUMN_CHANGES, type Operation, type OperationOf, unknownOperation } from './operation.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from './quote.ts';
import type { Column, QualifiedName } from './schema.ts';
import { addColumn } from './sql.ts';
import {
  addAutoIncrement,
  addIdentity,
  alterIdentity,
  alterSequence,
  dropAutoIncrement,
} from './statement-numbering.ts';

const OF_COLUMNS = ['addColumn', 'dropColumn', 'renameColumn', ...COLUMN_CHANGES] as const satisfies Operation['op'][];

type ColumnStatement = OperationOf<(typeof OF_COLUMNS)[number]>;

export const isColumnStatement = (operation: Operation): operation is ColumnStatement =>
  (OF_COLUMNS as readonly string[]).includes(operation.op);

export function columnStatements(operation: ColumnStatement): string[] {
  switch (operation.op) {
    case 'addColumn':
      return addColumnStatements(operation.table, operation.column);
    case 'dropColumn':
      return [alterTable(operation.table, `DROP COLUMN ${quoteIdentifier(operation.column.name)}`)];
    case 'renameColumn': {
      const { table, from, to } = operation;
      return [alterTable(table, `RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`)];
    }
    case 'alterType':
      return [alterColumn(operation, `TYPE ${operation.to.type}${usingSql(operation.using)}`)];
    case 'setNotNull':
      return [alterColumn(operation, 'SET NOT NULL')];
    case 'dropNotNull':
      return [alterColumn(operation, 'DROP NOT NULL')];
    case 'setDefault':
      return [alterColumn(operation, `SET DEFAULT ${operation.to}`)];
    case 'dropDefault':
      return [alterColumn(operation, 'DROP DEFAULT')];
    case 'addAutoIncrement':
      return addAutoIncrement(operation);
    case 'dropAutoIncrement':
      return dropAutoIncrement(operation);
    case 'addIdentity':
      return addIdentity(operation);
    case 'dropIdentity':
      return [alterColumn(operation, 'DROP IDENTITY')];
    case 'alterIdentity':
      return alterIdentity(operation);
    case 'alterSequence':
      return alterSequence(operation.from, operation.to);
    case 'setComment':
      return [commentSql(operation, quoteLiteral(operation.to))];
    case 'dropComment':
      return [commentSql(operation, 'NULL')];
    default:
      return unknownOperation(operation);
  }
}

const usingSql = (using: string | undefined): string => (using === undefined ? '' : ` USING ${using}`);

/** The column with its comment and with a sequence that `serial` can't say. */
export const addColumnStatements = (table: QualifiedName, column: Column): string[] => [
  ...addColumn(table, column),
  ...(column.comment === undefined ? [] : [commentSql({ table, column: column.name }, quoteLiteral(column.comment))]),
];

function commentSql({ table, column }: { table: QualifiedName; column?: string }, text: string): string {
  const thing =
    column === undefined ? `TABLE ${quoteName(table)}` : `COLUMN ${quoteName(table)}.${quoteIdentifier(column)}`;
  return `COMMENT ON ${thing} IS ${text};`;
}
