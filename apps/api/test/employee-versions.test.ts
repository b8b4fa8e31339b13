import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
const ETAG = /^"[\w-]+"$/;

const create = (): Promise<Reply> => app.request('POST', '/v1/employees', LI_LEI);
const patch = (body: object, ifMatch?: string): Promise<Reply> =>
  app.request('PATCH', '/v1/employees/1', body, ifMatch === undefined ? {} : { 'if-match': ifMatch });
const remove = (ifMatch: string, id = 1): Promise<Reply> =>
  app.request('DELETE', `/v1/employees/${id}`, undefined, { 'if-match': ifMatch });
const etagIn = ({ headers }: Reply): string => headers.get('etag') ?? '';
const codeOf = ({ status, body }: Reply): unknown[] => [status, body?.type?.replace('urn:roster:problem:', '')];

/** By node:http, since fetch adds `Cache-Control: no-cache` to a request with If-None-Match. */
async function read(headers: Record<string, string>, path = '/v1/employees/1', method = 'GET') {
  const [answer] = (await once(get(app.address + path, { method, headers }), 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, etag: answer.headers.etag, text };
}

describe('ETag', () => {
  test('is the same for POST, GET, HEAD and PATCH of one state, and another for the next', async () => {
    const created = etagIn(await create());
    expect(created).toMatch(ETAG);
    expect(etagIn(await app.request('GET', '/v1/employees/1'))).toBe(created);
    expect(etagIn(await app.request('HEAD', '/v1/employees/1'))).toBe(created);
    const changed = etagIn(await patch({ bonus: 1 }));
    expect(changed).not.toBe(created);
    expect((await read({})).etag).toBe(changed);
  });

  test('changes with a change that another program makes, also within one millisecond', async () => {
    const before = etagIn(await create());
    await app.sequelize.query('UPDATE employee SET bonus = 2');
    expect((await read({})).etag).not.toBe(before);
  });
});

describe('If-None-Match', () => {
  test('answers 304 without a body for the state that the client has', async () => {
    const etag = etagIn(await create());
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      expect(await read({ 'if-none-match': known })).toEqual({ status: 304, etag, text: '' });
    }
    expect(await read({ 'if-none-match': etag }, '/v1/employees/1', 'HEAD')).toMatchObject({ status: 304 });
  });

  test('answers 200 for any other, and for what is no list of tags', async () => {
    const etag = etagIn(await create());
    for (const other of ['"x"', etag.slice(1, -1), `${etag}x`, '', ',', 'x, y', `"${'x'.repeat(5000)}`]) {
      expect((await read({ 'if-none-match': other })).status).toBe(200);
    }
    await patch({ bonus: 1 });
    expect((await read({ 'if-none-match': etag })).status).toBe(200);
    expect((await read({ 'if-none-match': '*' }, '/v1/employees/2')).status).toBe(404);
  });
});

describe('If-Match', () => {
  test('lets through the state that the client has read, and gives the new ETag', async () => {
    const etag = etagIn(await create());
    const changed = await patch({ bonus: 1 }, `"x", ${etag}`);
    expect([changed.status, changed.body.bonus]).toEqual([200, 1]);
    expect((await patch({ bonus: 2 }, etagIn(changed))).status).toBe(200);
    expect((await patch({ bonus: 3 }, '*')).status).toBe(200);
    expect((await remove(etagIn(await app.request('GET', '/v1/employees/1')))).status).toBe(204);
  });

  test('answers 412 for a state that is gone, and changes nothing', async () => {
    const etag = etagIn(await create());
    const { text } = await patch({ bonus: 1 });
    for (const stale of [etag, '"x"', `W/${etag}`, 'x', '', '"4294967296-0"', '"1-zzzzzzzzzzzz"', '"1--8bt05000000"']) {
      expect(codeOf(await patch({ bonus: 9 }, stale))).toEqual([412, 'precondition-failed']);
      expect(codeOf(await remove(stale))).toEqual([412, 'precondition-failed']);
    }
    expect((await app.request('GET', '/v1/employees/1')).text).toBe(text);
  });

  test('answers 412 to a weak tag of the very state', async () => {
    const etag = etagIn(await create());
    expect(codeOf(await patch({ bonus: 1 }, `W/${etag}`))).toEqual([412, 'precondition-failed']);
  });

  test('answers 404 where there is nothing', async () => {
    expect(codeOf(await patch({ bonus: 1 }, '"x"'))).toEqual([404, 'not-found']);
    expect(codeOf(await remove('*', 2))).toEqual([404, 'not-found']);
  });

  test('of many at once with one ETag exactly one is done', async () => {
    let etag = etagIn(await create());
    for (let round = 0; round < 10; round += 1) {
      const tried = etag;
      const replies = await Promise.all(Array.from({ length: 8 }, (_, bonus) => patch({ bonus }, tried)));
      const done = replies.filter(({ status }) => status === 200);
      expect([done.length, replies.filter(({ status }) => status === 412).length]).toEqual([1, 7]);
      etag = done.map(etagIn).join();
    }
  });
});

test('200 POSTs of one name at once: one 201 and 199 times 409', async () => {
  const replies = await Promise.all(Array.from({ length: 200 }, create));
  const statuses = replies.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, ...Array<number>(199).fill(409)]);
});
