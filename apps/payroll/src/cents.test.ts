import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCents, meanOf, parseCents } from './cents.ts';

describe('cents', () => {
  test.each([
    ['0.00', 0n],
    ['0.01', 1n],
    ['12345.60', 1_234_560n],
    ['99999999.99', 9_999_999_999n],
    ['-5.05', -505n],
    ['-0.05', -5n],
  ])('of %s are %d, and print the same again', (decimal, cents) => {
    expect(parseCents(decimal)).toBe(cents);
    expect(formatCents(cents)).toBe(decimal);
  });

  test.each([
    ['7', 700n],
    ['7.5', 750n],
  ])('of %s are %d: a database may print fewer places', (decimal, cents) => expect(parseCents(decimal)).toBe(cents));

  test.each(['NaN', 'Infinity', '', ' 1', '1e3', '0.001', '.5', '1,5'])('of %j are none', (text) =>
    expect(parseCents(text)).toBeUndefined(),
  );

  test('of any amount print as what is read back, also beyond what a float holds', () => {
    fc.assert(
      fc.property(fc.bigInt(), (cents) => {
        expect(parseCents(formatCents(cents))).toBe(cents);
      }),
    );
  });
});

describe('the mean', () => {
  test.each([
    [1n, 2, 1n],
    [-1n, 2, -1n],
    [1n, 3, 0n],
    [2n, 3, 1n],
    [10n, 4, 3n],
    [0n, 5, 0n],
  ])('of %d cents over %d is %d', (sum, count, mean) => expect(meanOf(sum, count)).toBe(mean));

  test('is never further than half a cent from the sum', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 1, max: 1e9 }), (sum, count) => {
        const off = 2n * (meanOf(sum, count) * BigInt(count) - sum);
        expect(off <= BigInt(count) && -off <= BigInt(count)).toBe(true);
      }),
    );
  });
});
