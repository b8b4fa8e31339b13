import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { faultsIn, type Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const idOf = ({ id }: { id: number }): number => id;
const list = (query = ''): Promise<Reply> => app.request('GET', `/v1/employees${query}`);
const fill = (rows: number) =>
  app.sequelize.query(
    `INSERT INTO employee (name, salary, gender) SELECT 'e' || n, n, '男' FROM generate_series(1, ${rows}) n`,
  );

test('is empty, then has a page of 50 and a cursor', async () => {
  expect((await list()).body).toEqual({ items: [], nextCursor: null });
  await fill(51);
  const { items, nextCursor } = (await list()).body;
  expect([items.length, typeof nextCursor]).toEqual([50, 'string']);
  const rest = (await list(`?cursor=${nextCursor}`)).body;
  expect([rest.items.map(idOf), rest.nextCursor]).toEqual([[51], null]);
});

test('ends with a null cursor when the last page is full', async () => {
  await fill(4);
  const first = (await list('?limit=2')).body;
  const second = (await list(`?limit=2&cursor=${first.nextCursor}`)).body;
  expect([second.items.map(idOf), second.nextCursor]).toEqual([[3, 4], null]);
});

test('misses and repeats no row that stayed while others come and go', async () => {
  await fill(300);
  const seen: number[] = [];
  for (let query = '?limit=20', round = 0; query !== ''; round += 1) {
    const { items = [], nextCursor } = (await list(query)).body;
    seen.push(...items.map(idOf));
    query = nextCursor ? `?limit=20&cursor=${nextCursor}` : '';
    await app.sequelize.query(`DELETE FROM employee WHERE id IN (${seen.at(-1)}, ${2 + round * 20})`);
  }
  const [stayed] = await app.sequelize.query('SELECT id FROM employee');
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining((stayed as { id: number }[]).map(idOf)));
});

test.each([
  ['limit=0', 'query.limit', 'greater_than_equal'],
  ['limit=201', 'query.limit', 'less_than_equal'],
  ['limit=x', 'query.limit', 'int_parsing'],
  ['limit=', 'query.limit', 'int_parsing'],
  ['limit=1.5', 'query.limit', 'int_parsing'],
  ['limit=1&limit=1', 'query.limit', 'repeated'],
  ['sort=password', 'query.sort', 'extra_forbidden'],
  ['__proto__=1', 'query.__proto__', 'extra_forbidden'],
  ['cursor=x', 'query.cursor', 'cursor'],
  ['cursor=', 'query.cursor', 'cursor'],
  [`cursor=${cursorOf({ sort: 'name', after: [1] })}`, 'query.cursor', 'cursor'],
  [`cursor=${cursorOf({ sort: 'id', after: ['1'] })}`, 'query.cursor', 'cursor'],
  [`cursor=${cursorOf({ sort: 'id', after: [1.5] })}`, 'query.cursor', 'cursor'],
  [`cursor=${cursorOf({ sort: 'id', after: [2147483648] })}`, 'query.cursor', 'cursor'],
  [`cursor=${cursorOf({ sort: 'id', after: [1] })}A`, 'query.cursor', 'cursor'],
])('refuses %s', async (query, loc, type) => expect(faultsIn(await list(`?${query}`))).toEqual([[loc, type]]));

function cursorOf(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

test('a query where none is declared is a fault as well', async () => {
  await fill(1);
  expect(faultsIn(await app.request('GET', '/v1/employees/1?verbose=1'))).toEqual([
    ['query.verbose', 'extra_forbidden'],
  ]);
});
