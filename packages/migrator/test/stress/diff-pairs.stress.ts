import { afterAll, beforeAll, describe, test } from 'vitest';
import { judgePairs, provePairs, WAYS } from '../diff/pairs.ts';
import { Workbench } from '../diff/workbench.ts';

/** For each way: 20 000 in all. */
const PAIRS = 4000;

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
    3 * 60 * 60_000,
  );
});

test(
  'the independent judge finds no difference in a sample of them',
  async () => {
    await judgePairs(bench, { numRuns: 400 });
  },
  60 * 60_000,
);
