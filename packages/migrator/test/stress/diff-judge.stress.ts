import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS } from '../diff/cases/index.ts';
import { proveCase } from '../diff/prove-case.ts';
import { Workbench } from '../diff/workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

describe.each(Object.entries(AREAS))('@supabase/pg-delta finds no difference after up: %s:', (area, cases) => {
  test.each(cases.map((item) => [item.name, item] as const))('%s', async (_name, item) => {
    expect(await proveCase(bench, area, item, true)).toMatchObject({ problems: [], undecidedCasts: [] });
  });
});
