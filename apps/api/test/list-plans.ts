import { Employee, Gender } from '@roster/models';
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { expect } from 'vitest';
import type { Position } from '../src/routes/employees/cursor.ts';
import { type Order, type SortKey, sortKeys, sortParam, timeKeys } from '../src/routes/employees/order.ts';
import type { EmployeeFilters } from '../src/routes/employees/schema.ts';
import { exactTimes, positionOf } from '../src/routes/employees/selection.ts';
import { employeeStore } from '../src/routes/employees/store.ts';

/** One list, by name. */
export interface Case {
  name: string;
  filters: EmployeeFilters;
  sort: string;
}

/** What PostgreSQL did for a page. */
export interface Work {
  /** The most rows that one step of the plan looked at, let through or not. */
  rows: number;
  /** Planning and execution, in milliseconds. */
  time: number;
  /** The plan's steps, from the outside in. */
  plan: string;
}

export const PAGE = 50;

/** Of a table, what a page may look at. */
export const PART_READ = 0.02;

export const sorts: readonly string[] = (Object.keys(sortKeys) as SortKey[]).flatMap((key) => [key, `-${key}`]);

/**
 * As awkward as rows are: ten of them are unlike all others, salaries and days stand in no order, all were made by one
 * import, who earns more was changed later, and names are Chinese and Latin with the row's number at their end.
 */
export async function fill(sequelize: Sequelize, rows: number): Promise<void> {
  await sequelize.query(
    `INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date, created_time, update_time)
     SELECT initcap(translate(n::text, '0123456789', 'aeioublnrs')) || CASE n % 2 WHEN 0 THEN ' Li ' ELSE
              chr((19968 + n * 7919 % 97)::int) || chr((20100 + n * 104729 % 1999)::int) END || n,
            n * 7919 % ${rows} / 100.0, CASE WHEN rare THEN 5000 ELSE 0 END, rare, CASE WHEN rare THEN '女' ELSE '男' END::enum_employee_gender,
            TIMESTAMPTZ '2020-01-01 00:00+00' + n * 104729 % ${rows} * INTERVAL '1 minute', TIMESTAMPTZ '2026-01-01 00:00+00',
            TIMESTAMPTZ '2026-01-01 00:00+00' + n * 7919 % ${rows} * INTERVAL '1 second'
     FROM generate_series(1::bigint, ${rows}) n, LATERAL (SELECT n % ${rows / 10} = 0 AS rare) AS r`,
  );
  await sequelize.query('VACUUM ANALYZE employee');
}

const HALF = 0.5;
/** Of rows, those that a filter leaves out which lets most through. */
const LEAST = 0.005;

type Values = { [F in keyof Required<EmployeeFilters>]: [words: string, value: EmployeeFilters[F]][] };

/** Each filter with a value that few rows have, or none, and with one that most have. */
const valuesOfFilters = (rows: number): Values => ({
  q: [
    ['one character of few names', '乀'],
    ['one character of no name', '龘'],
    ['one letter of most names', 'l'],
    ['two characters', '一争'],
    ['three letters of half the names', ' li'],
    ['the digits of one name', String(rows - 1)],
    ['one digit again and again', '9'.repeat(String(rows - 1).length)],
    ['a name that nobody has', 'nobody'],
  ],
  gender: [
    ['of few', Gender.Female],
    ['of most', Gender.Male],
  ],
  isLeave: [
    ['of few', true],
    ['of most', false],
  ],
  salaryMin: [
    ['of few', cents(rows - 10)],
    ['of most', cents(rows * LEAST)],
  ],
  salaryMax: [
    ['of few', cents(10)],
    ['of most', cents(rows * (1 - LEAST))],
  ],
  entryFrom: [
    ['of few', day(rows - 10)],
    ['of most', day(rows * LEAST)],
  ],
  entryTo: [
    ['of few', day(10)],
    ['of most', day(rows * (1 - LEAST))],
  ],
});

const cents = (amount: number): string => (amount / 100).toFixed(2);
const day = (minutes: number): Date => new Date(Date.UTC(2020, 0, 1, 0, Math.round(minutes)));

/** Every filter with each of its values in every order. */
export const filterCases = (rows: number): Case[] =>
  Object.entries(valuesOfFilters(rows)).flatMap(([filter, values]) =>
    values.flatMap(([words, value]) =>
      sorts.map((sort) => ({ name: `${filter}, ${words}, by ${sort}`, filters: { [filter]: value }, sort })),
    ),
  );

/** What reads more all the same, with its reason. docs/api.md says it to callers. */
export const exceptions = (rows: number): (Case & { why: string })[] => [
  {
    name: 'two columns, the first of which is alike in nearly all rows',
    filters: {},
    sort: 'bonus,name',
    why: 'an index has but one of them: of the rows that are alike in it all are sorted by the other',
  },
  {
    name: 'a range whose rows all stand late in the order',
    filters: { salaryMin: cents(rows * HALF) },
    sort: 'updateTime',
    why: 'the order is walked until a page is full; PostgreSQL expects the rows to be anywhere in it',
  },
];

/** The first page of a list, or the one after the row in the middle of the table, as PostgreSQL worked on it. */
export async function workOf(sequelize: Sequelize, { filters, sort }: Omit<Case, 'name'>, deep = false): Promise<Work> {
  const order = sortParam.parse(sort);
  const after = deep ? await middleOf(order) : undefined;
  const sql = await statementOf(sequelize, () => employeeStore.list({ filters, order, after, limit: PAGE }));
  return explained(sequelize, sql);
}

/** The page past so many rows. */
export async function workPast(sequelize: Sequelize, sort: string, offset: number): Promise<Work> {
  const order = sortParam.parse(sort);
  const sql = await statementOf(sequelize, () => employeeStore.list({ filters: {}, order, offset, limit: PAGE }));
  return explained(sequelize, sql);
}

async function middleOf(order: Order): Promise<Position> {
  const id = (await Employee.max<number, Employee>('id')) / 2;
  const row = await Employee.findByPk(id, { attributes: { include: exactTimes(timeKeys) }, raw: true });
  if (row === null) throw new Error(`no employee ${id}`);
  return positionOf(row, order);
}

/** What Sequelize sends while something is done. */
async function statementOf(sequelize: Sequelize, work: () => Promise<unknown>): Promise<string> {
  const sent: string[] = [];
  sequelize.options.logging = (line) => void sent.push(line.replace(/^Executing \([^)]*\): /, ''));
  await work().finally(() => (sequelize.options.logging = false));
  expect(sent).toHaveLength(1);
  return sent.join();
}

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

async function explained(sequelize: Sequelize, sql: string): Promise<Work> {
  const rows = await sequelize.query<{
    'QUERY PLAN': [{ Plan: PlanNode; 'Planning Time': number; 'Execution Time': number }];
  }>(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, { type: QueryTypes.SELECT });
  const explanation = rows[0]?.['QUERY PLAN'][0];
  if (explanation === undefined) throw new Error('PostgreSQL explained nothing');
  const steps = stepsOf(explanation.Plan);
  return {
    rows: Math.max(...steps.map(rowsLookedAt)),
    time: explanation['Planning Time'] + explanation['Execution Time'],
    plan: steps.map((step) => [step['Node Type'], step['Index Name']].filter(Boolean).join(' ')).join(' < '),
  };
}

const stepsOf = (step: PlanNode): PlanNode[] => [step, ...(step.Plans ?? []).flatMap(stepsOf)];

const rowsLookedAt = (step: PlanNode): number =>
  step['Actual Loops'] *
  (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0));
