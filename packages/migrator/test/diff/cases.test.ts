import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hazardsOf } from '../../src/schema/hazards.ts';
import { needsPostgres } from '../server.ts';
import type { Case } from './case.ts';
import { columnCases, generatedCases, numberingCases, typeCases } from './cases/columns.ts';
import { checkCases, foreignKeyCases, indexCases, keyCases, tableCases } from './cases/constraints.ts';
import { enumCases, renameCases } from './cases/enums.ts';
import { prove, Workbench } from './workbench.ts';

const GROUPS: Record<string, Case[]> = {
  columns: columnCases,
  types: typeCases,
  numbering: numberingCases,
  'generated columns': generatedCases,
  'keys and uniques': keyCases,
  'checks and exclusions': checkCases,
  'foreign keys': foreignKeyCases,
  indexes: indexCases,
  tables: tableCases,
  enums: enumCases,
  renames: renameCases,
};

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

describe.each(Object.entries(GROUPS))('%s:', (_group, cases) => {
  test.each(cases.map((item) => [item.name, item] as const))('%s', async (_name, item) => {
    needsPostgres(item.since);
    const diff = await prove(bench, item, (actual, wanted) => expect(actual).toEqual(wanted));
    expect(diff.problems).toEqual([]);
    expect(diff.undecidedCasts).toEqual([]);
    const hazards = hazardsOf(diff.operations).flatMap((found) => found.map(({ code }) => code));
    expect(diff.operations.map(({ op }) => op)).toEqual(item.ops);
    expect(hazards).toEqual(item.hazards ?? hazards);
  });
});
