import { Employee } from '@roster/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSequelize } from '../database/connection.ts';
import { rowWriter, timeText } from './row-writer.ts';

createSequelize('postgres://u@127.0.0.1:1/none', { poolMax: 2, timeout: 100 });

test('a row is written as JSON.stringify writes its values, whatever the name holds', () => {
  const write = rowWriter<{ id: number; name: string; isLeave: boolean; salary: string }>(Employee, [
    'id',
    'name',
    'isLeave',
    'salary',
  ]);
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('"', '\\', '\n'),
  );
  fc.assert(
    fc.property(fc.integer(), names, fc.boolean(), (id, name, isLeave) => {
      const row = [String(id), name, isLeave ? 't' : 'f', '12345.60'];
      expect(write.one(row).content.toString()).toBe(JSON.stringify({ id, name, isLeave, salary: '12345.60' }));
    }),
  );
});

test('null is null', () => {
  expect(rowWriter<{ name: string }>(Employee, ['name']).one([null]).content.toString()).toBe('{"name":null}');
});

/** As PostgreSQL writes it in UTC: no zeros at the end of a second. */
const asPostgres = (at: Date, micros: string): string =>
  `${at
    .toISOString()
    .replace('T', ' ')
    .replace(/Z$/, micros)
    .replace(/\.?0+$/, '')}+00`;

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
});

test('many rows are an array, however long', () => {
  const write = rowWriter<{ id: number; name: string }>(Employee, ['id', 'name']);
  const rows = Array.from({ length: 5000 }, (_, id) => [String(id), `李雷 ${id}`]);
  const expected = rows.map(([id, name]) => ({ id: Number(id), name }));
  expect(JSON.parse(write.many(rows).content.toString())).toEqual(expected);
  expect(write.many([]).content.toString()).toBe('[]');
});
