import type { Node, TypeName } from 'libpg-query';
import { all, as, nameOfParts, strings } from '../postgres/parse-tree.ts';
import { isSameName } from '../schema/comparable.ts';
import type { ColumnType } from '../schema/operation.ts';
import { quoteIdentifier } from '../schema/quote.ts';
import type { QualifiedName } from '../schema/schema.ts';
import type { Scope } from './scope.ts';

/** PostgreSQL's inner names, and how format_type prints them. */
const PRINTED: Partial<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  char: '"char"',
  decimal: 'numeric',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  serial2: 'smallint',
  serial4: 'integer',
  serial8: 'bigint',
  bigserial: 'bigint',
  smallserial: 'smallint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
};

/** Types of PostgreSQL's own that are printed as they are called. */
const OWN = new Set(
  (
    'bit box bytea cidr circle date datemultirange daterange inet int4multirange int4range int8multirange int8range interval ' +
    'json jsonb jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange oid path pg_lsn point polygon ' +
    'regclass regproc regtype text tid tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector uuid xid xml'
  ).split(' '),
);

const SERIAL = /^(small|big)?serial[248]?$/;

/** Whether the column is to number its rows by itself. */
export const isSerial = ({ names }: TypeName): boolean => SERIAL.test(strings(names).at(-1) ?? '');

/** A type as introspection prints it: `character varying(40)`, `public.mood[]`. */
export function columnType(type: TypeName, scope: Scope): ColumnType {
  const parts = strings(type.names);
  const array = (type.arrayBounds ?? []).length > 0 ? '[]' : '';
  const name = nameOfParts(parts, scope.schema);
  const enumType = scope.picture.enums.find((item) => isSameName(item, name));
  if (!isOwn(parts) || (parts.length === 1 && enumType !== undefined)) {
    const modifier = modifiers(type).length === 0 ? '' : `(${modifiers(type).join(',')})`;
    return { type: `${printName(name)}${modifier}${array}`, ...(enumType !== undefined && { enum: name }) };
  }
  const own = parts.at(-1) ?? '';
  return { type: `${withModifier(PRINTED[own] ?? own, modifiers(type))}${array}` };
}

function isOwn(parts: readonly string[]): boolean {
  const name = parts.at(-1) ?? '';
  return parts[0] === 'pg_catalog' || (parts.length === 1 && (OWN.has(name) || PRINTED[name] !== undefined));
}

const NEEDS_NO_QUOTES = /^[a-z_][a-z0-9_$]*$/;

const printName = ({ schema, name }: QualifiedName): string =>
  [schema, name].map((part) => (NEEDS_NO_QUOTES.test(part) ? part : quoteIdentifier(part))).join('.');

/** INTERVAL_FULL_RANGE of src/include/utils/timestamp.h: an interval of which no fields are named. */
const ALL_FIELDS = '32767';

const modifiers = ({ typmods }: TypeName): string[] => (typmods ?? []).map(modifier);

const modifier = (node: Node): string => {
  const constant = as(node, 'A_Const');
  return constant === undefined
    ? strings(all([node], 'ColumnRef').flatMap(({ fields = [] }) => fields)).join('.')
    : (constant.sval?.sval ?? String(constant.ival?.ival ?? 0));
};

/** Where format_type puts length and precision. */
function withModifier(type: string, given: readonly string[]): string {
  const [first, second] = given;
  if (first === undefined) return type;
  if (type === 'numeric') return `numeric(${first},${second ?? '0'})`;
  if (type === 'interval') {
    return `interval${first === ALL_FIELDS ? '' : ' of fields'}${second === undefined ? '' : `(${second})`}`;
  }
  const [word = '', ...rest] = /^(time|timestamp) /.test(type) ? type.split(' ') : [type];
  return [`${word}(${given.join(',')})`, ...rest].join(' ');
}
