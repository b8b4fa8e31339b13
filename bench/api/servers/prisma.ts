/** Fastify and Prisma 7 with the adapter for pg and its engine in WebAssembly. Its own enum and decimals are put into the answer's form. */
import { PrismaPg } from '@prisma/adapter-pg';
import type { Employee, EmployeeChanges, NewEmployee } from './employee.ts';
import { settings } from './env.ts';
import { serveFastify } from './fastify-app.ts';
import type { ListQuery } from './list-query.ts';
import { type Prisma, PrismaClient, type Employee as Row } from './prisma/generated/client.ts';

const adapter = new PrismaPg({ connectionString: settings.databaseUrl, max: settings.poolSize });
const prisma = new PrismaClient({ adapter });

const GENDERS = { 男: 'Male', 女: 'Female' } as const;

const employeeOf = ({ salary, gender, ...rest }: Row): Employee => ({
  ...rest,
  salary: salary.toFixed(2),
  gender: gender === 'Male' ? '男' : '女',
});

const rowOf = (employee: NewEmployee) => ({ ...employee, gender: GENDERS[employee.gender] });

const changesOf = ({ gender, ...rest }: EmployeeChanges) => ({
  ...rest,
  ...(gender !== undefined && { gender: GENDERS[gender] }),
});

function filters({ q, gender, salaryMin, salaryMax, entryFrom }: ListQuery): Prisma.EmployeeWhereInput {
  return {
    // What means something to LIKE is escaped by Prisma only in part; the benchmark asks for no such thing.
    ...(q !== undefined && { name: { contains: q, mode: 'insensitive' } }),
    ...(gender !== undefined && { gender: GENDERS[gender] }),
    ...((salaryMin ?? salaryMax) !== undefined && {
      salary: {
        ...(salaryMin !== undefined && { gte: salaryMin }),
        ...(salaryMax !== undefined && { lte: salaryMax }),
      },
    }),
    ...(entryFrom !== undefined && { entryDate: { gte: entryFrom } }),
  };
}

function beyond({ sort, descending, after }: ListQuery): Prisma.EmployeeWhereInput {
  if (after === undefined) return {};
  const [last, id] = after;
  const past = descending ? 'lt' : 'gt';
  if (sort === 'id') return { id: { [past]: id } };
  return { OR: [{ [sort]: { [past]: last } }, { [sort]: last, id: { [past]: id } }] };
}

/** P2025: there is no such row. */
function undefinedWhereNone(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'P2025') throw error;
}

await serveFastify({
  async one(id) {
    const row = await prisma.employee.findUnique({ where: { id } });
    return row === null ? undefined : employeeOf(row);
  },

  async page(query) {
    const { sort, descending, limit, offset } = query;
    const way = descending ? 'desc' : 'asc';
    const orderBy = sort === 'id' ? [{ id: way } as const] : [{ [sort]: way }, { id: way } as const];
    const where = { AND: [filters(query), beyond(query)] };
    const rows = await prisma.employee.findMany({ where, orderBy, take: limit + 1, skip: offset });
    return rows.map(employeeOf);
  },

  create: async (employee) => employeeOf(await prisma.employee.create({ data: rowOf(employee) })),

  async patch(id, changes) {
    const row = await prisma.employee.update({ where: { id }, data: changesOf(changes) }).catch(undefinedWhereNone);
    return row && employeeOf(row);
  },

  async createMany(employees) {
    return (await prisma.employee.createManyAndReturn({ data: employees.map(rowOf) })).map(employeeOf);
  },

  import: (batches) =>
    prisma.$transaction(
      async (transaction) => {
        let rows = 0;
        for await (const batch of batches) {
          rows += (await transaction.employee.createMany({ data: batch.map(rowOf) })).count;
        }
        return rows;
      },
      { timeout: 60_000 },
    ),
});
