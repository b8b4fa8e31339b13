import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { faultsIn, type Json, type Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const bulk = (body: unknown): Promise<Reply> => app.request('POST', '/v1/employees/bulk', body);
const named = (name: string): Json => ({ name, salary: '1.10', gender: '女' });
const many = (count: number): Json[] => Array.from({ length: count }, (_, index) => named(`n${index}`));
const count = async (): Promise<number> => (await app.request('GET', '/v1/employees?total=true&limit=1')).body.total;

test('creates 1000 in the order given, with defaults and given values', async () => {
  const rows = many(1000);
  rows[7] = {
    name: '😀\'"\\',
    salary: 0.1,
    gender: '男',
    bonus: -5,
    isLeave: true,
    entryDate: '2020-02-29T08:00:00+08:00',
  };
  const { status, body } = await bulk(rows);
  expect(status).toBe(201);
  expect(body.items.map(({ name }: Json) => name)).toEqual(rows.map(({ name }) => name));
  expect(body.items[7]).toMatchObject({ ...rows[7], salary: '0.10', entryDate: '2020-02-29T00:00:00.000Z' });
  for (const at of [0, 7, 999]) {
    expect((await app.request('GET', `/v1/employees/${body.items[at].id}`)).body).toEqual(body.items[at]);
  }
});

test('lists the faults of every row by its index, and creates nothing', async () => {
  const rows = [named('a'), { ...named('b'), salary: -1 }, 5, { ...named('c'), id: 7 }, { name: '' }];
  expect(faultsIn(await bulk(rows))).toEqual([
    ['body.1.salary', 'greater_than_equal'],
    ['body.2', 'dict_type'],
    ['body.3.id', 'extra_forbidden'],
    ['body.4.name', 'string_too_short'],
    ['body.4.salary', 'missing'],
    ['body.4.gender', 'missing'],
  ]);
  expect(await count()).toBe(0);
});

test('answers 409 with the index of each taken name, in the table or in the request, and creates nothing', async () => {
  await bulk([named('b'), named('d')]);
  const reply = await bulk(['a', 'b', 'c', 'd', 'a'].map(named));
  expect([reply.status, reply.body.type]).toEqual([409, 'urn:roster:problem:name-taken']);
  expect(reply.body.errors).toMatchObject([1, 3, 4].map((index) => ({ loc: ['body', index, 'name'], type: 'unique' })));
  expect(await count()).toBe(2);
});

test('refuses none, more than 1000, and what is no list', async () => {
  expect(faultsIn(await bulk([]))).toEqual([['body', 'too_short']]);
  expect(faultsIn(await bulk(many(1001)))).toEqual([['body', 'too_long']]);
  expect(faultsIn(await bulk({ items: many(1) }))).toEqual([['body', 'list_type']]);
  expect(await count()).toBe(0);
});

test('of two that share a name at once, one is created whole', async () => {
  const replies = await Promise.all([
    bulk([...many(300), named('x')]),
    bulk([named('x'), ...many(300).map(({ name }) => named(`other ${name}`))]),
  ]);
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await count()).toBe(301);
});

test.each(['GET', 'PATCH', 'DELETE', 'PUT'])('%s is no method of it: "bulk" is not an id', async (method) => {
  const reply = await app.request(method, '/v1/employees/bulk');
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
});
