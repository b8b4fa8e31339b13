import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Employee, EmployeeChanges, NewEmployee } from './employee.ts';
import * as schema from './fastify-schema.ts';
import { type ListQuery, type Page, type Parameters, pageOf, readListQuery } from './list-query.ts';
import { EXPORT_PAGE, readBatches, toLines } from './ndjson.ts';
import { ready } from './serve.ts';

/** What a library does. Its rows are plain objects with the fields of an employee. */
export interface EmployeeStore {
  one(id: number): Promise<Employee | undefined>;
  /** One row more than the page has. */
  page(query: ListQuery): Promise<Employee[]>;
  create(employee: NewEmployee): Promise<Employee>;
  patch(id: number, changes: EmployeeChanges): Promise<Employee | undefined>;
  createMany(employees: NewEmployee[]): Promise<Employee[]>;
  /** In one transaction. @returns how many rows */
  import(batches: AsyncIterable<NewEmployee[]>): Promise<number>;
}

/** Fastify as its documentation advises: a JSON schema for each body, query and answer, which it compiles; no logger. */
export async function serveFastify(store: EmployeeStore): Promise<void> {
  const app = Fastify({ bodyLimit: 16 * 1024 * 1024 });
  // An upload is read by its handler, as it comes.
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
  await app.register(
    (routes, _options, done) => {
      read(routes, store);
      write(routes, store);
      transfer(routes, store);
      done();
    },
    { prefix: '/v1/employees' },
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  ready((app.server.address() as AddressInfo).port);
}

interface WithId {
  Params: { id: number };
}

function read(app: FastifyInstance, store: EmployeeStore): void {
  app.get<{ Querystring: Parameters; Reply: Page<Employee> }>('/', { schema: schema.list }, async ({ query }) => {
    const wanted = readListQuery(query);
    return pageOf(await store.page(wanted), wanted);
  });

  app.get<WithId>('/:id', { schema: schema.one }, async ({ params }, reply) => {
    const found = await store.one(params.id);
    return found ?? reply.code(404).send({});
  });
}

function write(app: FastifyInstance, store: EmployeeStore): void {
  app.post<{ Body: NewEmployee }>('/', { schema: schema.create }, async ({ body }, reply) => {
    const created = await store.create(body);
    return reply.code(201).header('location', `/v1/employees/${created.id}`).send(created);
  });

  app.patch<WithId & { Body: EmployeeChanges }>('/:id', { schema: schema.patch }, async ({ params, body }, reply) => {
    const changed = await store.patch(params.id, body);
    return changed ?? reply.code(404).send({});
  });

  app.post<{ Body: NewEmployee[] }>('/bulk', { schema: schema.bulk }, async ({ body }, reply) =>
    reply.code(201).send({ items: await store.createMany(body) }),
  );
}

function transfer(app: FastifyInstance, store: EmployeeStore): void {
  app.get('/export', (_request, reply) =>
    reply.type('application/x-ndjson').send(Readable.from(exported(store), { objectMode: false })),
  );

  app.post<{ Body: Readable }>('/import', async ({ body }) => ({
    imported: await store.import(readBatches(body)),
    dryRun: false,
  }));
}

/** Page by page, as a list is read. */
async function* exported(store: EmployeeStore): AsyncGenerator<string> {
  for (let last = 0, rows: Employee[] = []; ; last = rows.at(-1)?.id ?? 0) {
    rows = await store.page({ ...readListQuery({}), limit: EXPORT_PAGE - 1, after: [last, last] });
    if (rows.length > 0) yield toLines(rows);
    if (rows.length < EXPORT_PAGE) return;
  }
}
