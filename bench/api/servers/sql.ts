import type { EmployeeChanges, NewEmployee } from './employee.ts';
import { type ListQuery, likePattern } from './list-query.ts';

/** A prepared statement: PostgreSQL plans it once on each connection. */
export interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

export const COLUMNS =
  'id, name, salary, bonus, is_leave AS "isLeave", gender, entry_date AS "entryDate", created_time AS "createdTime", update_time AS "updateTime"';

const names = new Map<string, string>();

/** The same text has the same name; there is one for each shape of a request. */
export function statement(text: string, values: unknown[]): Statement {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `s${names.size}`));
  return { name, text, values };
}

/** `WHERE … ORDER BY … LIMIT … OFFSET …`, with one row more than the page has. */
export function selection(query: ListQuery): { text: string; values: unknown[] } {
  const { sort, descending, after, limit, offset } = query;
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions: string[] = [];
  if (query.q !== undefined) conditions.push(`name ILIKE ${value(likePattern(query.q))}`);
  if (query.gender !== undefined) conditions.push(`gender = ${value(query.gender)}`);
  if (query.salaryMin !== undefined) conditions.push(`salary >= ${value(query.salaryMin)}`);
  if (query.salaryMax !== undefined) conditions.push(`salary <= ${value(query.salaryMax)}`);
  if (query.entryFrom !== undefined) conditions.push(`entry_date >= ${value(query.entryFrom)}`);
  if (after !== undefined) conditions.push(beyond(query, after, value));
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')} ` : '';
  const way = descending ? ' DESC' : '';
  const order = sort === 'id' ? `id${way}` : `${sort}${way}, id${way}`;
  const skipped = offset > 0 ? ` OFFSET ${value(offset)}` : '';
  return { text: `${where}ORDER BY ${order} LIMIT ${value(limit + 1)}${skipped}`, values };
}

function beyond(
  { sort, descending }: ListQuery,
  [last, id]: readonly unknown[],
  value: (v: unknown) => string,
): string {
  const sign = descending ? '<' : '>';
  return sort === 'id' ? `id ${sign} ${value(id)}` : `(${sort}, id) ${sign} (${value(last)}, ${value(id)})`;
}

const VALUES = '$1, $2, coalesce($3, 0), coalesce($4, false), $5, coalesce($6, now())';

export const insert = (employee: NewEmployee, returning: string): Statement =>
  statement(
    `INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date) VALUES (${VALUES}) RETURNING ${returning}`,
    valuesOf(employee),
  );

const valuesOf = ({ name, salary, bonus, isLeave, gender, entryDate }: NewEmployee): unknown[] => [
  name,
  salary,
  bonus,
  isLeave,
  gender,
  entryDate,
];

const TYPES = ['text', 'numeric', 'integer', 'boolean', 'enum_employee_gender', 'timestamptz'];

/** Any number of rows: one array for each column. */
export function insertMany(employees: readonly NewEmployee[], returning: string): Statement {
  const arrays = TYPES.map((type, index) => `$${index + 1}::${type}[]`).join(', ');
  const rows = employees.map(valuesOf);
  return statement(
    `INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date)
     SELECT name, salary, coalesce(bonus, 0), coalesce(is_leave, false), gender, coalesce(entry_date, now())
     FROM unnest(${arrays}) AS new (name, salary, bonus, is_leave, gender, entry_date) ${returning}`,
    TYPES.map((_, column) => rows.map((row) => row[column])),
  );
}

const FIELDS: Record<keyof EmployeeChanges, string> = {
  name: 'name',
  salary: 'salary',
  bonus: 'bonus',
  isLeave: 'is_leave',
  gender: 'gender',
  entryDate: 'entry_date',
};

export function update(id: number, changes: EmployeeChanges, returning: string): Statement {
  const keys = (Object.keys(FIELDS) as (keyof EmployeeChanges)[]).filter((key) => changes[key] !== undefined);
  const set = keys.map((key, index) => `${FIELDS[key]} = $${index + 2}, `).join('');
  const text = `UPDATE employee SET ${set}update_time = now() WHERE id = $1 RETURNING ${returning}`;
  return statement(text, [id, ...keys.map((key) => changes[key])]);
}
