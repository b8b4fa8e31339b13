import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiKeys, makeKey } from '../src/auth/api-key.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Reply } from './json-client.ts';

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
const reader = makeKey('report', 'reader');
const writer = makeKey('payroll', 'writer');

let app: AppUnderTest;
beforeAll(
  async () => void (app = await startApp({ auth: { keys: apiKeys.parse(`${reader.entry},${writer.entry}`) } })),
);
afterAll(() => app.close());

const get = (headers: Record<string, string>, path = '/v1/employees'): Promise<Reply> =>
  app.request('GET', path, undefined, headers);

const refusal = ({ status, type, body, headers }: Reply): unknown[] => {
  if (type !== 'application/problem+json') throw new Error(`${status} ${type}`);
  return [status, body.type.replace('urn:roster:problem:', ''), headers.get('www-authenticate')];
};

const NONE = 'Bearer realm="roster"';
const BAD = /^Bearer realm="roster", error="invalid_token", error_description="[^"]+"$/;

describe('a request', () => {
  test.each([
    ['Authorization: Bearer', { authorization: `Bearer ${reader.key}` }],
    ['Authorization: bearer, and more than one space', { authorization: `bearer   ${reader.key} ` }],
    ['X-API-Key', { 'x-api-key': reader.key }],
    ['both, where they are the same', { authorization: `Bearer ${reader.key}`, 'x-api-key': reader.key }],
    ['X-API-Key, and a proxy’s Basic', { authorization: 'Basic cHJveHk6cHJveHk=', 'x-api-key': reader.key }],
  ])('is let in with a key in %s', async (_where, headers) => expect((await get(headers)).status).toBe(200));

  test.each([
    ['without a credential', {}],
    ['with another scheme', { authorization: 'Basic cm9zdGVyOnJvc3Rlcg==' }],
    ['with an empty key', { 'x-api-key': '' }],
  ])('is refused %s, and told what to bring', async (_how, headers) =>
    expect(refusal(await get(headers as Record<string, string>))).toEqual([401, 'unauthorized', NONE]),
  );

  test.each([
    ['an unknown key', { authorization: `Bearer ${makeKey('x', 'writer').key}` }],
    ['a key cut short', { 'x-api-key': reader.key.slice(0, -1) }],
    ['a key and more', { 'x-api-key': `${reader.key}A` }],
    ['the hash in the place of the key', { 'x-api-key': reader.entry.split(':')[2] ?? '' }],
    ['a Bearer without a key', { authorization: 'Bearer' }],
    ['two keys in one header', { authorization: `Bearer ${reader.key} ${writer.key}` }],
    ['a key in quotes', { authorization: `Bearer "${reader.key}"` }],
    ['two keys that differ', { authorization: `Bearer ${reader.key}`, 'x-api-key': writer.key }],
    ['a token, where no issuer is known', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }],
  ])('is refused with %s, and nothing of it is repeated', async (_what, headers) => {
    const reply = await get(headers);
    expect(refusal(reply)).toEqual([401, 'unauthorized', expect.stringMatching(BAD)]);
    expect(JSON.stringify([reply.text, [...reply.headers], app.lines])).not.toMatch(/roster_|eyJ/);
  });

  test('is not let in by a key in the query', async () =>
    expect((await get({}, `/v1/employees?api_key=${reader.key}`)).status).toBe(401));
});

describe('a reader', () => {
  const headers = { 'x-api-key': reader.key };

  test.each([
    ['POST', '/v1/employees', LI_LEI],
    ['PATCH', '/v1/employees/1', { bonus: 1 }],
    ['DELETE', '/v1/employees/1', undefined],
    ['POST', '/v1/employees/bulk', [LI_LEI]],
    ['POST', '/v1/employees/import', 'name,salary,gender\n李雷,1,男\n', { 'content-type': 'text/csv' }],
    ['POST', '/v1/employees/import', JSON.stringify(LI_LEI), { 'content-type': 'application/x-ndjson' }],
    ['POST', '/v1/employees/import?dryRun=true', JSON.stringify(LI_LEI), { 'content-type': 'application/x-ndjson' }],
  ])('may not %s %s', async (method, path, body, type?: Record<string, string>) => {
    expect(refusal(await app.request(method, path, body, { ...headers, ...type }))).toEqual([
      403,
      'forbidden',
      'Bearer realm="roster", error="insufficient_scope", scope="employees:write"',
    ]);
    expect((await get(headers)).body.items).toEqual([]);
  });

  test('may HEAD, and what is not there is 404', async () => {
    expect((await app.request('HEAD', '/v1/employees', undefined, headers)).status).toBe(200);
    expect((await get(headers, '/v1/employees/77')).status).toBe(404);
    expect((await get(headers, '/v1/employees/export')).status).toBe(200);
  });
});

test('a writer may write and read', async () => {
  const headers = { authorization: `Bearer ${writer.key}`, 'x-request-id': 'written' };
  const { status, body } = await app.request('POST', '/v1/employees', LI_LEI, headers);
  expect(status).toBe(201);
  expect((await get(headers, `/v1/employees/${body.id}`)).body).toEqual(body);
  expect((await app.request('DELETE', `/v1/employees/${body.id}`, undefined, headers)).status).toBe(204);
  expect((await app.request('POST', '/v1/employees/bulk', [LI_LEI], headers)).status).toBe(201);
  const csv = { ...headers, 'content-type': 'text/csv' };
  const row = 'name,salary,gender\n韩梅梅,1,女\n';
  expect((await app.request('POST', '/v1/employees/import', row, csv)).body).toMatchObject({ imported: 1 });
  expect((await get(headers, '/v1/employees/export')).text).toContain('韩梅梅');
});

test('the line of the log has the name of the key, and no other line has one', async () => {
  await app.request('GET', '/v1/employees', undefined, { 'x-api-key': reader.key, 'x-request-id': 'known' });
  await app.request('GET', '/v1/employees', undefined, { 'x-request-id': 'unknown' });
  const principals = ['known', 'unknown'].map((id) => {
    const line = app.lines.find(({ req }) => (req as { id?: string } | undefined)?.id === id);
    return [line?.principal, (line?.res as { status?: number } | undefined)?.status];
  });
  expect(principals).toEqual([
    ['report', 200],
    [undefined, 401],
  ]);
});

describe('before anything else', () => {
  test('whoever is not let in learns nothing of the request’s other faults', async () => {
    const strange = { accept: 'text/plain', 'content-type': 'text/plain' };
    expect((await app.request('POST', '/v1/employees?x=1', '{', strange)).status).toBe(401);
    expect((await app.request('GET', '/v1/employees/no-number')).status).toBe(401);
  });

  test('no byte of a body is waited for', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(app.address).port), '127.0.0.1', () =>
        socket.write('POST /v1/employees HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n'),
      );
      socket.once('data', (chunk) => resolve(chunk.toString()) ?? socket.destroy()).once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  test.each(['/livez', '/readyz', '/openapi.json', '/docs'])('%s is for everybody', async (path) =>
    expect((await get({ authorization: 'Bearer wrong' }, path)).status).toBe(200),
  );

  test('a path or a method that there is none of is told to everybody', async () => {
    expect((await get({}, '/nowhere')).status).toBe(404);
    expect((await app.request('PUT', '/v1/employees')).status).toBe(405);
    expect((await app.request('OPTIONS', '/v1/employees')).status).toBe(204);
  });
});

describe('/openapi.json', () => {
  test('says of every operation under /v1 which scope it needs, and how it refuses', async () => {
    const { paths, components } = (await get({}, '/openapi.json')).body;
    expect(components.securitySchemes).toMatchObject({
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      bearer: { type: 'http', scheme: 'bearer' },
    });
    for (const [path, operations] of Object.entries<Record<string, { security: object[]; responses: object }>>(paths)) {
      for (const [method, { security, responses }] of Object.entries(operations)) {
        const scope = method === 'get' ? 'employees:read' : 'employees:write';
        const isOpen = !path.startsWith('/v1/');
        expect([path, method, security]).toEqual([
          path,
          method,
          isOpen ? [] : [{ bearer: [scope] }, { apiKey: [scope] }],
        ]);
        expect(Object.keys(responses).filter((status) => /40[13]/.test(status))).toEqual(isOpen ? [] : ['401', '403']);
      }
    }
  });
});
