import { Employee } from '@roster/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asPostgres, wireRow } from '../../test/fast/data-rows.ts';
import { createSequelize } from '../database/connection.ts';
import { EXACT_JSON_WRITERS } from './column-writers.ts';
import { linesWriter, ndjsonForm, rowWriter } from './row-writer.ts';

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
      expect(write.one(wireRow(row)).content.toString()).toBe(
        JSON.stringify({ id, name, isLeave, salary: '12345.60' }),
      );
    }),
  );
});

test('null is null', () => {
  expect(
    rowWriter<{ name: string }>(Employee, ['name'])
      .one(wireRow([null]))
      .content.toString(),
  ).toBe('{"name":null}');
});

test('many rows are an array, however long', () => {
  const write = rowWriter<{ id: number; name: string }>(Employee, ['id', 'name']);
  const rows = Array.from({ length: 5000 }, (_, id) => [String(id), id % 2 === 0 ? `李雷 ${id}` : '\u0001'.repeat(40)]);
  const expected = rows.map(([id, name]) => ({ id: Number(id), name }));
  expect(JSON.parse(write.many(rows.map(wireRow)).content.toString())).toEqual(expected);
  expect(write.many([]).content.toString()).toBe('[]');
});

const dates = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

test('a time is cut to the millisecond in an answer, and whole in a file', () => {
  const { one } = rowWriter<{ entryDate: string }>(Employee, ['entryDate']);
  const lines = linesWriter(Employee, ['entryDate'], ndjsonForm(EXACT_JSON_WRITERS));
  // Of all digits, and of few, as times that people write have.
  const fractions = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(0, 100, 120));
  const few = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => new Date(seconds * 1000));
  fc.assert(
    fc.property(fc.oneof(dates, few), fractions, (at, micro) => {
      const micros = String(micro).padStart(3, '0');
      const row = wireRow([asPostgres(at, micros)]);
      expect(JSON.parse(one(row).content.toString())).toEqual({ entryDate: at.toISOString() });
      const exact = at.toISOString().replace('Z', micro === 0 ? 'Z' : `${micros}Z`);
      expect(JSON.parse(lines([row]).toString())).toEqual({ entryDate: exact });
    }),
  );
});

test('a line of a file ends, and what has no form in it is no line', () => {
  const lines = linesWriter(Employee, ['id', 'entryDate'], ndjsonForm(EXACT_JSON_WRITERS));
  const rows = [1, 2].map((id) => wireRow([String(id), '2026-11-23 01:15:12+00']));
  expect(lines(rows).toString()).toBe(
    '{"id":1,"entryDate":"2026-11-23T01:15:12.000Z"}\n{"id":2,"entryDate":"2026-11-23T01:15:12.000Z"}\n',
  );
  expect(() => lines([wireRow(['1', 'infinity'])])).toThrow(RangeError);
  expect(lines(rows.slice(0, 1)).toString()).toBe('{"id":1,"entryDate":"2026-11-23T01:15:12.000Z"}\n');
});
