import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schemaSpec, specSql } from './schema-spec.ts';
import { prove, Workbench } from './workbench.ts';

/** Pairs in a normal run; more with `ROSTER_DIFF_PAIRS`. */
const PAIRS = Number(process.env.ROSTER_DIFF_PAIRS ?? 100);

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

test(
  `up leads exactly from one schema to the other, and down back: ${PAIRS} random pairs`,
  async () => {
    await fc.assert(
      fc.asyncProperty(schemaSpec, schemaSpec, async (a, b) => {
        const diff = await prove(
          bench,
          { before: specSql(a), after: specSql(b), hints: { noRenames: true } },
          (actual, wanted) => expect(actual).toEqual(wanted),
        );
        expect(diff.problems).toEqual([]);
      }),
      { numRuns: PAIRS, endOnFailure: process.env.ROSTER_DIFF_SHRINK === undefined },
    );
  },
  30 * 60_000,
);
