import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportSPKI, type JWTPayload, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { apiKeys, makeKey } from '../src/auth/api-key.ts';
import type { AuthOptions } from '../src/auth/authenticate.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { Issuer } from './issuer.ts';
import type { Reply } from './json-client.ts';

const COOLDOWN_MS = 300;
const key = makeKey('payroll', 'reader');

/** An app that knows the issuer, for one test. */
async function appOf(issuer: Issuer, { keys, tokens }: AuthOptions = {}): Promise<AppUnderTest> {
  const known = { issuer: issuer.url, audience: 'roster', cooldown: COOLDOWN_MS, ...tokens };
  const app = await startApp({ auth: { keys, tokens: known } });
  onTestFinished(() => app.close());
  return app;
}

async function anIssuer(alg?: string): Promise<Issuer> {
  const issuer = await Issuer.start(alg);
  onTestFinished(() => issuer.close());
  return issuer;
}

const ask = (app: AppUnderTest, token: string, headers: Record<string, string> = {}): Promise<Reply> =>
  app.request('GET', '/v1/employees', undefined, { authorization: `Bearer ${token}`, ...headers });

const challengeOf = ({ status, headers }: Reply): unknown[] => [status, headers.get('www-authenticate')];
const refusedFor = (why: string) => [401, `Bearer realm="roster", error="invalid_token", error_description="${why}"`];
const NOT_VALID = refusedFor('the token is not valid');

describe('a token', () => {
  let issuer: Issuer;
  let app: AppUnderTest;
  beforeAll(async () => {
    issuer = await Issuer.start();
    app = await startApp({
      auth: { keys: apiKeys.parse(key.entry), tokens: { issuer: issuer.url, audience: 'roster' } },
    });
  });
  afterAll(async () => {
    issuer.close();
    await app.close();
  });
  const now = () => Math.floor(Date.now() / 1000);
  const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const goodClaims = () => ({ iss: issuer.url, aud: 'roster', exp: now() + 60, scope: 'employees:read' });

  test('is what the issuer is asked for, and nothing before: not the start, a key, or an algorithm not taken', async () => {
    expect((await ask(app, key.key)).status).toBe(200);
    for (const alg of ['HS256', 'none', 'RS1', 'dir']) {
      const text = `${base64({ alg, kid: 'key-1' })}.${base64(goodClaims())}.AAAA`;
      expect(challengeOf(await ask(app, text))).toEqual(NOT_VALID);
    }
    expect(issuer.asked).toEqual([]);
  });

  test('of the issuer is let in, and the log has its subject', async () => {
    const reply = await ask(app, await issuer.sign({ sub: 'auth0|77' }), { 'x-request-id': 'by-token' });
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    const line = app.lines.find(({ req }) => (req as { id?: string } | undefined)?.id === 'by-token');
    expect(line?.principal).toBe('auth0|77');
    expect(JSON.stringify(app.lines)).not.toContain('eyJ');
  });

  test.each<[string, JWTPayload]>([
    ['whose audiences are several', { aud: ['other', 'roster'] }],
    ['whose scopes are in an array', { scope: undefined, scp: ['openid', 'employees:read'] }],
    ['whose scopes are in scp as words', { scope: undefined, scp: 'openid employees:read' }],
  ])('%s is let in', async (_which, claims) => expect((await ask(app, await issuer.sign(claims))).status).toBe(200));

  test('that has just expired is let in: clocks differ by seconds, and not by half a minute', async () => {
    expect((await ask(app, await issuer.sign({ exp: now() }))).status).toBe(200);
    expect((await ask(app, await issuer.sign({ exp: now() - 30 }))).status).toBe(401);
  });

  test.each<[string, JWTPayload, string]>([
    ['of another issuer', { iss: 'https://id.example.org' }, 'the token is not valid here: its iss claim'],
    ['of no issuer', { iss: undefined }, 'the token is not valid here: its iss claim'],
    ['for another audience', { aud: 'shop' }, 'the token is not valid here: its aud claim'],
    ['for nobody', { aud: undefined }, 'the token is not valid here: its aud claim'],
    ['that has expired', { exp: 1_600_000_000 }, 'the token has expired'],
    ['that never expires', { exp: undefined }, 'the token is not valid here: its exp claim'],
    [
      'that is not valid yet',
      { nbf: Math.floor(Date.now() / 1000) + 60 },
      'the token is not valid here: its nbf claim',
    ],
  ])('%s is refused', async (_which, claims, why) =>
    expect(challengeOf(await ask(app, await issuer.sign(claims)))).toEqual(refusedFor(why)),
  );

  test.each(['employees:write', 'employees', '', 'employees:readers'])(
    'with the scope %j may not read',
    async (scope) => {
      expect(challengeOf(await ask(app, await issuer.sign({ scope })))).toEqual([
        403,
        'Bearer realm="roster", error="insufficient_scope", scope="employees:read"',
      ]);
    },
  );

  test('that may write alone may neither list, read nor export', async () => {
    const headers = { authorization: `Bearer ${await issuer.sign({ scope: 'employees:write' })}` };
    for (const path of ['', '/1', '/export']) {
      const reply = await app.request('GET', `/v1/employees${path}`, undefined, headers);
      expect([path, ...challengeOf(reply)]).toEqual([
        path,
        403,
        'Bearer realm="roster", error="insufficient_scope", scope="employees:read"',
      ]);
    }
  });

  test('that may read alone may export, and neither import nor write in bulk', async () => {
    const authorization = `Bearer ${await issuer.sign({ scope: 'employees:read' })}`;
    const statusOf = async (method: string, path: string, body?: string, type = 'application/json') =>
      (await app.request(method, `/v1/employees${path}`, body, { authorization, 'content-type': type })).status;
    expect(await statusOf('GET', '/export')).toBe(200);
    expect(await statusOf('POST', '/bulk', '[]')).toBe(403);
    expect(await statusOf('POST', '/import', 'name,salary,gender\n', 'text/csv')).toBe(403);
  });

  test('that may write writes, and one that may read alone does not', async () => {
    const post = async (scope: string) =>
      app.request('POST', '/v1/employees', undefined, { authorization: `Bearer ${await issuer.sign({ scope })}` });
    expect((await post('employees:write')).status).toBe(422);
    expect((await post('employees:read')).status).toBe(403);
  });

  test('without a signature (alg none) is refused', async () => {
    expect(challengeOf(await ask(app, new UnsecuredJWT(goodClaims()).encode()))).toEqual(NOT_VALID);
    const [, payload] = (await issuer.sign()).split('.');
    expect(challengeOf(await ask(app, `${base64({ alg: 'none', kid: 'key-1' })}.${payload}.`))).toEqual(NOT_VALID);
  });

  test('signed with the public key as a secret (HS256) is refused', async () => {
    const { pair } = await issuer.addKey('RS256');
    for (const secret of [await exportSPKI(pair.publicKey), JSON.stringify(issuer.published[0])]) {
      const text = `${base64({ alg: 'HS256', kid: 'key-1', typ: 'JWT' })}.${base64(goodClaims())}`;
      const signature = createHmac('sha256', secret).update(text).digest('base64url');
      expect(challengeOf(await ask(app, `${text}.${signature}`))).toEqual(NOT_VALID);
    }
    issuer.published.pop();
  });

  test('that brings its own key is refused', async () => {
    const stranger = await anIssuer('ES256');
    const text = await stranger.sign({ iss: issuer.url });
    const [, payload, signature] = text.split('.');
    const header = { alg: 'ES256', jwk: stranger.published[0], jku: `${stranger.url}/keys`, kid: 'key-1' };
    expect(challengeOf(await ask(app, text))).toEqual(NOT_VALID);
    expect(challengeOf(await ask(app, `${base64(header)}.${payload}.${signature}`))).toEqual(NOT_VALID);
    expect(stranger.asked).toEqual([]);
  });

  test('that was changed is refused', async () => {
    const [header, , signature] = (await issuer.sign({ scope: 'employees:read' })).split('.');
    const more = base64({ ...goodClaims(), scope: 'employees:read employees:write' });
    expect(challengeOf(await ask(app, `${header}.${more}.${signature}`))).toEqual(NOT_VALID);
  });

  test.each(['a.b.c', 'a.b', '..', `${'a'.repeat(8000)}.b.c`, 'eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.AAAA'])(
    'that is none (%#) is refused',
    async (text) => expect(challengeOf(await ask(app, text))).toEqual(NOT_VALID),
  );

  test('in X-API-Key is refused: that header is for keys', async () => {
    const reply = await app.request('GET', '/v1/employees', undefined, { 'x-api-key': await issuer.sign() });
    expect(challengeOf(reply)).toEqual(refusedFor('nobody has this key'));
  });

  test('and a key are both let in where both are known', async () => {
    expect((await ask(app, key.key)).status).toBe(200);
    expect((await app.request('GET', '/v1/employees', undefined, { 'x-api-key': key.key })).status).toBe(200);
  });

  test('the keys were fetched once, by way of the discovery document', async () => {
    // Those of an unknown kid come again, but not so soon.
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    const { components, paths } = (await app.request('GET', '/openapi.json')).body;
    expect(Object.keys(components.securitySchemes).toSorted()).toEqual(['apiKey', 'bearer']);
    expect(Object.keys(paths['/v1/employees'].get.responses)).toEqual(expect.arrayContaining(['401', '403', '503']));
  });
});

test.each(['ES256', 'PS256', 'EdDSA'])('tokens signed with %s are let in', async (alg) => {
  const issuer = await anIssuer(alg);
  expect((await ask(await appOf(issuer), await issuer.sign())).status).toBe(200);
});

describe('when the issuer changes its keys', () => {
  test('a token of the new one is let in, and one of the old one no longer', async () => {
    const issuer = await anIssuer('ES256');
    const app = await appOf(issuer);
    const old = await issuer.sign();
    expect((await ask(app, old)).status).toBe(200);
    issuer.published.pop();
    await issuer.addKey('ES256');
    await sleep(COOLDOWN_MS);
    expect((await ask(app, await issuer.sign())).status).toBe(200);
    expect(challengeOf(await ask(app, old))).toEqual(NOT_VALID);
  });

  test('tokens without kid are let in by either key, and by no third', async () => {
    const issuer = await anIssuer('ES256');
    const app = await appOf(issuer);
    const old = await issuer.sign({}, { kid: '' });
    expect((await ask(app, old)).status).toBe(200);
    await issuer.addKey('ES256');
    const late = await appOf(issuer);
    for (const token of [old, await issuer.sign({}, { kid: '' })]) expect((await ask(late, token)).status).toBe(200);
    expect(challengeOf(await ask(late, await issuer.sign({ exp: 1 }, { kid: '' })))).toEqual(
      refusedFor('the token has expired'),
    );
    const third = await issuer.addKey('ES256');
    issuer.published.pop();
    expect(challengeOf(await ask(late, await issuer.sign({}, { key: third, kid: '' })))).toEqual(NOT_VALID);
  });

  test('unknown keys do not make it be asked at each token', async () => {
    const issuer = await anIssuer('ES256');
    const app = await appOf(issuer, { tokens: { issuer: issuer.url, audience: 'roster', cooldown: 60_000 } });
    for (const kid of ['a', 'b', 'c', 'd', 'e']) {
      expect(challengeOf(await ask(app, await issuer.sign({}, { kid })))).toEqual(NOT_VALID);
    }
    expect(issuer.asked.filter((path) => path === '/keys')).toHaveLength(1);
  });
});

describe('while the keys can’t be had', () => {
  const unavailable = (reply: Reply): unknown[] => [reply.status, reply.body.type, reply.headers.get('retry-after')];
  const UNAVAILABLE = [503, 'urn:roster:problem:auth-unavailable', '5'];

  test('a token is neither good nor bad: 503, and 200 once they can', async () => {
    const issuer = await anIssuer('ES256');
    const app = await appOf(issuer, { keys: apiKeys.parse(key.entry) });
    issuer.status = 500;
    const reply = await ask(app, await issuer.sign(), { 'x-request-id': 'too-early' });
    expect(unavailable(reply)).toEqual(UNAVAILABLE);
    expect(reply.text).not.toContain(issuer.url);
    const line = app.lines.find(({ req }) => (req as { id?: string } | undefined)?.id === 'too-early');
    expect(line).toMatchObject({ level: 40, err: { message: expect.stringContaining('answered 500') } });
    expect((await ask(app, key.key)).status).toBe(200);
    expect((await ask(app, 'no.token.atall')).status).toBe(401);
    issuer.status = 200;
    expect((await ask(app, await issuer.sign())).status).toBe(200);
    // What was fetched goes on to serve.
    issuer.close();
    expect((await ask(app, await issuer.sign())).status).toBe(200);
  });

  test('the same holds where nobody listens at AUTH_JWKS_URL', async () => {
    const issuer = await anIssuer('ES256');
    const jwksUrl = `${issuer.url}/keys`;
    const app = await appOf(issuer, { tokens: { issuer: issuer.url, audience: 'roster', jwksUrl } });
    const token = await issuer.sign();
    expect((await ask(app, token)).status).toBe(200);
    expect(issuer.asked).toEqual(['/keys']);
    issuer.close();
    const late = await appOf(issuer, { tokens: { issuer: issuer.url, audience: 'roster', jwksUrl } });
    expect(unavailable(await ask(late, token))).toEqual(UNAVAILABLE);
  });

  test('the same holds where the discovery document is another issuer’s, or the keys are none', async () => {
    const issuer = await anIssuer('ES256');
    const app = await appOf(issuer);
    issuer.named = 'https://id.example.org';
    expect(unavailable(await ask(app, await issuer.sign()))).toEqual(UNAVAILABLE);
    issuer.named = issuer.url;
    issuer.published = 'none' as unknown as [];
    expect(unavailable(await ask(app, await issuer.sign()))).toEqual(UNAVAILABLE);
  });
});
