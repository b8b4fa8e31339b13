import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { apiKeys, makeKey } from '../src/auth/api-key.ts';
import { rateLimit } from '../src/gate/rate-limit.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { emptyDatabase } from './database-under-test.ts';
import { jsonClient, type Reply } from './json-client.ts';
import { spawnServer } from './server-under-test.ts';

async function appWith(settings: Parameters<typeof startApp>[0] = {}): Promise<AppUnderTest> {
  const app = await startApp(settings);
  onTestFinished(() => app.close());
  return app;
}

const headersOf = ({ headers }: Reply, ...names: string[]): (string | null)[] => names.map((name) => headers.get(name));

describe('headers for browsers', () => {
  test('are on every answer, also on refusals; none promises HTTPS', async () => {
    const app = await appWith();
    for (const [method, path] of [
      ['GET', '/v1/employees'],
      ['GET', '/nowhere'],
      ['PUT', '/livez'],
      ['GET', '/metrics'],
    ] as const) {
      const reply = await app.request(method, path);
      expect(
        headersOf(reply, 'content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'),
      ).toEqual(["default-src 'none';frame-ancestors 'none'", 'nosniff', 'DENY', 'no-referrer']);
      expect(headersOf(reply, 'strict-transport-security', 'x-powered-by', 'server')).toEqual([null, null, null]);
    }
  });

  test('leave the pages of the docs a policy of their own, without an upgrade to HTTPS', async () => {
    const app = await appWith();
    const page = await app.request('GET', '/docs');
    expect(headersOf(page, 'x-content-type-options', 'x-frame-options')).toEqual(['nosniff', 'DENY']);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('upgrade-insecure-requests');
  });

  test('let the caller alone keep employees, and ask about them each time; nothing else is kept', async () => {
    const app = await appWith();
    const cacheOf = async (path: string) => (await app.request('GET', path)).headers.get('cache-control');
    expect(await cacheOf('/v1/employees')).toBe('private, no-cache');
    expect(await cacheOf('/v1/employees/1')).toBe('private, no-cache');
    expect([await cacheOf('/livez'), await cacheOf('/nowhere'), await cacheOf('/metrics')]).toEqual(
      Array(3).fill('no-store'),
    );
  });
});

describe('pages of other origins', () => {
  const ORIGIN = 'https://app.example.org';
  const preflight = {
    origin: ORIGIN,
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization,content-type,if-match,x-api-key',
  };
  const CORS = ['access-control-allow-origin', 'access-control-expose-headers', 'access-control-allow-methods'];

  test('get nothing unless they are named', async () => {
    const app = await appWith();
    const asked = await app.request('OPTIONS', '/v1/employees/1', undefined, preflight);
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'HEAD, GET, PATCH, DELETE, OPTIONS']);
    const read = await app.request('GET', '/v1/employees', undefined, { origin: ORIGIN });
    for (const reply of [asked, read]) expect(headersOf(reply, ...CORS)).toEqual([null, null, null]);
  });

  test('that are named may send what the API takes, and read what it says', async () => {
    const app = await appWith({ corsOrigins: [ORIGIN], auth: { keys: apiKeys.parse(makeKey('x', 'reader').entry) } });
    const asked = await app.request('OPTIONS', '/v1/employees/1', undefined, preflight);
    expect([asked.status, asked.text, asked.headers.get('access-control-allow-origin')]).toEqual([204, '', ORIGIN]);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PATCH,DELETE');
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization,content-type,if-match,x-api-key');
    expect(headersOf(asked, 'access-control-max-age', 'access-control-allow-credentials')).toEqual(['600', null]);

    // Its own refusals, too: otherwise a page could not tell a missing key from a broken network.
    const refused = await app.request('GET', '/v1/employees', undefined, { origin: ORIGIN });
    expect([refused.status, refused.headers.get('access-control-allow-origin'), refused.headers.get('vary')]).toEqual([
      401,
      ORIGIN,
      'Origin',
    ]);
    expect(refused.headers.get('access-control-expose-headers')?.split(',')).toEqual(
      expect.arrayContaining(['ETag', 'Location', 'X-Request-Id', 'Retry-After', 'WWW-Authenticate']),
    );
  });

  test.each(['https://app.example.org.evil.test', 'http://app.example.org', 'null', 'https://APP.example.org'])(
    '%s is not the one that is named',
    async (origin) => {
      const app = await appWith({ corsOrigins: [ORIGIN] });
      const reply = await app.request('GET', '/v1/employees', undefined, { origin });
      expect([reply.status, reply.headers.get('access-control-allow-origin'), reply.headers.get('vary')]).toEqual([
        200,
        null,
        'Origin',
      ]);
      const asked = await app.request('OPTIONS', '/v1/employees', undefined, { ...preflight, origin });
      expect([asked.status, ...headersOf(asked, 'allow', ...CORS)]).toEqual([
        204,
        'HEAD, GET, POST, OPTIONS',
        null,
        null,
        null,
      ]);
    },
  );

  test('are all let in by *, and plain OPTIONS is still answered with Allow', async () => {
    const app = await appWith({ corsOrigins: ['*'] });
    expect(
      (await app.request('GET', '/livez', undefined, { origin: 'null' })).headers.get('access-control-allow-origin'),
    ).toBe('*');
    expect((await app.request('OPTIONS', '/v1/employees')).headers.get('allow')).toBe('HEAD, GET, POST, OPTIONS');
  });
});

describe('RATE_LIMIT', () => {
  const limits = ['ratelimit-policy', 'ratelimit-limit', 'ratelimit-remaining'];
  const ask = async (app: AppUnderTest, headers: Record<string, string> = {}, path = '/v1/employees') =>
    (await app.request('GET', path, undefined, headers)).status;

  test('the one request too many is 429, and there is room again when it said', async () => {
    const app = await appWith({ rateLimit: { requests: 3, seconds: 2 } });
    const first = await app.request('GET', '/v1/employees');
    expect([first.status, ...headersOf(first, ...limits)]).toEqual([200, '3;w=2', '3', '2']);
    expect([await ask(app), await ask(app, {}, '/v1/employees/no-number')]).toEqual([200, 422]);
    const refused = await app.request('GET', '/v1/employees');
    expect([refused.status, refused.body.type, ...headersOf(refused, ...limits)]).toEqual([
      429,
      'urn:roster:problem:too-many-requests',
      '3;w=2',
      '3',
      '0',
    ]);
    const seconds = Number(refused.headers.get('retry-after'));
    expect([1, 2]).toContain(seconds);
    expect(Number(refused.headers.get('ratelimit-reset'))).toBe(seconds);
    await sleep(seconds * 1000 + 50);
    expect(await ask(app)).toBe(200);
  });

  test('the longest window that is taken still counts', async () => {
    const app = await appWith({ rateLimit: rateLimit.parse('1/576h') });
    expect(await ask(app)).toBe(200);
    await sleep(20);
    expect(await ask(app)).toBe(429);
  });

  test('probes, metrics and docs are not counted', async () => {
    const app = await appWith({ rateLimit: { requests: 1, seconds: 60 } });
    for (const path of ['/livez', '/readyz', '/metrics', '/docs', '/openapi.json', '/livez']) {
      const reply = await app.request('GET', path);
      expect([path, reply.status, reply.headers.get('ratelimit-limit')]).toEqual([path, 200, null]);
    }
    expect([await ask(app), await ask(app)]).toEqual([200, 429]);
  });

  test('each key has a count of its own, and so has whoever tries keys', async () => {
    const [first, second] = [makeKey('first', 'reader'), makeKey('second', 'reader')];
    const keys = apiKeys.parse(`${first.entry},${second.entry}`);
    const app = await appWith({ auth: { keys }, rateLimit: { requests: 2, seconds: 60 } });
    const statuses = async (credential: string) => {
      const headers = { authorization: `Bearer ${credential}` };
      return [await ask(app, headers), await ask(app, headers), await ask(app, headers)];
    };
    expect(await statuses(first.key)).toEqual([200, 200, 429]);
    expect(await statuses('guess')).toEqual([401, 401, 429]);
    expect(await statuses('another')).toEqual([429, 429, 429]);
    expect(await statuses(second.key)).toEqual([200, 200, 429]);
  });

  test('X-Forwarded-For is nobody’s word unless proxies are trusted', async () => {
    const app = await appWith({ rateLimit: { requests: 1, seconds: 60 } });
    expect(await ask(app, { 'x-forwarded-for': '192.0.2.1' })).toBe(200);
    expect(await ask(app, { 'x-forwarded-for': '192.0.2.2' })).toBe(429);
  });

  test('with one proxy the last address counts: what the client writes before it does not', async () => {
    const app = await appWith({ rateLimit: { requests: 1, seconds: 60 }, trustProxy: 1 });
    expect(await ask(app, { 'x-forwarded-for': '198.51.100.1, 192.0.2.1' })).toBe(200);
    expect(await ask(app, { 'x-forwarded-for': '198.51.100.2, 192.0.2.1' })).toBe(429);
    expect(await ask(app, { 'x-forwarded-for': '198.51.100.2, 192.0.2.2' })).toBe(200);
  });

  test('is said in /openapi.json where it is on, and not where it is off', async () => {
    const responsesOf = async (app: AppUnderTest) =>
      (await app.request('GET', '/openapi.json')).body.paths['/v1/employees'].get.responses;
    expect(
      Object.keys((await responsesOf(await appWith({ rateLimit: { requests: 1, seconds: 1 } })))['429'].headers),
    ).toContain('retry-after');
    expect(Object.keys(await responsesOf(await appWith()))).not.toContain('429');
  });
});

test('a real server has all of it from its environment, and a wrong one starts no server', async () => {
  const { key, entry } = makeKey('ci', 'reader');
  const DATABASE_URL = await emptyDatabase();
  const settings = { DATABASE_URL, API_KEYS: entry, CORS_ORIGINS: '*', RATE_LIMIT: '2/1h', TRUST_PROXY: '1' };
  const server = spawnServer(settings);
  const request = jsonClient(await server.listening);
  const ask = async (headers: Record<string, string>) => {
    const reply = await request('GET', '/v1/employees', undefined, { origin: 'https://a.example', ...headers });
    return [reply.status, ...headersOf(reply, 'access-control-allow-origin', 'ratelimit-remaining')];
  };
  expect(await ask({ 'x-api-key': key })).toEqual([200, '*', '1']);
  expect(await ask({ 'x-forwarded-for': '192.0.2.1' })).toEqual([401, '*', '1']);
  expect(await ask({ 'x-forwarded-for': '192.0.2.1' })).toEqual([401, '*', '0']);
  expect(await ask({ 'x-forwarded-for': '192.0.2.2' })).toEqual([401, '*', '1']);
  expect((await request('GET', '/metrics')).text).toContain('route="/v1/employees",status="401"');

  const refused = spawnServer({ ...settings, AUTH: 'none' });
  expect((await refused.exited).code).toBe(2);
  expect(refused.text()).toContain('AUTH is "none": API_KEYS or AUTH_ISSUER say the opposite');
});

describe('a refused request that goes on sending', () => {
  /** What comes back, and whether the server has closed, `patience` ms after the head was sent. */
  async function upload(app: AppUnderTest, length: number, patience: number) {
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1');
    const seen = { answers: 0, isClosed: false };
    socket.on('data', (chunk) => (seen.answers += chunk.toString().split('HTTP/1.1 401').length - 1));
    socket.on('error', () => undefined).once('close', () => (seen.isClosed = true));
    const head = `POST /v1/employees/import HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
    socket.write(head);
    const trickle = setInterval(() => socket.writable && socket.write('x'), 20);
    await sleep(patience);
    clearInterval(trickle);
    // Where it is still open, the body ends here and a second request comes on the same connection.
    if (length < 1e6) socket.write(`${'x'.repeat(length - socket.bytesWritten + head.length)}${head}`);
    await vi.waitFor(() => expect(seen.isClosed || seen.answers > 1).toBe(true), { timeout: 10_000 });
    socket.destroy();
    return seen;
  }

  test('has its answer at once, and is cut off while it would send on', async () => {
    const app = await appWith({ auth: { keys: apiKeys.parse(makeKey('x', 'reader').entry) } });
    expect(await upload(app, 1e9, 500)).toEqual({ answers: 1, isClosed: true });
  });

  test('keeps its connection where it comes to an end', async () => {
    const app = await appWith({ auth: { keys: apiKeys.parse(makeKey('x', 'reader').entry) } });
    expect(await upload(app, 1e5, 500)).toEqual({ answers: 2, isClosed: false });
  });
});

test('headers of more than 16 KB are 431', async () => {
  const app = await appWith();
  const answerTo = (size: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(app.address).port), '127.0.0.1', () =>
        socket.write(`GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Big: ${'x'.repeat(size)}\r\n\r\n`),
      );
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.once('close', () => resolve(answer)).once('error', reject);
    });
  expect(await answerTo(15_000)).toMatch(/^HTTP\/1.1 200 /);
  expect(await answerTo(17_000)).toMatch(/^HTTP\/1.1 431 /);
});
