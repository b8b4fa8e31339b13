import { plainNames } from './expression.ts';

/** The keys whose value is PostgreSQL's print of an expression or a type. */
const PRINTED = new Set(['default', 'definition', 'expression', 'type', 'where']);

/** A part of a schema as text that is equal for parts that are equal: keys in order, names in one spelling. */
export const comparableText = (part: unknown): string => JSON.stringify(comparable(part));

/** The same without the name: what a constraint or an index is. */
export const bodyText = (part: { name: string }): string => comparableText({ ...part, name: undefined });

function comparable(part: unknown, key?: string): unknown {
  if (typeof part === 'string') return key !== undefined && PRINTED.has(key) ? plainNames(part) : part;
  if (Array.isArray(part)) return part.map((item) => comparable(item));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, comparable(value, name)]));
}

/** Whether two parts are equal, as `comparableText` has it, without making the texts. */
export function isEqual(a: unknown, b: unknown, key?: string): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') {
    return key !== undefined && PRINTED.has(key) && plainNames(a) === plainNames(b);
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => isEqual(item, b[at]));
  }
  return isObject(a) && isObject(b) && keysOf(a, b).every((name) => isEqual(a[name], b[name], name));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** Code-unit order: the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const byName = (a: { name: string }, b: { name: string }): number => compareText(a.name, b.name);

export const byQualifiedName = (a: { schema: string; name: string }, b: { schema: string; name: string }): number =>
  compareText(a.schema, b.schema) || byName(a, b);

export const isSameName = (a: { schema: string; name: string }, b: { schema: string; name: string }): boolean =>
  a.schema === b.schema && a.name === b.name;
