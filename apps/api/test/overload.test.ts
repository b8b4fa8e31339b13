import assert from 'node:assert/strict';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Reply } from './json-client.ts';

/** One read and one write at a time, and those wait for the test. */
const concurrency = { target: 60_000, least: 1, most: 1 };
const person = { name: '李雷', salary: 1, gender: '男' };
/** Koa's own way: a page has to be told whether it may read the answer. */
const LONG_WAY = { origin: 'https://app.example.org' };

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp({ concurrency })));
afterAll(() => app.close());

let release: () => Promise<void>;
beforeEach(async () => {
  const transaction = await app.sequelize.transaction();
  await app.sequelize.query('LOCK TABLE employee IN ACCESS EXCLUSIVE MODE', { transaction });
  const stuck = [app.request('GET', '/v1/employees/1'), app.request('PATCH', '/v1/employees/1', { bonus: 1 })];
  await vi.waitFor(async () => {
    const { text } = await app.request('GET', '/metrics');
    assert.equal(text.match(/^http_requests_in_progress\{.*running.*\} 1$/gm)?.length, 2);
  });
  release = async () => {
    await transaction.rollback();
    await Promise.all(stuck);
  };
});
afterEach(() => release());

const problem = ({ status, body }: Reply): unknown[] => [status, body.type];
const OVERLOADED = [503, 'urn:roster:problem:overloaded'];

/** What two answers have alike but for what is of each. */
const alike = ({ status, headers, body }: Reply) => {
  const { date: _date, 'x-request-id': id, ...rest } = Object.fromEntries(headers);
  expect(id).toMatch(/^[\da-f-]{36}$/);
  return { status, body, rest };
};

test.each([
  ['GET', '/v1/employees/1', undefined],
  ['GET', '/v1/employees?limit=1&q=%E6%9D%8E', undefined],
  ['POST', '/v1/employees', person],
  ['DELETE', '/v1/employees/1', undefined],
  ['GET', '/v1/employees/export', undefined],
])('%s %s is refused as by the long way, to the letter', async (method, path, body) => {
  const short = await app.request(method, path, body);
  expect(problem(short)).toEqual(OVERLOADED);
  expect(short.headers.get('retry-after')).toBe('1');
  const long = await app.request(method, path, body, LONG_WAY);
  expect(alike(short)).toEqual(alike(long));
});

test('its id is the one that came, where that is a sane one', async () => {
  const { headers } = await app.request('GET', '/v1/employees/1', undefined, { 'x-request-id': 'mine-1' });
  expect(headers.get('x-request-id')).toBe('mine-1');
});

test('what has no part in the limit is answered: probes, metrics, the document, and what does not exist', async () => {
  for (const path of ['/livez', '/readyz', '/metrics', '/openapi.json']) {
    expect((await app.request('GET', path)).status).toBe(200);
  }
  expect((await app.request('GET', '/v1/nothing')).status).toBe(404);
  expect((await app.request('PUT', '/v1/employees')).status).toBe(405);
});

test('a path that is not plain, and HEAD, are refused by the long way', async () => {
  expect(problem(await app.request('GET', '/v1/employees/%31'))).toEqual(OVERLOADED);
  expect((await app.request('HEAD', '/v1/employees/1')).status).toBe(503);
});

test('all are counted, and one line of the log tells of them', async () => {
  const sample = 'http_requests_refused_total{method="PATCH",route="/v1/employees/{id}"}';
  const counted = async (): Promise<string | undefined> =>
    (await app.request('GET', '/metrics')).text.split('\n').find((line) => line.startsWith(sample));
  expect(await counted()).toBeUndefined();
  const from = app.lines.length;
  for (let one = 0; one < 20; one += 1) await app.request('PATCH', '/v1/employees/7', { bonus: 1 });
  expect(await counted()).toBe(`${sample} 20`);
  const told = () => app.lines.slice(from).filter(({ msg }) => String(msg).startsWith('overloaded'));
  await vi.waitFor(() => expect(told().length).toBeGreaterThan(0), { timeout: 5000 });
  expect(told().length).toBeLessThan(5);
  expect(app.lines.slice(from).some(({ req }) => JSON.stringify(req ?? '').includes('/employees/7'))).toBe(false);
});

test('when there is room, nobody is refused', async () => {
  await release();
  release = async () => undefined;
  expect((await app.request('POST', '/v1/employees', person)).status).toBe(201);
});
