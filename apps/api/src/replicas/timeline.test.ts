import { expect, test } from 'vitest';
import { lsnIn, lsnOf, textOf } from './lsn.ts';
import { Timeline } from './timeline.ts';

test('places in the log are compared as numbers, and go to clients and back as they are', () => {
  expect(lsnOf('0/FFFFFFFF')).toBeLessThan(lsnOf('1/0'));
  expect(lsnOf('A/1')).toBe(0xa00000001n);
  for (const text of ['0/0', '1/0', 'FFFFFFFF/FFFFFFFF']) expect(lsnIn(textOf(lsnOf(text)))).toBe(lsnOf(text));
  // What can't be read may have been any place, and so is past every one.
  for (const text of ['', 'primary', '-1', 'fffffffffffffffff', '0/1']) {
    expect(lsnIn(text)).toBeGreaterThan(lsnOf('FFFFFFFF/FFFFFFFF'));
  }
});

test('a replica is as far behind as the primary is past what it has', () => {
  const timeline = new Timeline(10_000);
  expect(timeline.lagOf(0n)).toBe(0);
  for (let at = 0; at <= 5000; at += 250) timeline.add(at, BigInt(at));
  expect(timeline.lagOf(5000n)).toBe(0);
  expect(timeline.lagOf(9999n)).toBe(0);
  expect(timeline.lagOf(4000n)).toBe(1000);
  expect(timeline.lagOf(3999n)).toBe(1250);
});

test('while nothing is written nobody falls behind', () => {
  const timeline = new Timeline(10_000);
  for (let at = 0; at <= 60_000; at += 250) timeline.add(at, 7n);
  expect(timeline.lagOf(7n)).toBe(0);
  expect(timeline.lagOf(6n)).toBe(Number.POSITIVE_INFINITY);
});

test('what is older than is kept is far behind, and another primary may begin a little lower', () => {
  const timeline = new Timeline(1000);
  for (let at = 0; at <= 10_000; at += 250) timeline.add(at, BigInt(at));
  expect(timeline.lagOf(1n)).toBe(Number.POSITIVE_INFINITY);
  timeline.add(10_250, 9900n);
  expect(timeline.lagOf(9900n)).toBe(0);
  expect(timeline.lagOf(9700n)).toBeGreaterThan(0);
});
