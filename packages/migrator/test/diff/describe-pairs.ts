import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgePairs, provePairs, WAYS } from './pairs.ts';
import { Workbench } from './workbench.ts';

export interface Amounts {
  /** Of random pairs, for each way. */
  pairs: number;
  /** Of those that the judge looks at: it takes much longer than the proof. */
  judged: number;
  /** How long one of the tests may take, in minutes. */
  minutes: number;
}

export function describePairs({ pairs, judged, minutes }: Amounts): void {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await Workbench.open();
  });
  afterAll(() => bench.close());

  describe('of two random schemas up leads exactly from one to the other, and down back:', () => {
    test.each(Object.entries(WAYS))(
      '%s',
      async (_way, decide) => {
        expect(await provePairs(bench, decide, { numRuns: pairs })).toBe(pairs);
      },
      minutes * 60_000,
    );
  });

  test(
    'the independent judge finds no difference in a sample of them',
    async () => {
      expect(await judgePairs(bench, { numRuns: judged })).toBe(judged);
    },
    minutes * 60_000,
  );
}
