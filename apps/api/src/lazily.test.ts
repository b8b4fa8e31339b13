import { expect, test } from 'vitest';
import { lazily } from './lazily.ts';

/** Counts how often it is made, and fails the first `failures` times. */
function counted(failures = 0) {
  const seen = { made: 0 };
  const value = lazily(async () => {
    seen.made += 1;
    if (seen.made <= failures) throw new Error(`failure ${seen.made}`);
    return seen.made;
  });
  return { seen, value };
}

test('it is made at the first call, and once for all who ask', async () => {
  const { seen, value } = counted();
  expect(seen.made).toBe(0);
  expect(await Promise.all([value(), value()])).toEqual([1, 1]);
  expect(await value()).toBe(1);
});

test('one that failed fails for all who have asked, and is made again for the next', async () => {
  const { seen, value } = counted(1);
  const results = await Promise.allSettled([value(), value()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(seen.made).toBe(1);
  expect([await value(), await value()]).toEqual([2, 2]);
});
