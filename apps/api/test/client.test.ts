import { readFile } from 'node:fs/promises';
import { createRosterClient, type Employee, type NewEmployee, type RosterClient } from '@roster/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { apiKeys, makeKey } from '../src/auth/api-key.ts';
import { CLIENT_SCHEMA, clientSchema } from '../src/dev/client-schema.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';

const writer = makeKey('payroll', 'writer');
const reader = makeKey('report', 'reader');

let app: AppUnderTest;
let roster: RosterClient;
/** What the tests below have called, as the document names it. */
const called = new Set<string>();
beforeAll(async () => {
  app = await startApp({ auth: { keys: apiKeys.parse(`${writer.entry},${reader.entry}`) } });
  roster = createRosterClient({ baseUrl: app.address, apiKey: writer.key });
  roster.use({
    onRequest: ({ request, schemaPath }) => void called.add(`${request.method.toLowerCase()} ${schemaPath}`),
  });
});
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const LI_LEI: NewEmployee = { name: '李雷', salary: '12345.60', gender: '男' };
const HAN_MEIMEI: NewEmployee = { name: '韩梅梅', salary: 20000, gender: '女', bonus: 7, isLeave: true };

async function created(employee: NewEmployee): Promise<{ employee: Employee; etag: string }> {
  const { data, error, response } = await roster.POST('/v1/employees', { body: employee });
  if (error) throw new Error(error.detail);
  return { employee: data, etag: response.headers.get('etag') ?? '' };
}

test('the committed client is what `pnpm client` writes', async () => {
  expect(await clientSchema()).toBe(await readFile(CLIENT_SCHEMA, 'utf8'));
});

test('an employee’s life', async () => {
  const { employee, etag } = await created(LI_LEI);
  expect(employee).toMatchObject({ id: 1, ...LI_LEI, bonus: 0, isLeave: false });
  const path = { id: employee.id };

  const read = await roster.GET('/v1/employees/{id}', { params: { path } });
  expect(read.data).toEqual(employee);
  const unchanged = await roster.GET('/v1/employees/{id}', { params: { path, header: { 'if-none-match': etag } } });
  expect([unchanged.response.status, unchanged.data]).toEqual([304, undefined]);

  const header = { 'if-match': etag };
  const changed = await roster.PATCH('/v1/employees/{id}', {
    params: { path, header },
    body: { salary: 13000, isLeave: true },
  });
  expect(changed.data).toMatchObject({ ...LI_LEI, salary: '13000.00', isLeave: true });
  const late = await roster.PATCH('/v1/employees/{id}', { params: { path, header }, body: { bonus: 1 } });
  expect([late.response.status, late.error?.type]).toEqual([412, 'urn:roster:problem:precondition-failed']);

  expect((await roster.DELETE('/v1/employees/{id}', { params: { path } })).response.status).toBe(204);
  const gone = await roster.GET('/v1/employees/{id}', { params: { path } });
  expect([gone.response.status, gone.error?.detail]).toEqual([404, 'employee 1 does not exist']);
});

test('a taken name is a problem that says where', async () => {
  await created(LI_LEI);
  const { error } = await roster.POST('/v1/employees', { body: LI_LEI });
  expect(error).toMatchObject({ status: 409, errors: [{ loc: ['body', 'name'], type: 'unique' }] });
});

test('who may not gets a problem', async () => {
  const nobody = await createRosterClient({ baseUrl: app.address }).GET('/v1/employees');
  expect(nobody.error).toMatchObject({ status: 401, type: 'urn:roster:problem:unauthorized' });
  const byReader = createRosterClient({ baseUrl: app.address, token: reader.key });
  expect((await byReader.GET('/v1/employees')).data?.items).toEqual([]);
  expect((await byReader.POST('/v1/employees', { body: LI_LEI })).error).toMatchObject({ status: 403 });
});

test('many at once, and all of them by pages', async () => {
  const body = Array.from(
    { length: 7 },
    (_, index): NewEmployee => ({ ...HAN_MEIMEI, name: `韩 ${index}`, salary: index }),
  );
  const { data } = await roster.POST('/v1/employees/bulk', { body });
  expect(data?.items.map(({ salary }) => salary)).toEqual(body.map(({ salary }) => `${salary}.00`));

  const names: string[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 3, sort: '-salary', isLeave: true, q: '韩', ...(cursor && { cursor }) };
    const page = await roster.GET('/v1/employees', { params: { query } });
    names.push(...(page.data?.items ?? []).map(({ name }) => name));
    cursor = page.data?.nextCursor;
  } while (cursor);
  expect(names).toEqual(body.map(({ name }) => name).toReversed());
});

test('the total, and no page after the last one', async () => {
  await created(LI_LEI);
  await created(HAN_MEIMEI);
  const { data } = await roster.GET('/v1/employees', { params: { query: { total: true, gender: '女' } } });
  expect(data).toMatchObject({ items: [{ name: '韩梅梅' }], nextCursor: null, total: 1 });
});

test.each(['text/csv', 'application/x-ndjson'] as const)('%s out, and the same in again', async (type) => {
  await created(LI_LEI);
  await created(HAN_MEIMEI);
  const out = () => roster.GET('/v1/employees/export', { headers: { accept: type }, parseAs: 'text' });
  const { data: file = '' } = await out();
  expect(file).toMatch(/李雷[^]*韩梅梅/);

  await app.sequelize.query('TRUNCATE employee');
  const upload = { body: file, bodySerializer: String, headers: { 'content-type': type } };
  const tried = await roster.POST('/v1/employees/import', { ...upload, params: { query: { dryRun: true } } });
  expect(tried.data).toEqual({ imported: 2, dryRun: true });
  const done = await roster.POST('/v1/employees/import', upload);
  expect(done.data).toEqual({ imported: 2, dryRun: false });
  expect((await out()).data).toBe(file);
  const again = await roster.POST('/v1/employees/import', upload);
  expect(again.error).toMatchObject({ type: 'urn:roster:problem:rows-taken', errors: [{}, {}] });
});

test('the probes', async () => {
  expect((await roster.GET('/livez')).data).toEqual({ status: 'ok' });
  expect((await roster.GET('/readyz')).data?.checks).toMatchObject({ database: 'ok', server: 'ok' });
});

test('that was every operation', async () => {
  const { paths } = (await app.request('GET', '/openapi.json')).body;
  const documented = Object.entries<object>(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
  expect(called).toEqual(new Set(documented));
});
