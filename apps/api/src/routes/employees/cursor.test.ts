import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { cursorsSignedBy } from './cursor.ts';
import type { Order } from './order.ts';

const BY_TIME: Order = [
  { key: 'entryDate', descending: true },
  { key: 'id', descending: false },
];
const NOON = '2026-01-31T12:00:00.123456Z';

/** As someone makes it who has read this repository. */
function forged(content: object, secret = ''): string {
  const text = JSON.stringify(content);
  const signature = createHmac('sha256', secret).update(text).digest().subarray(0, 12);
  return Buffer.concat([signature, Buffer.from(text)]).toString('base64url');
}

test('a cursor gives back the position that it was made of', () => {
  const cursors = cursorsSignedBy('');
  expect(cursors.decode(cursors.encode(BY_TIME, [NOON, 7]), BY_TIME)).toEqual([NOON, 7]);
  expect(cursors.decode(forged({ sort: '-entryDate,id', after: [NOON, 7] }), BY_TIME)).toEqual([NOON, 7]);
});

test.each([
  [[NOON, '7']],
  [[NOON, 7.5]],
  [[NOON, 2147483648]],
  [[NOON, { val: '1 OR 1=1' }]],
  [[NOON]],
  [[NOON, 7, 8]],
  [['2026-02-30T12:00:00.123456Z', 7]],
  [['0000-01-01T00:00:00.000000Z', 7]],
  [['2026-01-31T12:00:00.123456+16:00', 7]],
  [['now', 7]],
  [['infinity', 7]],
])('without a secret, too, what PostgreSQL could not read is refused: %j', (after) => {
  const cursors = cursorsSignedBy('');
  expect(() => cursors.decode(forged({ sort: '-entryDate,id', after }), BY_TIME)).toThrow('1 fault');
});

test('with a secret only what was made with it is taken', () => {
  const cursors = cursorsSignedBy('one');
  const content = { sort: '-entryDate,id', after: [NOON, 7] };
  expect(cursors.decode(forged(content, 'one'), BY_TIME)).toEqual([NOON, 7]);
  expect(() => cursors.decode(forged(content, 'two'), BY_TIME)).toThrow('1 fault');
  expect(() => cursors.decode(forged(content), BY_TIME)).toThrow('1 fault');
});
