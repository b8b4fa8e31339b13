import { shortName } from './problem.ts';
import type { Column, EnumType, ForeignKey, QualifiedName, Schema, Table } from './schema.ts';

/**
 * A schema as a Mermaid ER diagram: each table with its columns, each foreign key with how many rows it joins. An enum's
 * values stand in the comment of its column, and so does a name that Mermaid can't write as it is.
 *
 * https://mermaid.js.org/syntax/entityRelationshipDiagram.html
 */
export function diagram({ tables, enums }: Schema): string {
  const relations = tables.flatMap((table) => table.foreignKeys.map((key) => relation(table, key)));
  return ['erDiagram', ...tables.flatMap((table) => entity(table, enums)), ...relations].join('\n');
}

function entity(table: Table, enums: readonly EnumType[]): string[] {
  const columns = table.columns.map((column) => `    ${attribute(table, column, enums)}`);
  return columns.length === 0 ? [`  ${entityName(table)}`] : [`  ${entityName(table)} {`, ...columns, '  }'];
}

const entityName = (table: QualifiedName): string => quoted(shortName(table));

/** `VARCHAR_40 name UK "what it is"`. */
function attribute(table: Table, column: Column, enums: readonly EnumType[]): string {
  const keys = keysOf(table, column.name).join(', ');
  const comment = commentOf(column, enums);
  return [
    attributeType(column),
    attributeName(column.name),
    ...(keys === '' ? [] : [keys]),
    ...(comment === '' ? [] : [quoted(comment)]),
  ].join(' ');
}

function keysOf(table: Table, column: string): string[] {
  const isPrimary = table.primaryKey?.columns.includes(column) ?? false;
  const isForeign = table.foreignKeys.some(({ columns }) => columns.includes(column));
  const isUnique = uniqueKeys(table).some((columns) => columns.length === 1 && columns[0] === column);
  return [...(isPrimary ? ['PK'] : []), ...(isForeign ? ['FK'] : []), ...(isUnique ? ['UK'] : [])];
}

/** The columns of each key that no two rows share; not the primary one. */
const uniqueKeys = ({ uniques, indexes }: Table): string[][] => [
  ...uniques.map(({ columns }) => columns),
  ...indexes
    .filter(
      ({ unique, where, keys }) => unique && where === undefined && keys.every(({ column }) => column !== undefined),
    )
    .map(({ keys }) => keys.flatMap(({ column }) => column ?? [])),
];

function commentOf({ name, comment, enum: type }: Column, enums: readonly EnumType[]): string {
  const values = enums.find((one) => one.schema === type?.schema && one.name === type.name)?.values ?? [];
  return [
    ...(attributeName(name) === name ? [] : [name]),
    ...(comment === undefined ? [] : [comment]),
    ...(values.length === 0 ? [] : [values.join(' | ')]),
  ].join(': ');
}

/** A key that may be null points to at most one row; one that is unique is pointed from by at most one. */
function relation(table: Table, { columns, references }: ForeignKey): string {
  const parent = isNullable(table, columns) ? '|o' : '||';
  const child = isUnique(table, columns) ? 'o|' : 'o{';
  return `  ${entityName(references)} ${parent}--${child} ${entityName(table)} : ${quoted(columns.join(', '))}`;
}

const isNullable = ({ columns }: Table, names: readonly string[]): boolean =>
  columns.some(({ name, nullable }) => nullable && names.includes(name));

const isUnique = (table: Table, columns: readonly string[]): boolean =>
  [table.primaryKey?.columns ?? [], ...uniqueKeys(table)].some(
    (key) => key.length > 0 && key.every((column) => columns.includes(column)),
  );

/** In the short form of what is long, an enum by its name. Lower case, as PostgreSQL prints types. */
function attributeType({ type, enum: named }: Column): string {
  if (named !== undefined) return word(named.name + (/(\[\])*$/.exec(type)?.[0] ?? ''));
  const short = type
    .replace(/^timestamp(.*) with time zone/i, 'timestamptz$1')
    .replace(/^time(.*) with time zone/i, 'timetz$1');
  return word(short.includes('"') ? short.replaceAll('"', '') : short.toLowerCase());
}

const attributeName = (name: string): string => word(name);

/** Mermaid takes a column that is called so for a mark of a key. */
const KEY_MARK = /^[pfu]k\b/i;

/** Letters, digits, `_ - ( ) [ ]`, and everything from À on: what Mermaid takes for a word, and nothing else. */
function word(text: string): string {
  // A comma is a part of words in the newest versions only.
  const safe = text.replaceAll(/,\s*/g, '-').replaceAll(/[^\w\-()[\]\u00C0-\uFFFF]|\s/g, '_');
  return /^[A-Za-z_\u00C0-\uFFFF]/.test(safe) && !KEY_MARK.test(safe) ? safe : `_${safe}`;
}

/** A text without line breaks; what would end it, or mean something in it, as an entity code. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(MEANINGFUL, (character) => `#${character.codePointAt(0)};`)}"`;

/** To Mermaid (a quote, a comment, an entity, a generic type, `direction TB`), to HTML, to Markdown (a list, emphasis). */
const MEANINGFUL = /["#%\\<>`*~]|(?<=direction) |^[-+]|(?<=^\d+)[.)]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu;
