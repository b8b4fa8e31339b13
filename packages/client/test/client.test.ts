import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRosterClient } from '../src/index.ts';

const seen: IncomingMessage[] = [];
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    const isFound = request.url?.endsWith('/1');
    response.writeHead(isFound ? 200 : 404, {
      'content-type': isFound ? 'application/json' : 'application/problem+json',
    });
    response.end(isFound ? '{"id":1,"salary":"12345.60"}' : '{"type":"urn:roster:problem:not-found","status":404}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const get = (roster: ReturnType<typeof createRosterClient>, id: number) =>
  roster.GET('/v1/employees/{id}', { params: { path: { id } } });

test('an answer is data, a refusal is a problem document', async () => {
  const roster = createRosterClient({ baseUrl });
  const found = await get(roster, 1);
  expect([found.response.status, found.data?.salary, found.error]).toEqual([200, '12345.60', undefined]);
  const absent = await get(roster, 2);
  expect([absent.response.status, absent.data, absent.error?.type]).toEqual([
    404,
    undefined,
    'urn:roster:problem:not-found',
  ]);
});

test.each([
  ['a key', { apiKey: 'roster_x' }, { 'x-api-key': 'roster_x', authorization: undefined }],
  ['a token', { token: 'a.b.c' }, { 'x-api-key': undefined, authorization: 'Bearer a.b.c' }],
  ['nothing', {}, { 'x-api-key': undefined, authorization: undefined }],
])('says who asks: with %s', async (_what, credential, expected) => {
  await get(createRosterClient({ baseUrl, ...credential }), 1);
  const { headers } = seen.at(-1) ?? {};
  expect({ 'x-api-key': headers?.['x-api-key'], authorization: headers?.authorization }).toEqual(expected);
});

test('throws where no answer comes', async () => {
  await expect(get(createRosterClient({ baseUrl: 'http://127.0.0.1:1' }), 1)).rejects.toThrow('fetch failed');
});

// What does not compile is the test: each expectation below fails the type check if its line is taken.
test('what the API does not have does not compile', () => {
  const roster = createRosterClient({ baseUrl });
  const never = () => [
    // @ts-expect-error no such path
    roster.GET('/v1/employee'),
    // @ts-expect-error an id is needed
    roster.GET('/v1/employees/{id}'),
    // @ts-expect-error an id is a number
    roster.GET('/v1/employees/{id}', { params: { path: { id: '1' } } }),
    // @ts-expect-error no such filter
    roster.GET('/v1/employees', { params: { query: { nick: 'x' } } }),
    // @ts-expect-error a field is missing
    roster.POST('/v1/employees', { body: { name: 'x', salary: '1' } }),
    // @ts-expect-error no such gender
    roster.POST('/v1/employees', { body: { name: 'x', salary: '1', gender: 'x' } }),
    // @ts-expect-error a key and a token
    createRosterClient({ baseUrl, apiKey: 'x', token: 'y' }),
  ];
  expect(never).toBeInstanceOf(Function);
});
