import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { amount, exactInstant, instant } from '../src/http/wire.ts';
import { amounts, times } from './wire-values.ts';

const made = (schema: z.ZodType, value: unknown): unknown => schema.safeParse(value).data;

/** An amount in cents; undefined for what is none. */
function centsOf(value: string | number): bigint | undefined {
  const [, sign, whole = '', cents = ''] = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?!\n)$/.exec(String(value)) ?? [];
  if (sign === undefined || whole + cents === '' || cents.length > 2) return undefined;
  const total = BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
  return total > 9_999_999_999n || (sign === '-' && total > 0n) ? undefined : total;
}

test('an amount goes on with two decimals, however it was written', () => {
  fc.assert(
    fc.property(amounts, (value) => {
      const cents = centsOf(value);
      const text = cents === undefined ? undefined : `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
      expect(made(amount, value)).toBe(text);
    }),
    { numRuns: 5000 },
  );
});

/** By zod's own schema and Date. */
function dateOf(value: string): Date | undefined {
  const written = value.toUpperCase();
  if (!z.iso.datetime({ offset: true }).safeParse(written).success) return undefined;
  const at = new Date(written);
  return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999 ? at : undefined;
}

test('a time goes on as a Date, or as a text in UTC that has the digits of a second that were given, up to six', () => {
  fc.assert(
    fc.property(times, (value) => {
      const at = dateOf(value);
      const micros = /\.\d{3}(\d{1,3})/.exec(value)?.[1] ?? '';
      expect(made(instant, value)).toEqual(at);
      expect(made(exactInstant, value)).toBe(at?.toISOString().replace('Z', `${micros}Z`));
    }),
    { numRuns: 5000 },
  );
});
