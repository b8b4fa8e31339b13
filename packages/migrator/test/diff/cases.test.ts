import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needsPostgres } from '../server.ts';
import { type Case, expectedFile } from './case.ts';
import { AREAS } from './cases/index.ts';
import { proveCase } from './prove-case.ts';
import { Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

const ALL = Object.entries(AREAS).flatMap(([area, cases]) => cases.map((item) => [area, item] as const));

/** The judge takes longer than all the rest: here it is asked about every third case, in `pnpm test:stress` about all. */
const JUDGED = new Set<Case>(ALL.flatMap(([, item], at) => (at % 3 === 0 ? [item] : [])));

describe.each(Object.entries(AREAS))('%s:', (area, cases) => {
  test.each(cases.map((item) => [item.name, item] as const))('%s', async (_name, item) => {
    needsPostgres(item.since);
    expect(await proveCase(bench, area, item, JUDGED.has(item))).toMatchObject({ problems: [], undecidedCasts: [] });
  });
});

test('every expected file is that of one case', () => {
  const folder = fileURLToPath(new URL('./expected/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));
  const wanted = ALL.filter(([, { ops }]) => ops.length > 0).map(([area, item]) => expectedFile(area, item));
  expect(files.toSorted()).toEqual(wanted.toSorted());
});
