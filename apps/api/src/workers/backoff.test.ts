import { expect, test } from 'vitest';
import { nextWait } from './backoff.ts';

test('a worker that ends early again and again is waited for twice as long each time, up to half a minute', () => {
  const backoff = { failures: 0 };
  expect(Array.from({ length: 11 }, () => nextWait(backoff, 9999))).toEqual([
    100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000,
  ]);
});

test('one that has run for a while makes it begin anew', () => {
  const backoff = { failures: 7 };
  expect([nextWait(backoff, 10_000), nextWait(backoff, 50)]).toEqual([100, 200]);
});
