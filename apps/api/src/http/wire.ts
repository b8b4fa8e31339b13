import { z } from 'zod';

/**
 * How values look in JSON and in a query string. Each schema says what it takes (its input, which OpenAPI shows) and what
 * a handler gets (its output).
 */

type Context = z.core.$RefinementCtx;

/** Adds a fault with one of pydantic's types, so that a client of FastAPI knows it. */
export function fault(ctx: Context, type: string, message: string): z.core.$ZodNever['_zod']['output'] {
  ctx.addIssue({ code: 'custom', params: { type }, message });
  return z.NEVER;
}

/** Without NUL, and without halves of surrogate pairs. */
const PLAIN = /^[^\0\ud800-\udfff]*$/;

/**
 * Text that PostgreSQL can hold: no NUL and no half of a surrogate pair. Its length is in characters (code points), as
 * VARCHAR(n) and JSON Schema count it, not in UTF-16 units.
 */
export const text = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .superRefine((value, ctx) => {
      // Almost every text: as many characters as units, and none that is special.
      if (PLAIN.test(value) && value.length >= min && value.length <= max) return;
      if (/\0|\p{Surrogate}/u.test(value)) {
        fault(ctx, 'string_unicode', 'Input should be text without NUL and without lone surrogates');
      }
      // UTF-16 units first: a megabyte of text need not be split to know that it is too long.
      const length = value.length > 2 * max ? value.length : Array.from(value).length;
      if (length < min) fault(ctx, 'string_too_short', `String should have at least ${min} characters`);
      if (length > max) fault(ctx, 'string_too_long', `String should have at most ${max} characters`);
    })
    .meta({ override: { minLength: min, maxLength: max, pattern: '^[^\\u0000]*$' } });

/** Leading zeros have no quantifier of their own: two that take a zero try every way to share them, in square time. */
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;
/** As it goes to the handler; the answers have it like that, too. */
const CENTS = /^(?:0|[1-9]\d{0,7})\.\d\d$/;
/** In characters; what is longer is not looked at. A number's text is never as long. */
const LONGEST_AMOUNT = 40;

/**
 * An exact amount with two decimals, from 0 to 99999999.99. Comes as a string or a number in plain notation, goes to the
 * handler as a string with two decimals; it is never computed with, so `12.1` is `'12.10'` to the cent.
 */
export const amount = z
  .union([z.string(), z.number()], {
    error: ({ input }) => (input === undefined ? undefined : 'Input should be a decimal string or a number'),
  })
  .transform((value, ctx) => {
    // A number's shortest text is what the client wrote, up to the 15 digits that every JSON parser keeps.
    const written = String(value);
    if (CENTS.test(written)) return written;
    const [, sign, digits = '', cents = ''] = (written.length <= LONGEST_AMOUNT && DECIMAL.exec(written)) || [];
    if (sign === undefined || digits + cents === '') {
      return fault(ctx, 'decimal_parsing', 'Input should be a valid decimal');
    }
    const whole = digits.replace(/^0+/, '');
    if (sign === '-' && /[1-9]/.test(whole + cents)) {
      return fault(ctx, 'greater_than_equal', 'Input should be greater than or equal to 0');
    }
    if (cents.length > 2) return fault(ctx, 'decimal_max_places', 'Input should have no more than 2 decimal places');
    if (whole.length > 8) return fault(ctx, 'less_than_equal', 'Input should be less than or equal to 99999999.99');
    return `${whole || '0'}.${cents.padEnd(2, '0')}`;
  })
  .meta({
    override: {
      anyOf: [
        { type: 'string', pattern: '^0*[0-9]{1,8}(\\.[0-9]{1,2})?$', maxLength: LONGEST_AMOUNT },
        { type: 'number', minimum: 0, maximum: 99_999_999.99, multipleOf: 0.01 },
      ],
    },
  });

/** An amount going out: always two decimals. */
export const amountOut = z.string().meta({ override: { pattern: '^[0-9]{1,8}\\.[0-9]{2}$' } });

/** What `z.iso.datetime({ offset: true })` goes by. */
const RFC_3339 = z.regexes.datetime({ offset: true });

const rfc3339Document = { override: { type: 'string', format: 'date-time' } } as const;

/** An instant as RFC 3339 writes it, with any offset. Digits after the millisecond are cut. */
export const instant = z.string().transform(toDate).meta(rfc3339Document);

/** Of the times that are well-formed those that are already what `exactInstant` makes of them, as an export has them. */
const EXACT = /^(?!0000).{10}T.{8}\.\d{3,6}Z$/;

/** The same as a text in UTC, with up to six digits of a second: as much as PostgreSQL keeps. */
export const exactInstant = z
  .string()
  .transform((value, ctx) => {
    if (EXACT.test(value) && RFC_3339.test(value)) return value;
    const at = toDate(value, ctx);
    const micros = /\.\d{3}(\d{1,3})/.exec(value)?.[1] ?? '';
    return at instanceof Date ? at.toISOString().replace('Z', `${micros}Z`) : z.NEVER;
  })
  .meta(rfc3339Document);

function toDate(value: string, ctx: Context): Date {
  const written = value.toUpperCase();
  const at = RFC_3339.test(written) ? new Date(written) : undefined;
  // Year 0 is none to PostgreSQL, and one past 9999 has no RFC 3339 form to go out again.
  if (at !== undefined && at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999) return at;
  const words = 'Input should be an RFC 3339 time with its offset, such as 2026-01-31T09:00:00Z';
  return fault(ctx, 'datetime_parsing', words);
}

/** An instant going out: UTC, to the millisecond. */
export const instantOut = z.string().meta({ override: { format: 'date-time' } });

/** `true` or `false` in a query string. */
export const booleanParam = z
  .string()
  .transform((value, ctx) => {
    if (value === 'true' || value === 'false') return value === 'true';
    return fault(ctx, 'bool_parsing', 'Input should be a valid boolean: true or false');
  })
  .meta({ override: { type: 'boolean' } });

/** An integer in a path or a query string. */
const integerText = z.string().transform((value, ctx) => {
  if (!/^[+-]?\d+$/.test(value)) {
    return fault(ctx, 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer');
  }
  return Number(value);
});

/**
 * An integer in a query string, between two bounds that are both included.
 *
 * @param fallback what the handler takes where it is absent; said to the reader, not done here. None is said where a
 *   reader that fills it in (Swagger UI) would send what another parameter excludes
 */
export const integerParam = ({ min, max, fallback }: { min: number; max: number; fallback?: number }) =>
  integerText.pipe(z.int().min(min).max(max)).meta({
    override: { type: 'integer', minimum: min, maximum: max, ...(fallback !== undefined && { default: fallback }) },
  });

/** A key in a path. Any integer will do here: one that no row can have is not found, which is 404 and not 422. */
export const keyParam = integerText.meta({ override: { type: 'integer', format: 'int32' } });
