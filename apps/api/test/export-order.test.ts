import { afterAll, beforeAll, expect, test } from 'vitest';
import { sortKeys } from '../src/routes/employees/order.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
  const rows = [3, 1, 2].map((bonus) => ({ name: `n${bonus}`, salary: bonus, gender: '男', bonus }));
  await app.request('POST', '/v1/employees/bulk', rows);
});
afterAll(() => app.close());

const exported = async (query: string): Promise<string[]> => {
  const { status, text } = await app.request('GET', `/v1/employees/export${query}`, undefined, {
    accept: 'application/x-ndjson',
  });
  expect(status).toBe(200);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).name);
};

// The times are read as texts beside the columns, which the order must not take for the columns themselves.
test.each(Object.keys(sortKeys))('an export comes sorted by %s, both ways', async (key) => {
  const up = await exported(`?sort=${key},name`);
  expect(up.toSorted()).toEqual(['n1', 'n2', 'n3']);
  expect(await exported(`?sort=-${key},-name`)).toEqual(up.toReversed());
});

test('an export is sorted by id where no order is asked for', async () => {
  expect(await exported('')).toEqual(['n3', 'n1', 'n2']);
});
