/** Fastify and TypeORM's repository: `find`, `insert` (one statement, where `save` has a transaction), `update` and a look. */
import {
  And,
  DataSource,
  Equal,
  type FindOptionsOrder,
  type FindOptionsWhere,
  ILike,
  LessThan,
  LessThanOrEqual,
  MoreThan,
  MoreThanOrEqual,
} from 'typeorm';
import type { EmployeeChanges, NewEmployee } from './employee.ts';
import { settings } from './env.ts';
import { serveFastify } from './fastify-app.ts';
import { type ListQuery, likePattern } from './list-query.ts';
import { Employee } from './typeorm-employee.ts';

const source = new DataSource({
  type: 'postgres',
  url: settings.databaseUrl,
  poolSize: settings.poolSize,
  entities: [Employee],
});
await source.initialize();
const employees = source.getRepository(Employee);

type Where = FindOptionsWhere<Employee>;

function filters({ q, gender, salaryMin, salaryMax, entryFrom }: ListQuery): Where {
  const bounds = [
    ...(salaryMin === undefined ? [] : [MoreThanOrEqual(salaryMin)]),
    ...(salaryMax === undefined ? [] : [LessThanOrEqual(salaryMax)]),
  ];
  return {
    ...(q !== undefined && { name: ILike(likePattern(q)) }),
    ...(gender !== undefined && { gender }),
    ...(bounds.length > 0 && { salary: And(...bounds) }),
    ...(entryFrom !== undefined && { entryDate: MoreThanOrEqual(entryFrom) }),
  };
}

/** A list of conditions is one or the other; each has the filters besides. */
function whereOf(query: ListQuery): Where | Where[] {
  const { sort, descending, after } = query;
  const own = filters(query);
  if (after === undefined) return own;
  const [last, id] = after;
  const beyond = descending ? LessThan : MoreThan;
  if (sort === 'id') return { ...own, id: beyond(id) };
  return [narrowed(own, sort, beyond(last)), { ...narrowed(own, sort, Equal(last)), id: beyond(id) }];
}

function narrowed(own: Where, key: keyof Where, condition: ReturnType<typeof Equal>): Where {
  const there = own[key];
  return { ...own, [key]: there === undefined ? condition : And(there as typeof condition, condition) };
}

const rowOf = ({ entryDate, ...rest }: EmployeeChanges) => ({
  ...rest,
  ...(entryDate !== undefined && { entryDate: new Date(entryDate) }),
});

await serveFastify({
  one: async (id) => (await employees.findOneBy({ id })) ?? undefined,

  page(query) {
    const { sort, descending, limit, offset } = query;
    const way = descending ? 'DESC' : 'ASC';
    const order: FindOptionsOrder<Employee> = sort === 'id' ? { id: way } : { [sort]: way, id: way };
    return employees.find({ where: whereOf(query), order, take: limit + 1, skip: offset });
  },

  async create(employee) {
    const entity = employees.create(rowOf(employee));
    await employees.insert(entity);
    return entity;
  },

  async patch(id, changes) {
    await employees.update({ id }, rowOf(changes));
    return (await employees.findOneBy({ id })) ?? undefined;
  },

  async createMany(rows: NewEmployee[]) {
    const entities = employees.create(rows.map(rowOf));
    await employees.insert(entities);
    return entities;
  },

  import: (batches) =>
    source.transaction(async (manager) => {
      let rows = 0;
      for await (const batch of batches) {
        await manager.insert(Employee, batch.map(rowOf));
        rows += batch.length;
      }
      return rows;
    }),
});
