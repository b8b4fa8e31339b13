import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { faultsIn, type Json, type Reply } from './json-client.ts';

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

/** Every page of it, by cursor. @param between runs before each page but the first */
async function walk(query: string, between = async (_seen: Json[]): Promise<unknown> => undefined): Promise<Json[]> {
  const seen: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body, status } = await list(`?${query}${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    seen.push(...body.items);
    cursor = body.nextCursor;
    if (cursor !== null) await between(seen);
  }
  return seen;
}

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

test('leaves out the rows of an offset', async () => {
  await fill(5);
  expect((await list('?offset=3')).body).toMatchObject({ items: [{ id: 4 }, { id: 5 }], nextCursor: null });
  expect((await list('?offset=0&limit=1')).body.items.map(idOf)).toEqual([1]);
  expect((await list('?offset=10000')).body).toEqual({ items: [], nextCursor: null });
  const { nextCursor } = (await list('?offset=2&limit=1')).body;
  expect((await list(`?cursor=${nextCursor}`)).body.items.map(idOf)).toEqual([4, 5]);
});

describe('order', () => {
  const KEYS = [
    'id',
    'name',
    'salary',
    'bonus',
    'isLeave',
    'gender',
    'entryDate',
    'createdTime',
    'updateTime',
  ] as const;
  const COLUMNS = 'id name salary bonus is_leave gender entry_date created_time update_time'.split(' ');

  /** Many rows with few different values, times a few microseconds from each other among them. */
  const fillAlike = () =>
    app.sequelize.query(`
      INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date, created_time, update_time)
      SELECT chr(97 + n % 3) || '''\\%_' || n, n % 4, n % 3 - 1, n % 2 = 0, (enum_range(NULL::enum_employee_gender))[1 + n % 2],
             TIMESTAMPTZ '2026-01-31 00:00:00.123+00' + (n % 5) * INTERVAL '1 microsecond',
             TIMESTAMPTZ '1969-12-31 23:59:59.999999+00' + (n % 4) * INTERVAL '1 microsecond',
             TIMESTAMPTZ '0001-01-01 00:00:00+00' + (n % 3) * INTERVAL '1 microsecond'
      FROM generate_series(1, 60) n`);

  const expected = async (sort: string): Promise<number[]> => {
    const words = sort.split(',');
    // A column that is named again changes nothing.
    const keys = words.map((word) => word.replace('-', ''));
    const last = words.findLast((_, at) => keys.indexOf(keys[at] ?? '') === at);
    const order = [...words, last?.startsWith('-') ? '-id' : 'id'].map((word) => {
      const column = COLUMNS[KEYS.indexOf(word.replace('-', '') as 'id')];
      return `${column} ${word.startsWith('-') ? 'DESC' : 'ASC'}`;
    });
    const [rows] = await app.sequelize.query(`SELECT id FROM employee ORDER BY ${order.join()}`);
    return (rows as { id: number }[]).map(idOf);
  };

  test.each(KEYS.flatMap((key) => [key, `-${key}`]))('by %s, page by page', async (sort) => {
    await fillAlike();
    const ids = (await walk(`sort=${sort}&limit=7`)).map(idOf);
    expect(ids).toEqual(await expected(sort));
  });

  test('by any columns in any directions, page by page', async () => {
    await fillAlike();
    const word = fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...KEYS)).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 5, max: 30 }),
        async (words, limit) => {
          const sort = words.join();
          expect((await walk(`sort=${sort}&limit=${limit}`)).map(idOf)).toEqual(await expected(sort));
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    ['salary', [1, 2, 3]],
    ['-salary', [3, 2, 1]],
    ['-salary,gender', [1, 2, 3]],
    ['salary,-gender', [3, 2, 1]],
    ['-salary,id', [1, 2, 3]],
  ])('the id breaks the ties of %s in the direction of its last column', async (sort, ids) => {
    await fill(3);
    await app.sequelize.query('UPDATE employee SET salary = 1');
    expect((await walk(`sort=${sort}&limit=1`)).map(idOf)).toEqual(ids);
  });

  test('without a sort is by id, and the cursor of one is good for the other', async () => {
    await fill(3);
    const { nextCursor } = (await list('?limit=1')).body;
    expect((await list(`?sort=id&cursor=${nextCursor}`)).body.items.map(idOf)).toEqual([2, 3]);
    expect((await list(`?sort=id,name&cursor=${nextCursor}`)).status).toBe(200);
  });

  test.each(['-id', 'name', 'name,id', '-salary,id'])('a cursor by id is refused for %s', async (sort) => {
    await fill(3);
    const { nextCursor } = (await list('?limit=1')).body;
    expect(faultsIn(await list(`?sort=${sort}&cursor=${nextCursor}`))).toEqual([['query.cursor', 'cursor']]);
  });
});

describe('filters', () => {
  const NAMES = ['Ann', 'anna', 'BANN', '100%', 'a_b', String.raw`c\d`, '李雷', '%', "O'Neil"];
  beforeEach(() =>
    app.sequelize.query(
      `INSERT INTO employee (name, salary, gender, is_leave, entry_date)
       SELECT name, n * 100 + 0.5, (enum_range(NULL::enum_employee_gender))[1 + n % 2], n % 3 = 0,
              TIMESTAMPTZ '2026-01-01 00:00:00.0005+00' + n * INTERVAL '1 day'
       FROM unnest(ARRAY[:names]) WITH ORDINALITY AS t(name, n)`,
      { replacements: { names: NAMES } },
    ),
  );
  const namesFor = async (query: string): Promise<string[]> =>
    (await list(`?${query}`)).body.items.map(({ name }: Json) => name);

  test.each([
    ['ann', ['Ann', 'anna', 'BANN']],
    ['%', ['100%', '%']],
    ['_', ['a_b']],
    ['\\', [String.raw`c\d`]],
    ['李', ['李雷']],
    ["'", ["O'Neil"]],
    ["' OR '1'='1", []],
    ['a%a', []],
    ['', NAMES],
  ])('q=%s is a part of the name, and no pattern', async (q, names) => {
    expect(await namesFor(`q=${encodeURIComponent(q)}`)).toEqual(names);
  });

  test.each([
    ['gender=男', ['anna', '100%', String.raw`c\d`, '%']],
    ['isLeave=true', ['BANN', String.raw`c\d`, "O'Neil"]],
    ['isLeave=false&gender=女', ['Ann', 'a_b', '李雷']],
    ['salaryMin=800.5', ['%', "O'Neil"]],
    ['salaryMin=800.51', ["O'Neil"]],
    ['salaryMax=100.50', ['Ann']],
    ['salaryMin=200&salaryMax=300.5', ['anna', 'BANN']],
    ['salaryMin=300&salaryMax=200', []],
    ['entryFrom=2026-01-09T00:00:00.000Z', ['%', "O'Neil"]],
    ['entryFrom=2026-01-09T08:00:00%2B08:00&entryTo=2026-01-09T00:00:00Z', ['%']],
    ['entryTo=2026-01-01T23:59:59.999Z', []],
  ])('%s', async (query, names) => expect(await namesFor(query)).toEqual(names));

  test('an entryDate that an answer shows is within its own range, though the database has microseconds', async () => {
    const { entryDate } = (await list('?limit=1')).body.items[0];
    expect(await namesFor(`entryFrom=${entryDate}&entryTo=${entryDate}`)).toEqual(['Ann']);
  });

  test('total counts what the filters let through, whatever the page', async () => {
    expect((await list('?total=true&limit=2&gender=男')).body).toMatchObject({ total: 4, items: [{}, {}] });
    const { nextCursor } = (await list('?limit=2&gender=男')).body;
    expect((await list(`?total=true&gender=男&cursor=${nextCursor}`)).body.total).toBe(4);
    expect((await list('?total=true&q=nobody')).body).toEqual({ items: [], nextCursor: null, total: 0 });
    expect((await list('?total=false')).body).not.toHaveProperty('total');
  });

  test('filters and order hold from page to page', async () => {
    expect((await walk('limit=1&sort=-salary&isLeave=true')).map(({ name }) => name)).toEqual([
      "O'Neil",
      String.raw`c\d`,
      'BANN',
    ]);
  });
});

test('misses and repeats no row that stayed while others come and go', async () => {
  await fill(300);
  let made = 0;
  const churn = (seen: Json[]) => {
    made += 1;
    return app.sequelize.query(
      `DELETE FROM employee WHERE id IN (${seen.at(-1).id}, ${2 + made * 20});
       INSERT INTO employee (name, salary, gender) VALUES ('new${made}', ${made * 13}.5, '女')`,
    );
  };
  const ids = (await walk('limit=20&sort=-salary', churn)).map(idOf);
  const [stayed] = await app.sequelize.query('SELECT id FROM employee WHERE id <= 300');
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining((stayed as { id: number }[]).map(idOf)));
});

test.each([
  ['limit=0', 'query.limit', 'greater_than_equal'],
  ['limit=201', 'query.limit', 'less_than_equal'],
  ['limit=x', 'query.limit', 'int_parsing'],
  ['limit=', 'query.limit', 'int_parsing'],
  ['limit=1.5', 'query.limit', 'int_parsing'],
  ['limit=1&limit=1', 'query.limit', 'repeated'],
  ['offset=-1', 'query.offset', 'greater_than_equal'],
  ['offset=10001', 'query.offset', 'less_than_equal'],
  ['sort=password', 'query.sort', 'sort'],
  ['sort=', 'query.sort', 'sort'],
  ['sort=name,', 'query.sort', 'sort'],
  ['sort=--name', 'query.sort', 'sort'],
  ['sort=name;DROP TABLE employee', 'query.sort', 'sort'],
  ['sort=is_leave', 'query.sort', 'sort'],
  ['sort=constructor', 'query.sort', 'sort'],
  ['gender=x', 'query.gender', 'enum'],
  ['isLeave=1', 'query.isLeave', 'bool_parsing'],
  ['isLeave=', 'query.isLeave', 'bool_parsing'],
  ['total=yes', 'query.total', 'bool_parsing'],
  ['salaryMin=-1', 'query.salaryMin', 'greater_than_equal'],
  ['salaryMin=1e999', 'query.salaryMin', 'decimal_parsing'],
  ['salaryMax=NaN', 'query.salaryMax', 'decimal_parsing'],
  ['salaryMax=0.001', 'query.salaryMax', 'decimal_max_places'],
  ['salaryMax=100000000', 'query.salaryMax', 'less_than_equal'],
  ['entryFrom=2026-01-31', 'query.entryFrom', 'datetime_parsing'],
  ['entryTo=today', 'query.entryTo', 'datetime_parsing'],
  ['q=%00', 'query.q', 'string_unicode'],
  [`q=${'x'.repeat(101)}`, 'query.q', 'string_too_long'],
  ['password=1', 'query.password', 'extra_forbidden'],
  ['__proto__=1', 'query.__proto__', 'extra_forbidden'],
  ['cursor=x', 'query.cursor', 'cursor'],
  ['cursor=', 'query.cursor', 'cursor'],
])('refuses %s', async (query, loc, type) => expect(faultsIn(await list(`?${query}`))).toEqual([[loc, type]]));

describe('a cursor', () => {
  beforeEach(() => fill(3));
  const firstCursor = async (): Promise<string> => (await list('?limit=1')).body.nextCursor;
  const refused = [['query.cursor', 'cursor']];

  test('beside an offset is a fault', async () => {
    expect(faultsIn(await list(`?offset=1&cursor=${await firstCursor()}`))).toEqual([['query.offset', 'conflict']]);
  });

  test('with any character changed, taken or added is refused', async () => {
    const cursor = await firstCursor();
    for (let at = 0; at < cursor.length; at += 1) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      expect(faultsIn(await list(`?cursor=${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`))).toEqual(refused);
    }
    expect(faultsIn(await list(`?cursor=${cursor.slice(0, -1)}`))).toEqual(refused);
    expect(faultsIn(await list(`?cursor=${cursor}A`))).toEqual(refused);
    expect(faultsIn(await list(`?cursor=${cursor}%3D`))).toEqual(refused);
  });

  test('written by hand is refused', async () => {
    const content = JSON.stringify({ sort: 'id', after: [1] });
    expect(faultsIn(await list(`?cursor=${Buffer.from(content).toString('base64url')}`))).toEqual(refused);
  });
});

test('a query where none is declared is a fault as well', async () => {
  await fill(1);
  expect(faultsIn(await app.request('GET', '/v1/employees/1?verbose=1'))).toEqual([
    ['query.verbose', 'extra_forbidden'],
  ]);
});
