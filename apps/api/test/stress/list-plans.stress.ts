import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { type Case, exceptions, fill, filterCases, PAGE, PART_READ, sorts, type Work, workOf } from '../list-plans.ts';

const ROWS = 1_000_000;
const ROUNDS = 3;

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
  await fill(app.sequelize, ROWS);
}, 600_000);
afterAll(() => app.close());

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @returns the work of each selection and the median of its times, in rounds that take turns */
async function measured(selections: readonly { filters: Case['filters']; sort: string; deep?: boolean }[]) {
  const works: Work[][] = selections.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { deep, ...selection }] of selections.entries()) {
      works[at]?.push(await workOf(app.sequelize, selection, deep));
    }
  }
  return works.map((rounds) => ({
    rows: Math.max(...rounds.map(({ rows }) => rows)),
    time: median(rounds.map(({ time }) => time)),
    plan: rounds[0]?.plan ?? '',
  }));
}

const lines: string[] = [];
afterAll(() => void process.stderr.write(`\n${lines.join('\n')}\n`));

test('a page deep in a million rows looks at no more of them than the first, in every order', {
  timeout: 600_000,
}, async () => {
  lines.push('| order | first page, ms | deep page, ms | ratio |', '| --- | --- | --- | --- |');
  for (const sort of sorts) {
    const [first, deep] = await measured([
      { filters: {}, sort },
      { filters: {}, sort, deep: true },
    ]);
    if (first === undefined || deep === undefined) throw new Error('nothing was measured');
    lines.push(
      `| ${sort} | ${first.time.toFixed(2)} | ${deep.time.toFixed(2)} | ${(deep.time / first.time).toFixed(2)} |`,
    );
    expect([first.rows, deep.rows].every((rows) => rows < 2 * PAGE)).toBe(true);
  }
});

test('no filter in any order looks at more than its part of a million rows', { timeout: 1_800_000 }, async () => {
  const cases = filterCases(ROWS);
  const works = await measured(cases);
  const slowest = new Map<string, string>();
  const most = new Map<string, number>();
  for (const [at, { rows, time, plan }] of works.entries()) {
    const [what = '', order = ''] = (cases[at]?.name ?? '').split(', by ');
    if (time > (most.get(what) ?? 0)) {
      most.set(what, time);
      slowest.set(what, `| ${what} | ${time.toFixed(1)} | ${order} | ${rows} | ${plan} |`);
    }
  }
  lines.push(
    '',
    '| filter | slowest order, ms | order | rows | plan |',
    '| --- | --- | --- | --- | --- |',
    ...slowest.values(),
  );
  const reading = works.flatMap(({ rows, plan }, at) =>
    rows > ROWS * PART_READ ? [`${cases[at]?.name}: ${rows}, ${plan}`] : [],
  );
  expect(reading).toEqual([]);
});

test.each(exceptions(ROWS))('$name: reads more, because $why', { timeout: 600_000 }, async ({ name, ...selection }) => {
  const [work] = await measured([selection]);
  lines.push(`| ${name} | ${work?.time.toFixed(1)} | ${selection.sort} | ${work?.rows} | ${work?.plan} |`);
  expect(work?.rows).toBeGreaterThan(ROWS * PART_READ);
});
