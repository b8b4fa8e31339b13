import { afterAll, beforeAll, describe, test } from 'vitest';
import { judgePairs, provePairs, WAYS } from './pairs.ts';
import { Workbench } from './workbench.ts';

/** 500 pairs in all; `pnpm test:stress` has 20 000. */
const PAIRS = 100;

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

describe('of two random schemas up leads exactly from one to the other, and down back:', () => {
  test.each(Object.entries(WAYS))(
    '%s',
    async (_way, decide) => {
      await provePairs(bench, decide, { numRuns: PAIRS });
    },
    5 * 60_000,
  );
});

test(
  'the independent judge finds no difference in a sample of them',
  async () => {
    await judgePairs(bench, { numRuns: 10 });
  },
  5 * 60_000,
);
