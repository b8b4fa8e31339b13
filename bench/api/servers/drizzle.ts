/** Fastify and Drizzle, with prepared statements as its page on performance advises: one for each shape of a request. */
import { and, asc, desc, eq, gt, gte, ilike, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { boolean, integer, numeric, pgEnum, pgTable, serial, timestamp, varchar } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { EmployeeChanges, NewEmployee } from './employee.ts';
import { settings } from './env.ts';
import { serveFastify } from './fastify-app.ts';
import { type ListQuery, likePattern } from './list-query.ts';

const gender = pgEnum('enum_employee_gender', ['男', '女']);
const time = (name: string) => timestamp(name, { withTimezone: true }).notNull().defaultNow();

const employee = pgTable('employee', {
  id: serial('id').primaryKey(),
  name: varchar('name', { length: 40 }).notNull().unique(),
  salary: numeric('salary', { precision: 10, scale: 2 }).notNull(),
  bonus: integer('bonus').notNull().default(0),
  isLeave: boolean('is_leave').notNull().default(false),
  gender: gender('gender').notNull(),
  entryDate: time('entry_date'),
  createdTime: time('created_time'),
  updateTime: time('update_time').$onUpdate(() => sql`now()`),
});

const db = drizzle({ client: new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize }) });

const given = sql.placeholder;

const one = db
  .select()
  .from(employee)
  .where(eq(employee.id, given('id')))
  .prepare('one');

const create = db
  .insert(employee)
  .values({
    name: given('name'),
    salary: given('salary'),
    bonus: given('bonus'),
    isLeave: given('isLeave'),
    gender: given('gender'),
    entryDate: sql`coalesce(${given('entryDate')}, now())`,
  })
  .returning()
  .prepare('create');

/** @param make prepares the statement for a shape, under the name it is given */
function byShape<S>(make: (shape: string, name: string) => S): (shape: string) => S {
  const made = new Map<string, S>();
  return (shape) => {
    const found = made.get(shape) ?? make(shape, `shape${made.size}_${shape.length}`);
    made.set(shape, found);
    return found;
  };
}

const CONDITIONS = {
  q: () => ilike(employee.name, given('q')),
  gender: () => eq(employee.gender, given('gender')),
  salaryMin: () => gte(employee.salary, given('salaryMin')),
  salaryMax: () => lte(employee.salary, given('salaryMax')),
  entryFrom: () => gte(employee.entryDate, given('entryFrom')),
} as const;

type Filter = keyof typeof CONDITIONS;
const FILTERS = Object.keys(CONDITIONS) as Filter[];

/** What of a query decides its SQL. */
interface Shape extends Pick<ListQuery, 'sort' | 'descending'> {
  filters: Filter[];
  isAfter: boolean;
}

const pages = byShape((text, name) => {
  const { filters, isAfter, ...order } = JSON.parse(text) as Shape;
  const conditions = filters.map((filter): SQL => CONDITIONS[filter]());
  const way = order.descending ? desc : asc;
  const columns = order.sort === 'id' ? [employee.id] : [employee[order.sort], employee.id];
  return db
    .select()
    .from(employee)
    .where(and(...conditions, isAfter ? beyond(order) : undefined))
    .orderBy(...columns.map((column) => way(column)))
    .limit(given('limit'))
    .offset(given('offset'))
    .prepare(`page_${name}`);
});

function beyond({ sort, descending }: Pick<ListQuery, 'sort' | 'descending'>): SQL | undefined {
  const past = descending ? lt : gt;
  const beyondId = past(employee.id, given('lastId'));
  if (sort === 'id') return beyondId;
  return or(past(employee[sort], given('last')), and(eq(employee[sort], given('last')), beyondId));
}

const patches = byShape((shape, name) => {
  const set = Object.fromEntries(shape.split(',').map((key) => [key, sql`${given(key)}`]));
  return db
    .update(employee)
    .set(set)
    .where(eq(employee.id, given('id')))
    .returning()
    .prepare(`patch_${name}`);
});

const rowOf = ({ entryDate, ...rest }: NewEmployee) => ({
  ...rest,
  ...(entryDate !== undefined && { entryDate: new Date(entryDate) }),
});

await serveFastify({
  async one(id) {
    const [row] = await one.execute({ id });
    return row;
  },

  page(query) {
    const { sort, descending, limit, offset, after, q } = query;
    const filters = FILTERS.filter((filter) => query[filter] !== undefined);
    const shape: Shape = { sort, descending, filters, isAfter: after !== undefined };
    const [last, lastId] = after ?? [];
    const values = { ...query, q: q && likePattern(q), last, lastId, limit: limit + 1, offset };
    return pages(JSON.stringify(shape)).execute(values);
  },

  async create({ bonus = 0, isLeave = false, entryDate, ...rest }) {
    const [row] = await create.execute({ ...rest, bonus, isLeave, entryDate: entryDate ?? null });
    return row as NonNullable<typeof row>;
  },

  async patch(id, changes: EmployeeChanges) {
    const [row] = await patches(Object.keys(changes).toSorted().join()).execute({ ...changes, id });
    return row;
  },

  createMany: (employees) => db.insert(employee).values(employees.map(rowOf)).returning(),

  import: (batches) =>
    db.transaction(async (transaction) => {
      let rows = 0;
      for await (const batch of batches) {
        await transaction.insert(employee).values(batch.map(rowOf));
        rows += batch.length;
      }
      return rows;
    }),
});
