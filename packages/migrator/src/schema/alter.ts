import { clip } from './object-name.ts';
import { quoteIdentifier, quoteName } from './quote.ts';
import type { QualifiedName } from './schema.ts';

export const alterTable = (table: QualifiedName, action: string): string =>
  `ALTER TABLE ${quoteName(table)} ${action};`;

export const alterColumn = ({ table, column }: { table: QualifiedName; column: string }, action: string): string =>
  alterTable(table, `ALTER COLUMN ${quoteIdentifier(column)} ${action}`);

/** Into another schema, to another name, or both: then by a name that is free in both, for the old or the new one may not be. */
export function renameStatements(kind: 'TABLE' | 'TYPE', from: QualifiedName, to: QualifiedName): string[] {
  const rename = (name: QualifiedName, next: string): string =>
    `ALTER ${kind} ${quoteName(name)} RENAME TO ${quoteIdentifier(next)};`;
  const move = (name: QualifiedName): string =>
    `ALTER ${kind} ${quoteName(name)} SET SCHEMA ${quoteIdentifier(to.schema)};`;
  if (from.schema === to.schema) return [rename(from, to.name)];
  if (from.name === to.name) return [move(from)];
  const between = `${clip(from.name, 57)}__move`;
  return [rename(from, between), move({ ...from, name: between }), rename({ ...to, name: between }, to.name)];
}
