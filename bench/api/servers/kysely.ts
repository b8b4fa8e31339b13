/** Fastify and Kysely: each query built when it is asked for, as there is no other way. */
import { type ColumnType, type Generated, Kysely, PostgresDialect, type SelectQueryBuilder, sql } from 'kysely';
import pg from 'pg';
import type { Employee, EmployeeChanges, Gender, NewEmployee } from './employee.ts';
import { settings } from './env.ts';
import { serveFastify } from './fastify-app.ts';
import { type ListQuery, likePattern } from './list-query.ts';

type Time = ColumnType<Date, Date | string | undefined, Date | string>;

interface Tables {
  employee: {
    id: Generated<number>;
    name: string;
    salary: string;
    bonus: Generated<number>;
    is_leave: Generated<boolean>;
    gender: Gender;
    entry_date: Time;
    created_time: Time;
    update_time: Time;
  };
}

const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

const columns = [
  'id',
  'name',
  'salary',
  'bonus',
  'is_leave as isLeave',
  'gender',
  'entry_date as entryDate',
  'created_time as createdTime',
  'update_time as updateTime',
] as const;

type Query = SelectQueryBuilder<Tables, 'employee', Employee>;

function filtered(from: Query, { q, gender, salaryMin, salaryMax, entryFrom }: ListQuery): Query {
  let query = from;
  if (q !== undefined) query = query.where('name', 'ilike', likePattern(q));
  if (gender !== undefined) query = query.where('gender', '=', gender);
  if (salaryMin !== undefined) query = query.where('salary', '>=', salaryMin);
  if (salaryMax !== undefined) query = query.where('salary', '<=', salaryMax);
  if (entryFrom !== undefined) query = query.where('entry_date', '>=', entryFrom);
  return query;
}

function beyond(query: Query, { sort, descending, after }: ListQuery): Query {
  if (after === undefined) return query;
  const [last, id] = after;
  const past = descending ? '<' : '>';
  if (sort === 'id') return query.where('id', past, id);
  return query.where(({ eb, refTuple, tuple }) => eb(refTuple(sort, 'id'), past, tuple(last, id) as never));
}

const rowOf = ({ isLeave, entryDate, ...rest }: EmployeeChanges) => ({
  ...rest,
  ...(isLeave !== undefined && { is_leave: isLeave }),
  ...(entryDate !== undefined && { entry_date: entryDate }),
});
const newRowOf = (employee: NewEmployee) => ({
  ...employee,
  ...rowOf(employee),
  isLeave: undefined,
  entryDate: undefined,
});

await serveFastify({
  one: (id) => db.selectFrom('employee').select(columns).where('id', '=', id).executeTakeFirst(),

  page(query) {
    const { sort, descending, limit, offset } = query;
    const way = descending ? 'desc' : 'asc';
    const from = beyond(filtered(db.selectFrom('employee').select(columns), query), query).orderBy(sort, way);
    const ordered = sort === 'id' ? from : from.orderBy('id', way);
    return (offset > 0 ? ordered.offset(offset) : ordered).limit(limit + 1).execute();
  },

  create: (employee) =>
    db.insertInto('employee').values(newRowOf(employee)).returning(columns).executeTakeFirstOrThrow(),

  patch: (id, changes) =>
    db
      .updateTable('employee')
      .set({ ...rowOf(changes), update_time: sql<Date>`now()` })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirst(),

  createMany: (employees) => db.insertInto('employee').values(employees.map(newRowOf)).returning(columns).execute(),

  import: (batches) =>
    db.transaction().execute(async (transaction) => {
      let rows = 0;
      for await (const batch of batches) {
        await transaction.insertInto('employee').values(batch.map(newRowOf)).execute();
        rows += batch.length;
      }
      return rows;
    }),
});
