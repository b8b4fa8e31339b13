import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgePairs, provePairs, WAYS } from './pairs.ts';
import { Workbench } from './workbench.ts';

/** 500 pairs in all; `pnpm test:stress` has 20 000. */
const PAIRS = 100;

/** The judge takes much longer than the proof. */
const JUDGED = 10;

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

describe('of two random schemas up leads exactly from one to the other, and down back:', () => {
  test.each(Object.entries(WAYS))(
    '%s',
    async (_way, decide) => {
      expect(await provePairs(bench, decide, { numRuns: PAIRS })).toBe(PAIRS);
    },
    5 * 60_000,
  );
});

test(
  'the independent judge finds no difference in a sample of them',
  async () => {
    expect(await judgePairs(bench, { numRuns: JUDGED })).toBe(JUDGED);
  },
  5 * 60_000,
);
