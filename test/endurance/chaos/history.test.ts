import { expect, test } from 'vitest';
import { type Found, judge, judgeRead, type Row } from './history.ts';

const there: Row = { name: 'a', id: 1, bonus: 2, state: 'there' };
const imported: Row = { name: 'b', bonus: 0, state: 'there' };
const deleted: Row = { name: 'c', id: 3, bonus: 0, state: 'deleted' };
const asked: Row = { name: 'd', bonus: 0, state: 'asked' };
const rows = [there, imported, deleted, asked];
const rowA: Found = { id: 1, name: 'a', bonus: 2 };
const rowB: Found = { id: 2, name: 'b', bonus: 0 };

test('a history that is as was told has no fault, with or without what nobody acknowledged', () => {
  expect(judge(rows, [rowA, rowB])).toEqual([]);
  expect(judge(rows, [rowA, rowB, { id: 4, name: 'd', bonus: 0 }])).toEqual([]);
});

test.each<[string, Found[], string]>([
  ['an acknowledged row that is not there is lost', [rowB], 'lost'],
  ['an acknowledged change that is not there is lost', [{ ...rowA, bonus: 1 }, rowB], 'lost'],
  ['a deleted row that is there: its deletion is lost', [rowA, rowB, { id: 3, name: 'c', bonus: 0 }], 'lost'],
  ['a row that is there twice', [rowA, rowB, { ...rowA, id: 9 }], 'twice'],
  ['a row under another id was made twice', [{ ...rowA, id: 9 }, rowB], 'twice'],
  ['a row that nobody asked for', [rowA, rowB, { id: 9, name: 'z', bonus: 0 }], 'wrong answer'],
])('%s', (_name, found, what) => {
  expect(judge(rows, found).map((one) => one.what)).toEqual([what]);
});

test('a read is right where it says what its reader was told', () => {
  expect(judgeRead(there, 200, JSON.stringify(rowA))).toBeUndefined();
  expect(judgeRead(deleted, 404, '')).toBeUndefined();
});

test.each<[string, Row, number, string]>([
  ['of an older state', there, 200, JSON.stringify({ ...rowA, bonus: 1 })],
  ['of another row', there, 200, JSON.stringify(rowB)],
  ['that misses the row', there, 404, ''],
  ['that finds a deleted row', deleted, 200, JSON.stringify(rowA)],
])('a read %s is a wrong answer', (_name, row, status, text) => {
  expect(judgeRead(row, status, text)?.what).toBe('wrong answer');
});
