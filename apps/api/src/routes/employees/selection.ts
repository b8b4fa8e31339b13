import { Employee } from '@roster/models';
import { type Attributes, col, fn, literal, Op, type WhereOptions, where } from 'sequelize';
import type { Position } from './cursor.ts';
import { nameContains } from './name-search.ts';
import { isTime, type Order, type SortKey, type TimeKey } from './order.ts';
import type { EmployeeFilters } from './schema.ts';

type Where = WhereOptions<Attributes<Employee>>;

export const fieldOf = (key: SortKey): string => Employee.getAttributes()[key].field ?? key;
const column = (key: SortKey) => col(fieldOf(key));

/** The filters of the list and of the export as a condition. Both ends of a range are within it. */
export function filtered(filters: EmployeeFilters): Where {
  const { q, gender, isLeave, salaryMin, salaryMax, entryFrom, entryTo } = filters;
  const conditions: Where[] = [];
  if (q) conditions.push(nameContains(q));
  if (gender !== undefined) conditions.push({ gender });
  if (isLeave !== undefined) conditions.push({ isLeave });
  if (salaryMin !== undefined) conditions.push({ salary: { [Op.gte]: salaryMin } });
  if (salaryMax !== undefined) conditions.push({ salary: { [Op.lte]: salaryMax } });
  if (entryFrom !== undefined) conditions.push({ entryDate: { [Op.gte]: entryFrom } });
  // Answers show milliseconds of what the database has to the microsecond: what is shown as `entryTo` is within.
  if (entryTo !== undefined) conditions.push({ entryDate: { [Op.lt]: new Date(entryTo.getTime() + 1) } });
  return { [Op.and]: conditions };
}

/**
 * What comes after a position. Columns of one direction are compared as one row, which an index on them can begin at; a
 * mixed order has no such comparison, and gets its first column as a bound besides.
 *
 * @see https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON
 */
export function after(order: Order, position: Position): Where {
  const [first, ...rest] = order;
  if (first === undefined) return {};
  const beyond = first.descending ? Op.lt : Op.gt;
  if (rest.every(({ descending }) => descending === first.descending)) {
    return where(fn('ROW', ...order.map(({ key }) => column(key))), { [beyond]: fn('ROW', ...position) });
  }
  const [value] = position;
  const notBefore = first.descending ? Op.lte : Op.gte;
  return {
    [Op.and]: [
      where(column(first.key), { [notBefore]: value }),
      { [Op.or]: [where(column(first.key), { [beyond]: value }), after(rest, position.slice(1))] },
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
