import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp({ bodyLimit: 10_000 })));
afterAll(() => app.close());

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };

/** Status and code of a problem document that has its standard members. */
const problemIn = ({ status, type, body }: Reply): unknown[] => {
  const members = Object.keys(body ?? {})
    .slice(0, 5)
    .join();
  if (type !== 'application/problem+json' || members !== 'type,title,status,detail,instance')
    throw new Error(`${status} ${type} ${members}`);
  return [status, body.status, body.type.replace('urn:roster:problem:', '')];
};

/** What the server answers to bytes as they are. */
const raw = (text: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.once('close', () => resolve(answer)).once('error', reject);
  });

describe('paths and methods', () => {
  test.each(['/', '/v1', '/v1/employees/', '/V1/employees', '/v1/employees/1/x', '/v1/employees//'])(
    'answers 404 for %s',
    async (path) => {
      const reply = await app.request('GET', path);
      expect(problemIn(reply)).toEqual([404, 404, 'not-found']);
      expect(reply.body.instance).toBe(path);
    },
  );

  test.each([
    ['PUT', '/v1/employees', 'HEAD, GET, POST, OPTIONS'],
    ['DELETE', '/v1/employees', 'HEAD, GET, POST, OPTIONS'],
    ['POST', '/v1/employees/1', 'HEAD, GET, PATCH, DELETE, OPTIONS'],
    ['PROPFIND', '/v1/employees', 'HEAD, GET, POST, OPTIONS'],
    ['POST', '/livez', 'HEAD, GET, OPTIONS'],
  ])('answers 405 with Allow for %s %s', async (method, path, allow) => {
    const reply = await app.request(method, path);
    expect(problemIn(reply)).toEqual([405, 405, 'method-not-allowed']);
    expect(reply.headers.get('allow')).toBe(allow);
  });

  test('answers OPTIONS with 204 and Allow', async () => {
    const reply = await app.request('OPTIONS', '/v1/employees/1');
    expect([reply.status, reply.headers.get('allow'), reply.text]).toEqual([
      204,
      'HEAD, GET, PATCH, DELETE, OPTIONS',
      '',
    ]);
    expect(problemIn(await app.request('OPTIONS', '/nowhere'))).toEqual([404, 404, 'not-found']);
  });

  test('answers HEAD as GET without the body', async () => {
    const [head, get] = await Promise.all(['HEAD', 'GET'].map((method) => app.request(method, '/v1/employees')));
    expect([head?.status, head?.text, head?.headers.get('content-length')]).toEqual([
      200,
      '',
      String(get?.text.length),
    ]);
    expect((await app.request('HEAD', '/v1/employees/77')).status).toBe(404);
  });
});

test.each(['http://[::1/livez', 'http://['])(
  'a target that is no URL gets a problem document with an id: %s',
  async (target) => {
    const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toMatch(/^X-Request-Id: [0-9a-f-]{36}\r$/m);
    expect(answer).toMatch(/^Content-Type: application\/problem\+json/m);
    expect(answer).toContain('"urn:roster:problem:bad-request"');
  },
);

describe('a request that Node can not read', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'bad-request'],
    ['bytes in its address', 'GET /v1/employees?gender=男 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad-request'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'bad-request'],
    ['no Host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad-request'],
    ['an expectation', 'GET /livez HTTP/1.1\r\nHost: x\r\nExpect: more\r\n\r\n', 417, 'expectation-failed'],
    [
      'headers over the limit',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
  ])('gets a problem document: %s', async (_what, text, status, code) => {
    const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json`));
    expect(JSON.parse(body)).toMatchObject({ type: `urn:roster:problem:${code}`, status });
  });
});

describe('Accept', () => {
  test.each(['text/csv', 'application/xml', 'application/json;q=0'])('answers 406 for %s', async (accept) => {
    expect(problemIn(await app.request('GET', '/v1/employees', undefined, { accept }))).toEqual([
      406,
      406,
      'not-acceptable',
    ]);
  });

  test.each(['*/*', 'application/*', 'application/json', 'text/html, application/json;q=0.1', ''])(
    'takes %s',
    async (accept) => {
      expect((await app.request('GET', '/v1/employees', undefined, { accept })).status).toBe(200);
    },
  );
});

describe('bodies', () => {
  const post = (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Reply> =>
    app.request('POST', '/v1/employees', body, headers);

  test.each(['{', '{"name":"a",}', 'NaN', '{"a":1}x', "{'a':1}", '\ufeff{', 'undefined', '{"salary":NaN}'])(
    'answers 400 for %j',
    async (body) => expect(problemIn(await post(body))).toEqual([400, 400, 'malformed-body']),
  );

  test.each([
    '['.repeat(65) + ']'.repeat(65),
    '['.repeat(4000) + ']'.repeat(4000),
    '{"a":'.repeat(65) + '1' + '}'.repeat(65),
  ])('answers 400 for a body nested too deep (%#)', async (body) =>
    expect(problemIn(await post(body))).toEqual([400, 400, 'malformed-body']),
  );

  test('answers 400 for bytes that are no UTF-8, and shows nothing of them', async () => {
    const reply = await post(Buffer.from('{"name":"caf\u00e9"}', 'latin1'));
    expect(problemIn(reply)).toEqual([400, 400, 'malformed-body']);
    expect(reply.text).not.toContain('caf');
    expect((await post('{"name":"secret", oops}')).text).not.toContain('secret');
  });

  test.each([
    ['another type', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a merge patch where none is declared', { 'content-type': 'application/merge-patch+json' }],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }],
    ['UTF-16', { 'content-type': 'application/json; charset=utf-16' }],
    ['gzip', { 'content-encoding': 'gzip' }],
  ])('answers 415 for %s', async (_what, headers) => {
    expect(problemIn(await post(JSON.stringify(LI_LEI), headers))).toEqual([415, 415, 'unsupported-media-type']);
  });

  test('does not unpack a gzip bomb', async () => {
    expect(problemIn(await post(gzipSync(Buffer.alloc(5_000_000, ' ')), { 'content-encoding': 'gzip' }))).toEqual([
      415,
      415,
      'unsupported-media-type',
    ]);
  });

  test.each(['application/json', 'application/json; charset=UTF-8', 'Application/JSON;charset="utf-8"'])(
    'takes %s',
    async (type) => {
      expect((await post('{}', { 'content-type': type })).status).toBe(422);
    },
  );

  test('answers 415 for a body without a type', async () => {
    const answer = await raw(
      'POST /v1/employees HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    );
    expect(answer).toMatch(/^HTTP\/1.1 415 /);
  });

  test('answers 413 over the limit, announced or not', async () => {
    expect(problemIn(await post(' '.repeat(10_001)))).toEqual([413, 413, 'body-too-large']);
    expect(problemIn(await post(new Uint8Array(10_000_000)))).toEqual([413, 413, 'body-too-large']);
    const chunk = `2000\r\n${'x'.repeat(0x2000)}\r\n`;
    const head = 'POST /v1/employees HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';
    expect(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
    expect((await post(`"${'x'.repeat(9998)}"`)).status).toBe(422);
  });

  test('ends a request whose body stalls', async () => {
    const head =
      'POST /v1/employees HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na';
    expect(await raw(head)).toMatch(/^HTTP\/1.1 408 /);
    expect((await app.request('GET', '/livez')).status).toBe(200);
  });

  test('ends a request with headers of a megabyte', async () => {
    expect(
      await raw(`GET /livez HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(1_000_000)}\r\n\r\n`).catch(String),
    ).toMatch(/ 431 |ECONNRESET|EPIPE/);
  });

  test('answers 400 for 100 000 levels, within the limit of a body', async () => {
    await app.close();
    app = await startApp();
    for (const body of ['['.repeat(100_000), '['.repeat(100_000) + ']'.repeat(100_000)]) {
      expect(problemIn(await app.request('POST', '/v1/employees', body))).toEqual([400, 400, 'malformed-body']);
    }
    await app.close();
    app = await startApp({ bodyLimit: 10_000 });
  });
});

describe('request ids', () => {
  test('gives back a sane id and replaces any other', async () => {
    const idFor = async (id: string) =>
      (await app.request('GET', '/livez', undefined, { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idFor('trace-1:2/3')).toBe('trace-1:2/3');
    expect(await idFor('x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idFor('a b')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await app.request('GET', '/nowhere')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the log', () => {
  const lineOf = (id: string) => app.lines.find(({ req }) => (req as { id?: string } | undefined)?.id === id);

  test('has one line for a request, without its query, headers and body', async () => {
    const headers = { 'x-request-id': 'logged', authorization: 'Bearer top-secret', cookie: 'session=top-secret' };
    await app.request('POST', '/v1/employees?q=top-secret', { ...LI_LEI, name: 'top-secret' }, headers);
    expect(lineOf('logged')).toMatchObject({
      level: 30,
      req: { method: 'POST', path: '/v1/employees' },
      res: { status: 422 },
    });
    expect(JSON.stringify(app.lines)).not.toContain('top-secret');
  });

  test.each([
    ['went', (socket: Socket) => socket.destroy()],
    ['was-reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('tells a request whose client %s before the answer', async (id, leave) => {
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1', () => {
      socket.write(`POST /v1/employees HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n`);
      socket.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
      setTimeout(() => leave(socket), 100);
    });
    await vi.waitFor(() => expect(lineOf(id)).toMatchObject({ level: 30, res: { status: 499, aborted: true } }));
    expect(lineOf(id)).not.toHaveProperty('err');
  });

  test('has none at info for the probes', async () => {
    await app.request('GET', '/livez', undefined, { 'x-request-id': 'probe' });
    expect(lineOf('probe')).toBeUndefined();
  });

  test('has the error of a 500, which the answer has not, and never its values', async () => {
    await app.sequelize.query('ALTER TABLE employee ADD CONSTRAINT too_rich CHECK (salary < 1000)');
    const reply = await app.request('POST', '/v1/employees', LI_LEI, { 'x-request-id': 'broken' });
    expect(problemIn(reply)).toEqual([500, 500, 'internal-error']);
    expect(reply.text).not.toMatch(/too_rich|insert|stack|sequelize/i);
    expect(lineOf('broken')).toMatchObject({
      level: 50,
      err: { type: 'SequelizeDatabaseError', cause: { code: '23514', constraint: 'too_rich' } },
    });
    expect(JSON.stringify(lineOf('broken'))).not.toMatch(/李雷|12345|INSERT/);
  });
});
