import { afterAll, beforeAll, expect, test } from 'vitest';
import { problems } from '../src/errors.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Json } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

test('/openapi.json describes every operation with all that it can answer', async () => {
  const { type, body } = await app.request('GET', '/openapi.json');
  expect([type, body.openapi]).toEqual(['application/json', '3.1.1']);
  const operations = Object.entries<Json>(body.paths).flatMap(([path, item]: [string, Json]) =>
    Object.entries<Json>(item).map(
      ([method, { responses }]) => `${method} ${path} ${Object.keys(responses).join(' ')}`,
    ),
  );
  expect(operations.toSorted()).toEqual([
    'delete /v1/employees/{id} 204 400 404 406 408 412 417 422 431 500 503',
    'get /livez 200 400 406 408 417 422 431 500',
    'get /readyz 200 400 406 408 417 422 431 500 503',
    'get /v1/employees 200 400 406 408 417 422 431 500 503',
    'get /v1/employees/export 200 400 406 408 417 422 431 500 503',
    'get /v1/employees/{id} 200 304 400 404 406 408 417 422 431 500 503',
    'patch /v1/employees/{id} 200 400 404 406 408 409 412 413 415 417 422 431 500 503',
    'post /v1/employees 201 400 406 408 409 413 415 417 422 431 500 503',
    'post /v1/employees/bulk 201 400 406 408 409 413 415 417 422 431 500 503',
    'post /v1/employees/import 200 400 406 408 409 415 417 422 431 500 503',
  ]);
});

test('/openapi.json says that nothing has to be proved, and what headers come', async () => {
  const { security, paths } = (await app.request('GET', '/openapi.json')).body;
  expect(security).toEqual([]);
  const { responses } = paths['/v1/employees'].post;
  expect(Object.keys(responses[201].headers)).toEqual(['x-request-id', 'location', 'etag', 'idempotency-replayed']);
  expect(Object.keys(responses[422].headers)).toEqual(['x-request-id']);
  expect(Object.keys(responses[503].headers)).toEqual(['x-request-id', 'retry-after']);
  const required = (status: number): boolean => responses[status].headers['x-request-id'].required;
  // Node answers these before there is an id.
  expect([400, 408, 417, 431].map(required)).toEqual(Array(4).fill(undefined));
  expect([201, 406, 422].map(required)).toEqual(Array(3).fill(true));
});

test('the schemas say what goes in and what comes out', async () => {
  const { Employee, NewEmployee, EmployeeChanges } = (await app.request('GET', '/openapi.json')).body.components
    .schemas;
  expect(Employee.additionalProperties).toBe(false);
  expect(Employee.required).toHaveLength(9);
  expect(Employee.properties.salary).toEqual({ type: 'string', pattern: '^[0-9]{1,8}\\.[0-9]{2}$' });
  expect(NewEmployee.required).toEqual(['name', 'salary', 'gender']);
  expect(NewEmployee.properties.name).toMatchObject({ type: 'string', minLength: 1, maxLength: 40 });
  expect(NewEmployee.properties.entryDate).toMatchObject({ type: 'string', format: 'date-time' });
  expect(NewEmployee.properties.salary.anyOf.map(({ type }: Json) => type)).toEqual(['string', 'number']);
  expect(EmployeeChanges).toMatchObject({ minProperties: 1, additionalProperties: false });
  expect(EmployeeChanges.required).toBeUndefined();
});

test('path and query parameters are the integers that they are', async () => {
  const { paths } = (await app.request('GET', '/openapi.json')).body;
  expect(paths['/v1/employees/{id}'].get.parameters).toMatchObject([
    { in: 'path', name: 'id', required: true, schema: { type: 'integer' } },
    { in: 'header', name: 'if-none-match', schema: { type: 'string' } },
  ]);
  const limit = paths['/v1/employees'].get.parameters.find(({ name }: Json) => name === 'limit');
  expect(limit).toMatchObject({
    in: 'query',
    name: 'limit',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  });
  expect(limit.required).not.toBe(true);
});

test('every problem has an HTTP error status', () => {
  for (const { status } of Object.values(problems)) expect(status).toBeGreaterThanOrEqual(400);
});
