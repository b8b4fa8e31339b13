import { usage } from '../errors.ts';
import type { Rename } from '../schema/hints.ts';
import { shortName } from '../schema/problem.ts';
import type { EnumType, QualifiedName, Schema } from '../schema/schema.ts';

const FORMS =
  'employee.nick:employee.alias for a column, table:old:new, enum:old:new for a type, enum:type.old:new for a value; "quotes" around a name with a dot or a colon';

/**
 * A rename as a flag says it: `employee.nick:employee.alias`.
 *
 * @param schemas those that it leads from and to
 * @throws MigratorError USAGE
 */
export function parseRename(flag: string, schemas: readonly Schema[]): Rename {
  const parts = split(flag, ':').map((part) => split(part, '.').map(unquote));
  const [first, second, third] = parts;
  if (parts.flat().every((name) => name !== '')) {
    if (parts.length === 2 && first && second) return columnRename(flag, first, second);
    if (parts.length === 3 && second && third) {
      const kind = first?.join('.');
      if (kind === 'table') return { kind, from: nameOf(flag, second), to: nameOf(flag, third) };
      if (kind === 'enum')
        return enumRename(
          flag,
          schemas.flatMap(({ enums }) => enums),
          second,
          third,
        );
    }
  }
  throw unreadable(flag);
}

const unreadable = (flag: string): Error =>
  usage(`--rename ${JSON.stringify(flag)} can't be read`, `it is none of: ${FORMS}`);

/** Splits outside double quotes. */
function split(text: string, separator: string): string[] {
  const pattern = new RegExp(`(?:"(?:[^"]|"")*"|[^"${separator}])*`, 'gy');
  const parts: string[] = [];
  for (let at = 0; at <= text.length; ) {
    pattern.lastIndex = at;
    const part = pattern.exec(text)?.[0] ?? '';
    parts.push(part);
    at += part.length + 1;
    if (at <= text.length && text[at - 1] !== separator) return [];
  }
  return parts;
}

const unquote = (part: string): string =>
  part.startsWith('"') && part.endsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;

function nameOf(flag: string, parts: readonly string[]): QualifiedName {
  const [schema, name] = parts.length === 1 ? ['public', parts[0]] : parts;
  if (schema === undefined || name === undefined || parts.length > 2) throw unreadable(flag);
  return { schema, name };
}

/** The new name may stand alone: `employee.nick:alias`. */
function columnRename(flag: string, old: readonly string[], wanted: readonly string[]): Rename {
  const [from, to] = [old.at(-1), wanted.at(-1)];
  const table = nameOf(flag, wanted.length === 1 ? old.slice(0, -1) : wanted.slice(0, -1));
  if (from === undefined || to === undefined || old.length < 2) throw unreadable(flag);
  return { kind: 'column', table, from, to };
}

/** `a.b` is the value b of the type a, or the type b in the schema a: what is there decides. */
function enumRename(
  flag: string,
  enums: readonly EnumType[],
  old: readonly string[],
  wanted: readonly string[],
): Rename {
  const [value, to] = [old.at(-1), wanted.at(-1)];
  const owner = old.length > 1 ? findEnum(enums, old.slice(0, -1)) : undefined;
  if (
    owner !== undefined &&
    to !== undefined &&
    value !== undefined &&
    (wanted.length === 1 || owner.values.includes(value))
  )
    return { kind: 'enumValue', enum: { schema: owner.schema, name: owner.name }, from: value, to };
  return { kind: 'enum', from: nameOf(flag, old), to: nameOf(flag, wanted) };
}

function findEnum(enums: readonly EnumType[], parts: readonly string[]): EnumType | undefined {
  const [schema, name] = parts.length === 1 ? ['public', parts[0]] : parts;
  return enums.find((type) => type.schema === schema && type.name === name);
}

const quoted = (name: string): string => (/^[^".:]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

const quotedName = ({ schema, name }: QualifiedName): string =>
  schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;

/** What parseRename reads. */
export function renameFlag(rename: Rename): string {
  switch (rename.kind) {
    case 'table':
    case 'enum':
      return `${rename.kind}:${quotedName(rename.from)}:${quotedName(rename.to)}`;
    case 'enumValue':
      return `enum:${quotedName(rename.enum)}.${quoted(rename.from)}:${quoted(rename.to)}`;
    case 'column':
    case 'index':
    case 'constraint':
      return `${quotedName(rename.table)}.${quoted(rename.from)}:${quotedName(rename.table)}.${quoted(rename.to)}`;
    default:
      return rename satisfies never;
  }
}

/** A rename as programs read it. */
export interface RenameJson {
  kind: Rename['kind'];
  /** Of a column. */
  table?: string;
  /** Of a value. */
  enum?: string;
  from: string;
  to: string;
  /** For `--rename`. */
  flag: string;
}

export function renameJson(rename: Rename): RenameJson {
  const flag = renameFlag(rename);
  if (rename.kind === 'table' || rename.kind === 'enum') {
    return { kind: rename.kind, from: shortName(rename.from), to: shortName(rename.to), flag };
  }
  const owner = rename.kind === 'enumValue' ? { enum: shortName(rename.enum) } : { table: shortName(rename.table) };
  return { kind: rename.kind, ...owner, from: rename.from, to: rename.to, flag };
}
