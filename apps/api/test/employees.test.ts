import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { faultsIn, type Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const post = (body: unknown): Promise<Reply> => app.request('POST', '/v1/employees', body);
describe('POST /v1/employees', () => {
  test('creates an employee with the defaults, and its Location gives it back', async () => {
    const created = await post(LI_LEI);
    expect([created.status, created.type]).toEqual([201, 'application/json']);
    expect(created.body).toEqual({
      id: 1,
      ...LI_LEI,
      bonus: 0,
      isLeave: false,
      entryDate: expect.stringMatching(UTC),
      createdTime: expect.stringMatching(UTC),
      updateTime: expect.stringMatching(UTC),
    });
    const location = created.headers.get('location') ?? '';
    expect(location).toBe('/v1/employees/1');
    const read = await app.request('GET', location);
    expect([read.status, read.text]).toEqual([200, created.text]);
  });

  test('takes every field', async () => {
    const given = {
      ...LI_LEI,
      salary: 0.5,
      gender: '女',
      bonus: -2147483648,
      isLeave: true,
      entryDate: '2020-02-29T08:00:00.5+08:00',
    };
    expect((await post(given)).body).toMatchObject({ ...given, salary: '0.50', entryDate: '2020-02-29T00:00:00.500Z' });
  });

  test.each(['李雷', 'line\nfeed', 'Key (id)=(1)'])('answers 409 for the taken name %j', async (name) => {
    await post({ ...LI_LEI, name });
    const again = await post({ ...LI_LEI, name });
    expect([again.status, again.type]).toEqual([409, 'application/problem+json']);
    expect(again.body).toMatchObject({ type: 'urn:roster:problem:name-taken', status: 409, instance: '/v1/employees' });
    expect(again.body.errors).toMatchObject([{ loc: ['body', 'name'], type: 'unique' }]);
  });

  test('lists every fault at once', async () => {
    expect(
      faultsIn(await post({ gender: 'x', bonus: 1.5, isLeave: 1, entryDate: 'today', hairColour: 'red' })),
    ).toEqual([
      ['body.name', 'missing'],
      ['body.salary', 'missing'],
      ['body.gender', 'enum'],
      ['body.bonus', 'int_type'],
      ['body.isLeave', 'bool_type'],
      ['body.entryDate', 'datetime_parsing'],
      ['body.hairColour', 'extra_forbidden'],
    ]);
  });

  test('refuses null for what has a default', async () => {
    expect(faultsIn(await post({ ...LI_LEI, bonus: null, isLeave: null }))).toEqual([
      ['body.bonus', 'int_type'],
      ['body.isLeave', 'bool_type'],
    ]);
  });

  test.each([
    ['nothing', undefined, 'missing'],
    ['an array', [LI_LEI], 'dict_type'],
    ['null', 'null', 'dict_type'],
    ['a text', '"x"', 'dict_type'],
    ['64 arrays in each other', '['.repeat(64) + ']'.repeat(64), 'dict_type'],
  ])('refuses %s as a body', async (_what, body, type) => expect(faultsIn(await post(body))).toEqual([['body', type]]));

  test.each([
    ['12.1', '12.10'],
    ['0012.5', '12.50'],
    [`${'0'.repeat(37)}1.5`, '1.50'],
    ['.5', '0.50'],
    ['0.', '0.00'],
    ['-0', '0.00'],
    ['0', '0.00'],
    ['99999999.99', '99999999.99'],
    [99999999.99, '99999999.99'],
    [1e3, '1000.00'],
    [0, '0.00'],
    [0.1, '0.10'],
    [12345678.9, '12345678.90'],
  ])('takes the salary %j as %s', async (salary, shown) => {
    const created = await post({ ...LI_LEI, salary });
    expect([created.status, created.body.salary]).toEqual([201, shown]);
    expect((await app.request('GET', '/v1/employees/1')).body.salary).toBe(shown);
  });

  test.each([
    ['1e999', 'decimal_parsing'],
    ['NaN', 'decimal_parsing'],
    ['Infinity', 'decimal_parsing'],
    ['', 'decimal_parsing'],
    ['.', 'decimal_parsing'],
    [' 1', 'decimal_parsing'],
    ['1\n', 'decimal_parsing'],
    ['١', 'decimal_parsing'],
    ['-1', 'greater_than_equal'],
    [-0.01, 'greater_than_equal'],
    ['0.001', 'decimal_max_places'],
    [0.1 + 0.2, 'decimal_max_places'],
    ['100000000', 'less_than_equal'],
    [`${'0'.repeat(40)}1`, 'decimal_parsing'],
    [100_000_000, 'less_than_equal'],
    [true, 'type_error'],
    [null, 'type_error'],
    [['1'], 'type_error'],
  ])('refuses the salary %j', async (salary, type) =>
    expect(faultsIn(await post({ ...LI_LEI, salary }))).toEqual([['body.salary', type]]),
  );

  test.each([
    ['zeros and a letter', `${'0'.repeat(900_000)}x`],
    ['zeros', '0'.repeat(900_000)],
    ['digits after the point', `0.${'1'.repeat(900_000)}`],
  ])('a salary of 900 000 %s costs no time', async (_what, salary) => {
    const fault = [['body.salary', 'decimal_parsing']];
    expect(faultsIn(await post({ ...LI_LEI, salary }))).toEqual(fault);
    expect(faultsIn(await app.request('PATCH', '/v1/employees/1', { salary }))).toEqual(fault);
  });

  test('other texts of 400 000 characters cost no time either', async () => {
    const long = '0'.repeat(400_000);
    const faults = faultsIn(await post({ ...LI_LEI, name: long, entryDate: `2026-01-31T00:00:00.${long}x` }));
    expect(faults).toEqual([
      ['body.name', 'string_too_long'],
      ['body.entryDate', 'datetime_parsing'],
    ]);
  });

  test('lists 100 faults at most and says how many there are; long keys are cut', async () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => [`k${index}`, 1]);
    const many = await post({ ...LI_LEI, ...Object.fromEntries(keys) });
    expect(faultsIn(many)).toHaveLength(100);
    expect(many.body.detail).toBe('60000 faults: the first 100, and 59900 more');
    const [[loc] = []] = faultsIn(await post({ ...LI_LEI, ['k'.repeat(500_000)]: 1 }));
    expect(loc).toBe(`body.${'k'.repeat(100)}…`);
  });

  test('refuses a number that JSON can write and no double can hold', async () => {
    expect(faultsIn(await post('{"name":"a","gender":"男","salary":1e999}'))).toEqual([['body.salary', 'type_error']]);
  });

  test.each([
    ['40 emoji', '😀'.repeat(40)],
    ['SQL', "'; DROP TABLE employee; --"],
    ['a backslash', 'a\\'],
    ['a space', ' '],
  ])('takes %s as a name', async (_what, name) => {
    expect((await post({ ...LI_LEI, name })).body.name).toBe(name);
  });

  test.each([
    ['41 letters', 'x'.repeat(41), 'string_too_long'],
    ['41 emoji', '😀'.repeat(41), 'string_too_long'],
    ['nothing', '', 'string_too_short'],
    ['NUL', 'a\0b', 'string_unicode'],
    ['half a surrogate pair', '\ud83d', 'string_unicode'],
    ['a number', 5, 'string_type'],
  ])('refuses %s as a name', async (_what, name, type) =>
    expect(faultsIn(await post({ ...LI_LEI, name }))).toEqual([['body.name', type]]),
  );

  test.each([2147483648, -2147483649, 1e300])('refuses the bonus %d', async (bonus) => {
    expect((await post({ ...LI_LEI, bonus })).status).toBe(422);
  });

  test.each([
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2024-01-01t00:00:00z', '2024-01-01T00:00:00.000Z'],
    ['2024-01-01T00:00:00.123456789-11:30', '2024-01-01T11:30:00.123Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
  ])('takes the time %s', async (entryDate, shown) => {
    expect((await post({ ...LI_LEI, entryDate })).body.entryDate).toBe(shown);
    expect((await app.request('GET', '/v1/employees/1')).body.entryDate).toBe(shown);
  });

  test.each([
    '2024-02-30T00:00:00Z',
    '2024-01-01',
    '2024-01-01T00:00:00',
    '2024-01-01 00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '2024-01-01T25:00:00Z',
    1_700_000_000,
    null,
  ])('refuses the time %j', async (entryDate) => {
    expect((await post({ ...LI_LEI, entryDate })).status).toBe(422);
  });

  test('refuses a key that stands twice, and prototype keys', async () => {
    expect(faultsIn(await post('{"name":"a","gender":"男","salary":"1","salary":"2"}'))).toEqual([
      ['body.salary', 'repeated'],
    ]);
    expect(
      faultsIn(
        await post(
          '{"name":"a","gender":"男","salary":"1","__proto__":{"isLeave":true},"constructor":{"prototype":{"x":1}}}',
        ),
      ),
    ).toEqual([
      ['body.__proto__', 'extra_forbidden'],
      ['body.constructor', 'extra_forbidden'],
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test('gives one 201 and 409 for the rest when many post one name at once', async () => {
    const replies = await Promise.all(Array.from({ length: 30 }, () => post(LI_LEI)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array<number>(29).fill(409),
    ]);
  });

  test('keeps any amount to the cent and any text as it came', async () => {
    const cents = fc.integer({ min: 0, max: 9_999_999_999 });
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'));
    let made = 0;
    await fc.assert(
      fc.asyncProperty(cents, name, async (amount, text) => {
        const salary = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
        const unique = Array.from(`${made++}${text}`).slice(0, 40).join('');
        const { status, body } = await post({ name: unique, salary, gender: '女' });
        expect([status, body.name, body.salary]).toEqual([201, unique, salary]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('GET /v1/employees/{id}', () => {
  test.each(['0', '-1', '1', '2147483648', '99999999999999999999'])('answers 404 for the integer %s', async (id) => {
    const reply = await app.request('GET', `/v1/employees/${id}`);
    expect([reply.status, reply.type]).toEqual([404, 'application/problem+json']);
    expect(reply.body).toMatchObject({ type: 'urn:roster:problem:not-found', title: 'Not found', status: 404 });
  });

  test.each(['x', '1.5', '1 OR 1=1', '0x1', '1e0', '%E0%A4%A', 'NaN'])('answers 422 for %s', async (id) => {
    expect(faultsIn(await app.request('GET', `/v1/employees/${encodeURI(id)}`))).toEqual([['path.id', 'int_parsing']]);
  });
});

describe('PATCH /v1/employees/{id}', () => {
  const patch = (body: unknown, headers?: Record<string, string>, id = 1): Promise<Reply> =>
    app.request('PATCH', `/v1/employees/${id}`, body, headers);

  test('changes what is given, leaves the rest, and moves updateTime', async () => {
    const { body: before } = await post(LI_LEI);
    const changed = await patch({ salary: 13000, isLeave: true }, { 'content-type': 'application/merge-patch+json' });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({
      ...before,
      salary: '13000.00',
      isLeave: true,
      updateTime: expect.stringMatching(UTC),
    });
    expect(Date.parse(changed.body.updateTime)).toBeGreaterThan(Date.parse(before.updateTime));
    expect((await app.request('GET', '/v1/employees/1')).text).toBe(changed.text);
  });

  test('refuses null, no field at all and unknown fields', async () => {
    await post(LI_LEI);
    expect(faultsIn(await patch({ name: null, bonus: null }))).toEqual([
      ['body.name', 'string_type'],
      ['body.bonus', 'int_type'],
    ]);
    expect(faultsIn(await patch({}))).toEqual([['body', 'too_short']]);
    expect(faultsIn(await patch(undefined))).toEqual([['body', 'missing']]);
    expect(faultsIn(await patch({ id: 2, createdTime: 'x' }))).toEqual([
      ['body.id', 'extra_forbidden'],
      ['body.createdTime', 'extra_forbidden'],
    ]);
  });

  test('answers 404 for an unknown id, 409 for a taken name', async () => {
    await post(LI_LEI);
    await post({ ...LI_LEI, name: '韩梅梅' });
    expect((await patch({ bonus: 1 }, {}, 3)).status).toBe(404);
    expect((await patch({ bonus: 1 }, {}, 2147483648)).status).toBe(404);
    expect((await patch({ name: '韩梅梅' })).status).toBe(409);
    expect((await patch({ name: '李雷' })).status).toBe(200);
  });

  test('lists faults of path and body together', async () => {
    expect(faultsIn(await app.request('PATCH', '/v1/employees/x', { bonus: 'y' }))).toEqual([
      ['path.id', 'int_parsing'],
      ['body.bonus', 'int_type'],
    ]);
  });
});

describe('DELETE /v1/employees/{id}', () => {
  test('answers 204 without a body, and 404 the second time', async () => {
    await post(LI_LEI);
    const gone = await app.request('DELETE', '/v1/employees/1');
    expect([gone.status, gone.text, gone.headers.get('content-type')]).toEqual([204, '', null]);
    expect((await app.request('DELETE', '/v1/employees/1')).status).toBe(404);
    expect((await app.request('DELETE', '/v1/employees/0')).status).toBe(404);
  });
});
