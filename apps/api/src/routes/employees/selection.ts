import { Employee } from '@roster/models';
import { type Attributes, fn, literal, Op, type WhereOptions, where } from 'sequelize';
import type { Position } from './cursor.ts';
import { nameContains } from './name-search.ts';
import { isTime, type Order, type SortKey, type TimeKey } from './order.ts';
import type { EmployeeFilters } from './schema.ts';
import { TABLE } from './sequence.ts';

type Where = WhereOptions<Attributes<Employee>>;

const fieldOf = (key: SortKey): string => Employee.getAttributes()[key].field ?? key;

/** One of the filters: what it does to a column, with which value. */
interface Condition<T> {
  key: SortKey;
  operator: symbol;
  /** Default: as it is. */
  value?: (given: T) => unknown;
}

export type FilterKey = keyof EmployeeFilters;

type Conditions = { readonly [K in Exclude<FilterKey, 'q'>]-?: Condition<NonNullable<EmployeeFilters[K]>> };

/** The filters of the list and of the export, but `q` (`nameContains`). Both ends of a range are within it. */
const conditions: Conditions = {
  gender: { key: 'gender', operator: Op.eq },
  isLeave: { key: 'isLeave', operator: Op.eq },
  salaryMin: { key: 'salary', operator: Op.gte },
  salaryMax: { key: 'salary', operator: Op.lte },
  entryFrom: { key: 'entryDate', operator: Op.gte },
  // Answers show milliseconds of what the database has to the microsecond: what is shown as `entryTo` is within.
  entryTo: { key: 'entryDate', operator: Op.lt, value: (to) => new Date(to.getTime() + 1) },
};

const filterKeys = ['q', ...Object.keys(conditions)] as FilterKey[];

/** Those that say something; the empty text is in every name. */
export const givenIn = (filters: EmployeeFilters): FilterKey[] =>
  filterKeys.filter((key) => filters[key] !== undefined && filters[key] !== '');

/** What a filter's column is compared with. */
export function comparedWith(filters: EmployeeFilters, key: FilterKey): unknown {
  if (key === 'q') return filters.q;
  const { value = (given: unknown) => given } = conditions[key] as Condition<unknown>;
  return value(filters[key]);
}

/** @param compared what stands in the place of each value */
export const conditionOf = (given: readonly FilterKey[], compared: (key: FilterKey, at: number) => unknown): Where => ({
  [Op.and]: given.map((name, at) => {
    if (name === 'q') return nameContains(compared(name, at));
    const { key, operator } = conditions[name];
    return { [key]: { [operator]: compared(name, at) } };
  }),
});

/** The filters as a condition. */
export const filtered = (filters: EmployeeFilters): Where =>
  conditionOf(givenIn(filters), (key) => comparedWith(filters, key));

type Literal = ReturnType<typeof literal>;

/** What rows are sorted by, and compared with the last row of a page: a column of an order, or what stands for it. */
interface Term {
  sql: string;
  descending: boolean;
  /** What it is compared with, of the column's value. */
  compared: (value: unknown) => unknown;
}

/**
 * An order's columns. An id that goes against all the others is its complement, which goes with them: a page then begins in
 * an index `employee_<column>_desc_id` where the last one ended. It never overflows, as `-id` can.
 */
function termsOf(order: Order): Term[] {
  const terms = order.map(({ key, descending }) => ({ sql: `"${fieldOf(key)}"`, descending, compared: same }));
  const [id, ...others] = terms.toReversed();
  const isAgainst =
    id !== undefined && others.length > 0 && others.every(({ descending }) => descending !== id.descending);
  return isAgainst ? [...terms.slice(0, -1), complementOf(id)] : terms;
}

const same = (value: unknown): unknown => value;

const complementOf = ({ sql, descending }: Term): Term => ({
  sql: `(~${sql})`,
  descending: !descending,
  compared: (value) => (typeof value === 'number' ? ~value : literal(`~${String((value as Literal).val)}::integer`)),
});

/** By column and not by attribute: those that are left out of `attributes` Sequelize takes for columns themselves. */
export const orderBy = (order: Order): [Literal, string][] =>
  termsOf(order).map(({ sql, descending }) => [literal(sql), descending ? 'DESC' : 'ASC']);

/** What leaves out the first rows: a condition, or Sequelize's own option. */
interface Skip {
  where?: Where;
  offset?: number | Literal;
}

/**
 * Leaves out so many rows. Where one index has the order and nothing filters the rows, the page's first row is looked for
 * in the index alone, and of those before it none is read ("deferred join"); one of a descending order reads them for their
 * ids all the same.
 *
 * @param offset 0: none is left out
 */
export function skipping(order: Order, given: readonly FilterKey[], offset: number | Literal): Skip {
  if (offset === 0) return {};
  const terms = termsOf(order);
  if (given.length > 0 || !isOfOneIndex(order) || !areOneWay(terms)) return { offset };
  const [columns, by] = [terms.map(({ sql }) => sql), orderBy(order).map(([{ val }, way]) => `${String(val)} ${way}`)];
  const place = typeof offset === 'number' ? offset : String(offset.val);
  const first = literal(`(SELECT ${columns.join()} FROM ${TABLE} ORDER BY ${by.join()} LIMIT 1 OFFSET ${place})`);
  const notBefore = terms[0]?.descending ? Op.lte : Op.gte;
  return { where: where(rowOf(terms), { [notBefore]: first }) };
}

/** The index of the names has no id, and orders of several columns have none: what they sort would be sorted twice. */
const isOfOneIndex = (order: Order): boolean => order.length <= 2 && order[0]?.key !== 'name';

const areOneWay = ([first, ...rest]: readonly Term[]): boolean =>
  rest.every(({ descending }) => descending === first?.descending);

const rowOf = (terms: readonly Term[]): ReturnType<typeof fn> => fn('ROW', ...terms.map(({ sql }) => literal(sql)));

/** What comes after a position. */
export function after(order: Order, position: readonly unknown[]): Where {
  const terms = termsOf(order);
  const values = terms.map(({ compared }, at) => compared(position[at]));
  return beyondAll(terms, values);
}

/**
 * Columns of one direction are compared as one row, which an index on them can begin at, however many rows are alike in
 * the first; a mixed order has no such comparison, and gets its first column as a bound besides.
 *
 * @see https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON
 */
function beyondAll(terms: readonly Term[], values: readonly unknown[]): Where {
  const [first, ...rest] = terms;
  if (first === undefined) return {};
  const beyond = first.descending ? Op.lt : Op.gt;
  if (areOneWay(terms)) return where(rowOf(terms), { [beyond]: fn('ROW', ...values) });
  const [value] = values;
  const notBefore = first.descending ? Op.lte : Op.gte;
  return {
    [Op.and]: [
      where(literal(first.sql), { [notBefore]: value }),
      { [Op.or]: [where(literal(first.sql), { [beyond]: value }), beyondAll(rest, values.slice(1))] },
    ],
  };
}

/** A time as RFC 3339 in UTC, with all that the database has of it. */
const exactTime = (key: TimeKey): ReturnType<typeof fn> =>
  fn('to_char', literal(`"${fieldOf(key)}" AT TIME ZONE 'UTC'`), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

/** Read besides a row, or in place of its Dates: what `positionOf` and an export need. */
export const exactTimes = (keys: readonly TimeKey[]): [ReturnType<typeof fn>, string][] =>
  keys.map((key) => [exactTime(key), nameOf(key)]);

const nameOf = (key: TimeKey): string => `exact ${key}`;

export const exactTimeIn = (row: object, key: TimeKey): string => Reflect.get(row, nameOf(key)) as string;

/** Where a row stands in an order. */
export const positionOf = (row: object, order: Order): Position =>
  order.map(({ key }) => (isTime(key) ? exactTimeIn(row, key) : (Reflect.get(row, key) as Position[number])));
