/**
 * Which conversions PostgreSQL has between its own types: those that it makes by itself on assignment, and those that
 * have to be asked for. Read from pg_cast of PostgreSQL 14 to 18; what only some of them have is left out.
 */
const ON_ASSIGNMENT: Partial<Record<string, string>> = {
  '"char"': 'character, character varying, text',
  bigint: 'numeric, smallint, integer, real, double precision, money',
  bit: 'bit varying',
  'bit varying': 'bit',
  boolean: 'character, character varying, text',
  box: 'polygon',
  character: 'character varying, "char", name, text',
  'character varying': 'character, "char", name, text',
  cidr: 'character, character varying, text, inet',
  date: 'timestamp without time zone, timestamp with time zone',
  'double precision': 'numeric, bigint, smallint, integer, real',
  inet: 'character, character varying, text, cidr',
  integer: 'numeric, bigint, smallint, real, double precision, money',
  interval: 'time without time zone',
  json: 'jsonb',
  jsonb: 'json',
  macaddr: 'macaddr8',
  macaddr8: 'macaddr',
  money: 'numeric',
  name: 'character, character varying, text',
  numeric: 'bigint, smallint, integer, real, double precision, money',
  path: 'polygon',
  point: 'box',
  polygon: 'path',
  real: 'numeric, bigint, smallint, integer, double precision',
  smallint: 'numeric, bigint, integer, real, double precision',
  text: 'character, character varying, "char", name',
  'time with time zone': 'time without time zone',
  'time without time zone': 'interval, time with time zone',
  'timestamp with time zone': 'date, time without time zone, timestamp without time zone, time with time zone',
  'timestamp without time zone': 'date, time without time zone, timestamp with time zone',
  xml: 'character, character varying, text',
};

const ON_REQUEST: Partial<Record<string, string>> = {
  '"char"': 'integer',
  bigint: 'bit',
  bit: 'bigint, integer',
  boolean: 'integer',
  box: 'point, lseg, circle',
  circle: 'point, box, polygon',
  daterange: 'datemultirange',
  int4range: 'int4multirange',
  int8range: 'int8multirange',
  integer: 'bit, boolean, "char"',
  jsonb: 'boolean, numeric, bigint, smallint, integer, real, double precision',
  lseg: 'point',
  numrange: 'nummultirange',
  polygon: 'point, box, circle',
  tsrange: 'tsmultirange',
  tstzrange: 'tstzmultirange',
};

const isListed = (list: string | undefined, name: string): boolean => list?.split(', ').includes(name) ?? false;

const isString = (base: string): boolean => ['text', 'character varying', 'character', 'name'].includes(base);

export interface TypeName {
  /** Without length, precision and brackets: `character varying`, `public.mood`. */
  base: string;
  /** `(10,2)`. */
  modifier?: string;
  isArray: boolean;
}

/** A type as `format_type` prints it, in its parts. */
export function parseType(type: string): TypeName {
  const isArray = type.endsWith('[]');
  const whole = isArray ? type.slice(0, -2) : type;
  const modifier = /^[^"]*?(\([\d,-]+\))/.exec(whole)?.[1];
  const base = (modifier === undefined ? whole : whole.replace(modifier, '')).replace(/^interval .*/, 'interval');
  return { base, ...(modifier !== undefined && { modifier }), isArray };
}

export type Cast = 'assignment' | 'explicit' | 'none';

/** How PostgreSQL gets from one type to another. Every type reads from and prints to text. */
export function castBetween(from: string, to: string): Cast {
  const [a, b] = [parseType(from), parseType(to)];
  if (a.isArray !== b.isArray)
    return scalarCast(a.isArray ? `${a.base}[]` : a.base, b.isArray ? `${b.base}[]` : b.base);
  return scalarCast(a.base, b.base);
}

function scalarCast(from: string, to: string): Cast {
  if (from === to || isListed(ON_ASSIGNMENT[from], to)) return 'assignment';
  if (isListed(ON_REQUEST[from], to)) return 'explicit';
  if (isString(to)) return 'assignment';
  return isString(from) ? 'explicit' : 'none';
}
