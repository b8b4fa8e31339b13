import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asPostgres } from '../../test/fast/data-rows.ts';
import { timeText, timeValue } from './times.ts';

test('a time is cut to the millisecond as a Date is, or keeps what PostgreSQL has', () => {
  const dates = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 999 }), (at, micro) => {
      const micros = String(micro).padStart(3, '0');
      const text = asPostgres(at, micros);
      expect(timeText(text, 3)).toBe(at.toISOString());
      const bytes = Buffer.from(`before ${text} after`);
      expect(timeValue(bytes, 7, 7 + text.length)).toBe(at.getTime());
      expect(timeText(text, 6)).toBe(at.toISOString().replace('Z', `${micros}Z`));
    }),
  );
});

test.each([
  'infinity',
  '-infinity',
  '10000-01-01 00:00:00+00',
  '0044-03-15 00:00:00+00 BC',
  '2026-11-22 21:58:28.123456+08',
])('of %s there is no such form', (text) => {
  expect(() => timeText(text, 3)).toThrow(RangeError);
  expect(() => timeText(text, 6)).toThrow(RangeError);
  expect(() => timeValue(Buffer.from(text), 0, text.length)).toThrow(RangeError);
});
