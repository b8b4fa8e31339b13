import { parseType } from './casts.ts';

/** Whether two defaults of a column of that type give the same value. */
export const isSameDefault = (a: string | undefined, b: string | undefined, type: string): boolean =>
  a === b || valueOf(a, type) === valueOf(b, type);

/** A default without its spelling; undefined where it is none: `NULL::text`. */
function valueOf(text: string | undefined, type: string): string | undefined {
  if (text === undefined) return undefined;
  const bare = withoutCasts(text.trim(), parseType(type).base, type);
  if (/^null$/i.test(bare)) return undefined;
  if (isNumeric(type)) return numberOf(bare) ?? bare;
  if (/^ARRAY\[\]$/.test(bare)) return "'{}'";
  return isNow(bare) && parseType(type).base.startsWith('timestamp') ? 'now()' : bare;
}

const CAST = /^(?<value>NULL|'(?:[^']|'')*'|\(?-?[\d.]+\)?|ARRAY\[\])::(?<type>[^:']+)$/i;

/** A literal's casts mean nothing where they lead to the column's own type, or only name a kind of string. */
function withoutCasts(text: string, base: string, type: string): string {
  const { value, type: cast } = CAST.exec(text)?.groups ?? {};
  if (value === undefined || cast === undefined) return withoutParentheses(text);
  if (value.toUpperCase() === 'NULL') return value;
  const { base: to, modifier } = parseType(cast);
  // A length cuts, a precision rounds.
  if (modifier !== undefined && cast !== type) return text;
  const means = to === base || (isString(to) && isString(base));
  return means || (isNumeric(type) && keepsNumber(value, to)) ? withoutParentheses(value) : text;
}

const WHOLE = ['smallint', 'integer', 'bigint'];
/** Decimal digits that a type holds whatever they are. */
const DIGITS: Partial<Record<string, number>> = { real: 6, 'double precision': 15, numeric: Infinity };

/** Whether a number goes through a cast to that type unchanged. */
function keepsNumber(value: string, to: string): boolean {
  const number = numberOf(withoutParentheses(value));
  if (number === undefined) return false;
  // 0.1 as a real is another double.
  if (number.includes('.') && (WHOLE.includes(to) || to === 'real')) return false;
  if (WHOLE.includes(to)) return true;
  return number.replaceAll(/\D/g, '').length <= (DIGITS[to] ?? 0);
}

const withoutParentheses = (text: string): string => /^\((-?[\d.]+)\)$/.exec(text)?.[1] ?? text;

const isString = (base: string): boolean => ['text', 'character varying'].includes(base);

const NUMERIC = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];

const isNumeric = (type: string): boolean => !parseType(type).isArray && NUMERIC.includes(parseType(type).base);

/** `9.90`, `'9.9'` and `9.9` are one number. As text: a double does not hold every numeric. */
function numberOf(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^'?(-?)0*(\d*)(?:\.(\d*?)0*)?'?$/.exec(text) ?? [];
  if (whole + fraction === '' && !/\d/.test(text)) return undefined;
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return digits === '0' ? '0' : sign + digits;
}

/** The start of the transaction, however it is spelled. */
const isNow = (text: string): boolean => /^(now\(\)|CURRENT_TIMESTAMP|transaction_timestamp\(\))$/i.test(text);
