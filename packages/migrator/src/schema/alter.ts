import { quoteIdentifier, quoteName } from './quote.ts';
import type { QualifiedName } from './schema.ts';

export const alterTable = (table: QualifiedName, action: string): string =>
  `ALTER TABLE ${quoteName(table)} ${action};`;

export const alterColumn = ({ table, column }: { table: QualifiedName; column: string }, action: string): string =>
  alterTable(table, `ALTER COLUMN ${quoteIdentifier(column)} ${action}`);

/** Into another schema, to another name, or both. */
export const renameStatements = (kind: 'TABLE' | 'TYPE', from: QualifiedName, to: QualifiedName): string[] => [
  ...(from.schema === to.schema ? [] : [`ALTER ${kind} ${quoteName(from)} SET SCHEMA ${quoteIdentifier(to.schema)};`]),
  ...(from.name === to.name
    ? []
    : [`ALTER ${kind} ${quoteName({ ...from, schema: to.schema })} RENAME TO ${quoteIdentifier(to.name)};`]),
];
