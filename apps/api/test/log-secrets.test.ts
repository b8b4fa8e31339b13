import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Json } from './json-client.ts';

/** Values that nothing else in a line of the log could look like. */
const NAME = '李雷Xq7';
const OTHER = '韩梅梅Zw9';
const ROW = { name: NAME, salary: '76543.21', bonus: 918_273_645, gender: '男' };
const SECRETS = new RegExp(`${NAME}|${OTHER}|${encodeURIComponent(NAME)}|76543|918273645|INSERT|UPDATE|SELECT`);

const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';
const HEAD = 'name,salary,bonus,gender';
const CSV_ROW = `${NAME},76543.21,918273645,男`;

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(async () => {
  await app.sequelize.query('TRUNCATE employee RESTART IDENTITY');
  await app.request('POST', '/v1/employees', ROW);
  await app.request('POST', '/v1/employees', { ...ROW, name: OTHER });
});

let count = 0;
/** Sends it; gives the status, and the line that the log has of it. */
async function logged(method: string, path: string, body?: unknown, type = 'application/json') {
  const id = `secrets-${(count += 1)}`;
  const headers = { 'content-type': type, 'x-request-id': id };
  const { status } = await app.request(method, `/v1/employees${path}`, body, headers);
  const line = await vi.waitFor(() => {
    const found = app.lines.find(({ req }) => (req as Json)?.id === id);
    expect(found).toBeDefined();
    return found as Json;
  });
  return { status, line };
}

describe('no name, salary or bonus gets into the log with', () => {
  const taken = { ...ROW, salary: '1' };

  test.each<[string, number, string, string, unknown?, string?]>([
    ['an employee that is made', 201, 'POST', '', { ...ROW, name: `${NAME}2` }],
    ['a name that is taken', 409, 'POST', '', ROW],
    ['a change to a name that is taken', 409, 'PATCH', '/2', { name: NAME }],
    ['a change', 200, 'PATCH', '/1', { salary: ROW.salary, bonus: ROW.bonus }],
    ['names in bulk that are taken', 409, 'POST', '/bulk', [{ ...ROW, name: 'new' }, taken]],
    ['a name twice in bulk', 409, 'POST', '/bulk', [ROW, ROW]],
    ['a body that does not fit', 422, 'POST', '', { ...ROW, salary: '76543.219', [NAME]: ROW.bonus }],
    ['a body that is no JSON', 400, 'POST', '', `{"name":"${NAME}","salary":76543.21,}`],
    ['a search', 200, 'GET', `?q=${encodeURIComponent(NAME)}&salaryMin=76543.21`],
    ['a search that does not fit', 422, 'GET', `?q=${encodeURIComponent(NAME)}&salaryMin=76543.219`],
    ['an export of what is searched', 200, 'GET', `/export?q=${encodeURIComponent(NAME)}`],
    ['a path that has a name', 422, 'GET', `/${encodeURIComponent('Bob')}?q=${encodeURIComponent(NAME)}`],
    ['a CSV of names that are taken', 409, 'POST', '/import', `${HEAD}\n${CSV_ROW}\n`, CSV],
    ['a CSV with a name twice', 409, 'POST', '/import', `${HEAD}\nx${CSV_ROW}\nx${CSV_ROW}\n`, CSV],
    ['a CSV that does not fit', 422, 'POST', '/import', `${HEAD}\n${CSV_ROW}9\n${NAME},76543.219,918273645,x\n`, CSV],
    ['a CSV with another head', 422, 'POST', '/import', `${CSV_ROW}\n`, CSV],
    ['a CSV with a stray quote', 400, 'POST', '/import', `${HEAD}\n"${NAME}"76543.21,918273645,男\n`, CSV],
    ['a CSV with an open quote', 400, 'POST', '/import', `${HEAD}\n"${CSV_ROW}\n`, CSV],
    ['NDJSON of names that are taken', 409, 'POST', '/import', JSON.stringify(ROW), NDJSON],
    ['NDJSON that does not fit', 422, 'POST', '/import', JSON.stringify({ ...ROW, [NAME]: 1 }), NDJSON],
    ['NDJSON that is none', 422, 'POST', '/import', `{"name":"${NAME}","salary":76543.21`, NDJSON],
  ])('%s (%i)', async (_what, expected, method, path, body, type) => {
    const { status, line } = await logged(method, path, body, type);
    expect([status, line.res.status, line.err]).toEqual([expected, expected, undefined]);
    expect(JSON.stringify(app.lines)).not.toMatch(SECRETS);
  });
});

const TRIGGER = `
  CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% may not earn %', NEW.name, NEW.salary; END $$;
  CREATE TRIGGER planted BEFORE INSERT ON employee FOR EACH ROW EXECUTE FUNCTION planted()`;

describe('nor with a 500, which the log explains', () => {
  /** Each makes PostgreSQL refuse a row in another way, and quote it where it can. */
  test.each([
    [
      'a constraint, which quotes the row',
      '23514',
      'ALTER TABLE employee ADD CONSTRAINT planted CHECK (salary < 1) NOT VALID',
    ],
    ['a column that the name does not fit', '22P02', 'ALTER TABLE employee ALTER COLUMN name TYPE integer USING id'],
    ['a column that the bonus does not fit', '22003', 'ALTER TABLE employee ALTER COLUMN bonus TYPE smallint USING 0'],
    ['a column that is not there', '42703', 'ALTER TABLE employee RENAME COLUMN bonus TO planted'],
    ['a trigger that says what it sees', 'P0001', TRIGGER],
  ])('%s', async (_what, code, change) => {
    const own = await startApp();
    try {
      await own.sequelize.query(change);
      const single = await own.request('POST', '/v1/employees', ROW);
      const bulk = await own.request('POST', '/v1/employees/bulk', [ROW]);
      const csv = await own.request('POST', '/v1/employees/import', `${HEAD}\n${CSV_ROW}\n`, { 'content-type': CSV });
      expect([single.status, bulk.status, csv.status]).toEqual([500, 500, 500]);
      const text = JSON.stringify(own.lines);
      expect(text.split(`"code":"${code}"`).length - 1).toBeGreaterThanOrEqual(3);
      expect(text).not.toMatch(SECRETS);
    } finally {
      await own.close();
    }
  });
});
