import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmployeeExportQuery } from '../src/routes/employees/schema.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { exceptions, fill, filterCases, PAGE, PART_READ, sorts, workOf, workPast } from './list-plans.ts';

// Of fewer PostgreSQL rightly reads all; a million are `pnpm test:stress list-plans`.
const ROWS = 50_000;
const MOST = ROWS * PART_READ;

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
  await fill(app.sequelize, ROWS);
}, 120_000);
afterAll(() => app.close());

describe.each(sorts)('by %s', (sort) => {
  test('a page costs no more rows than it has, deep in the table as well', async () => {
    for (const deep of [false, true]) {
      const { rows, plan } = await workOf(app.sequelize, { filters: {}, sort }, deep);
      expect({ plan, isMore: rows >= 2 * PAGE }).toEqual({ plan, isMore: false });
      expect(plan).not.toMatch(/Seq Scan|(?<!Incremental )Sort/);
    }
  });
});

const GREATEST_OFFSET = 10_000;

/** The index of the names has no id, and those of descending orders its complement: rows are read for them. */
const inOneIndex = sorts.filter((sort) => !sort.startsWith('-') && sort !== 'name');

test.each(inOneIndex)('by %s what an offset leaves out is counted in the index, and not read', async (sort) => {
  const { plan } = await workPast(app.sequelize, sort, GREATEST_OFFSET);
  expect(plan).toMatch(/< Index Only Scan (\w+) < Index Scan \1$/);
});

test.each(['bonus,name', 'name', 'gender,-salary'])('what %s sorts is sorted once for an offset', async (sort) => {
  const { plan } = await workPast(app.sequelize, sort, GREATEST_OFFSET);
  expect(plan.match(/Sort/g)).toHaveLength(1);
});

test('every declared filter is among the cases', () => {
  const { sort: _sort, bom: _bom, ...declared } = EmployeeExportQuery.shape;
  const tried = new Set(filterCases(ROWS).flatMap(({ filters }) => Object.keys(filters)));
  expect([...tried].toSorted()).toEqual(Object.keys(declared).toSorted());
});

test(`no filter in any order looks at more than ${MOST} of ${ROWS} rows`, { timeout: 120_000 }, async () => {
  const reading: string[] = [];
  for (const { name, ...selection } of filterCases(ROWS)) {
    const { rows, plan } = await workOf(app.sequelize, selection);
    if (rows > MOST || plan.includes('Seq Scan')) reading.push(`${name}: ${rows} rows, ${plan}`);
  }
  expect(reading).toEqual([]);
});

test.each(exceptions(ROWS))('$name: reads more, because $why', async (selection) => {
  expect((await workOf(app.sequelize, selection)).rows).toBeGreaterThan(MOST);
});
