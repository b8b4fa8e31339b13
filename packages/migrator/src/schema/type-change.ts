import { castBetween, parseType } from './casts.ts';
import type { ColumnType } from './operation.ts';
import { quoteIdentifier } from './quote.ts';

/** The USING of a type change, or why there is none. */
export type Conversion = { kind: 'bySelf' } | { kind: 'using'; using: string } | { kind: 'undecided' };

/** Between two enums the way leads through their labels. */
export function conversion(column: string, from: ColumnType, to: ColumnType): Conversion {
  if (isThroughText(from, to)) return { kind: 'using', using: throughText(column, from.type, to.type) };
  const cast = castBetween(from.type, to.type);
  if (cast === 'none') return { kind: 'undecided' };
  return cast === 'assignment'
    ? { kind: 'bySelf' }
    : { kind: 'using', using: `${quoteIdentifier(column)}::${to.type}` };
}

const isThroughText = (from: ColumnType, to: ColumnType): boolean =>
  from.enum !== undefined && to.enum !== undefined && parseType(from.type).isArray === parseType(to.type).isArray;

/** Any type prints as text, and any type reads text; whether it understands it shows when it runs. */
export function throughText(column: string, from: string, to: string): string {
  const areArrays = parseType(from).isArray && parseType(to).isArray;
  return `${quoteIdentifier(column)}::text${areArrays ? '[]' : ''}::${to}`;
}

const INTEGERS = ['smallint', 'integer', 'bigint'];
const STRINGS = ['character varying', 'text'];

/**
 * Whether every expression over the column reads the same before and after, so that PostgreSQL can rebuild by itself what
 * depends on the column.
 */
export function staysInFamily(from: string, to: string): boolean {
  const [a, b] = [parseType(from), parseType(to)];
  if (a.isArray !== b.isArray) return false;
  return a.base === b.base || [INTEGERS, STRINGS].some((family) => family.includes(a.base) && family.includes(b.base));
}
