import { expect, test } from 'vitest';
import { sharesOf, sumOf } from './fast-clients.ts';

test.each([
  [2, undefined],
  [5, undefined],
  [6, { reads: 1, writes: 1, slow: 1 }],
  [8, { reads: 1, writes: 2, slow: 1 }],
  [10, { reads: 1, writes: 2, slow: 2 }],
  [20, { reads: 2, writes: 2, slow: 4 }],
  [40, { reads: 4, writes: 4, slow: 8 }],
])('of %i connections requests share %o', (connections, shares) => {
  expect(sharesOf(connections)).toEqual(shares);
});

test('the pool, which has all that is not shared, keeps two for imports and one for who comes meanwhile', () => {
  for (let connections = 6; connections < 500; connections += 1) {
    const shares = sharesOf(connections);
    expect(shares && connections - sumOf(shares)).toBeGreaterThanOrEqual(3);
  }
});
