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

const sorted = ['salary', 'bonus', 'is_leave', 'gender', 'entry_date', 'created_time', 'update_time'];

const SETS: readonly [words: string, without: string][] = [
  ['all indexes', ''],
  ['without the pieces of names', 'DROP INDEX employee_name_grams'],
  ['the keys alone', sorted.map((column) => `DROP INDEX employee_${column}_id`).join(';')],
];

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

const BULKS = 10;
const SINGLES = 300;

/** Of one statement, in milliseconds: a bulk of 1000, one creation, one change. */
async function writeTimes(round: string): Promise<number[]> {
  const timed = async (sql: string): Promise<number> => {
    const began = performance.now();
    await app.sequelize.query(sql);
    return performance.now() - began;
  };
  const several = async (times: number, sql: (at: number) => string): Promise<number[]> => {
    const all: number[] = [];
    for (let at = 0; at < times; at += 1) all.push(await timed(sql(at)));
    return all;
  };
  const insert = 'INSERT INTO employee (name, salary, gender)';
  const bulks = await several(
    BULKS,
    (at) => `${insert} SELECT '韩梅梅 Han ${round} ${at} ' || n, n, '女' FROM generate_series(1, 1000) n`,
  );
  const creations = await several(SINGLES, (at) => `${insert} VALUES ('李雷 Li ${round} ${at}', ${at}, '男')`);
  const changes = await several(
    SINGLES,
    (at) => `UPDATE employee SET salary = ${at}, update_time = now() WHERE id = ${at * 3001 + 1}`,
  );
  // Of the bulks the mean: the pieces of names are put in their place once for several of them.
  return [bulks.reduce((sum, time) => sum + time, 0) / BULKS, median(creations), median(changes)];
}

test('what the indexes cost a write', { timeout: 900_000 }, async () => {
  lines.push('', '| | a bulk of 1000, ms | a creation | a change |', '| --- | --- | --- | --- |');
  for (const [set, [words, drop]] of SETS.entries()) {
    if (drop) await app.sequelize.query(drop);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await writeTimes(`${set}.${round}`));
    const medians = [0, 1, 2].map((at) => median(rounds.map((times) => times[at] ?? Number.NaN)).toFixed(2));
    lines.push(`| ${[words, ...medians].join(' | ')} |`);
  }
  expect(lines.at(-1)).toMatch(/^\| the keys alone( \| \d+\.\d\d){3} \|$/);
});
