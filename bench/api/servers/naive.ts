/** Koa, its router and body parser, sequelize-typescript as its documentation shows it: findAll, toJSON, ctx.body. */
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import Koa from 'koa';
import { Op, type WhereOptions } from 'sequelize';
import { Sequelize } from 'sequelize-typescript';
import { settings } from './env.ts';
import { type ListQuery, likePattern, pageOf, readListQuery } from './list-query.ts';
import { Employee, type NewEmployeeModel } from './naive-employee.ts';
import { EXPORT_PAGE, readBatches, toLines } from './ndjson.ts';
import { listen } from './serve.ts';

const sequelize = new Sequelize(settings.databaseUrl, {
  models: [Employee],
  pool: { max: settings.poolSize },
  logging: false,
});

function whereOf({ q, gender, salaryMin, salaryMax, entryFrom, sort, descending, after }: ListQuery): WhereOptions {
  const beyond = descending ? Op.lt : Op.gt;
  return {
    ...(q !== undefined && { name: { [Op.iLike]: likePattern(q) } }),
    ...(gender !== undefined && { gender }),
    ...((salaryMin ?? salaryMax) !== undefined && {
      salary: {
        ...(salaryMin !== undefined && { [Op.gte]: salaryMin }),
        ...(salaryMax !== undefined && { [Op.lte]: salaryMax }),
      },
    }),
    ...(entryFrom !== undefined && { entryDate: { [Op.gte]: entryFrom } }),
    ...(after !== undefined && {
      [Op.and]: [
        sort === 'id'
          ? { id: { [beyond]: after[1] } }
          : { [Op.or]: [{ [sort]: { [beyond]: after[0] } }, { [sort]: after[0], id: { [beyond]: after[1] } }] },
      ],
    }),
  };
}

async function find(query: ListQuery): Promise<Employee[]> {
  const { sort, descending, limit, offset } = query;
  const way = descending ? 'DESC' : 'ASC';
  const order: [string, string][] =
    sort === 'id'
      ? [['id', way]]
      : [
          [sort, way],
          ['id', way],
        ];
  return Employee.findAll({ where: whereOf(query), order, limit: limit + 1, offset });
}

async function* exported(): AsyncGenerator<string> {
  for (let last = 0, rows: Employee[] = []; ; last = rows.at(-1)?.id ?? 0) {
    rows = await Employee.findAll({ where: { id: { [Op.gt]: last } }, order: ['id'], limit: EXPORT_PAGE });
    if (rows.length > 0) yield toLines(rows.map((row) => row.toJSON()));
    if (rows.length < EXPORT_PAGE) return;
  }
}

const router = new Router({ prefix: '/v1/employees' });

router.get('/', async (ctx) => {
  const query = readListQuery(ctx.query);
  const rows = (await find(query)).map((row) => row.toJSON());
  ctx.body = pageOf(rows as never[], query);
});

router.get('/export', (ctx) => {
  ctx.type = 'application/x-ndjson';
  ctx.body = Readable.from(exported());
});

router.get('/:id', async (ctx) => {
  const row = await Employee.findByPk(Number(ctx.params.id));
  // Without a body Koa answers 404.
  if (row !== null) ctx.body = row.toJSON();
});

router.post('/', async (ctx) => {
  const row = await Employee.create(ctx.request.body as NewEmployeeModel);
  ctx.status = 201;
  ctx.set('location', `/v1/employees/${row.id}`);
  ctx.body = row.toJSON();
});

router.post('/bulk', async (ctx) => {
  const rows = await sequelize.transaction((transaction) =>
    Employee.bulkCreate(ctx.request.body as NewEmployeeModel[], { validate: true, returning: true, transaction }),
  );
  ctx.status = 201;
  ctx.body = { items: rows.map((row) => row.toJSON()) };
});

router.post('/import', async (ctx) => {
  let imported = 0;
  await sequelize.transaction(async (transaction) => {
    for await (const batch of readBatches(ctx.req)) {
      const rows = await Employee.bulkCreate(batch as NewEmployeeModel[], { validate: true, transaction });
      imported += rows.length;
    }
  });
  ctx.body = { imported, dryRun: false };
});

router.patch('/:id', async (ctx) => {
  const row = await Employee.findByPk(Number(ctx.params.id));
  if (row === null) return;
  await row.update(ctx.request.body as Partial<NewEmployeeModel>);
  ctx.body = row.toJSON();
});

const app = new Koa();
app.use(bodyParser({ enableTypes: ['json'] }));
app.use(router.routes()).use(router.allowedMethods());
const answer = app.callback();
listen(createServer((req, res) => void answer(req, res)));
