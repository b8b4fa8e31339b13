import type { QualifiedName } from './schema.ts';

/** Always quoted: no list of reserved words has to be known, and none to be kept for five versions of the server. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoteList = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ');

export const quoteName = ({ schema, name }: QualifiedName): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** With backslashes as an E'' string, which reads the same whatever standard_conforming_strings says. */
export const quoteLiteral = (text: string): string =>
  text.includes('\\') ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;
