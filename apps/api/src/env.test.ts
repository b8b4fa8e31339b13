import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { authOf, readEnv, withoutSecrets } from './env.ts';
import { StartError } from './errors.ts';

const URL_GIVEN = { DATABASE_URL: 'postgres://127.0.0.1/roster' };

/** What is said of each wrong variable. */
function linesOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof StartError && error.exitCode === 2) return error.lines.slice(1).map((line) => line.trim());
    throw error;
  }
  throw new Error('it was taken');
}

describe('readEnv', () => {
  test('has a default for everything in development', () => {
    expect(readEnv({})).toEqual({
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: 8080,
      WORKERS: 1,
      LOCAL_POSTGRES: 'on',
      SYNC: 'auto',
      MIGRATE_ON_BOOT: 'up',
      FAST_PATH: 'on',
      DATABASE_WAIT: 30_000,
      DATABASE_POOL_MAX: 10,
      REPLICA_MAX_LAG: 1000,
      DEADLINE: 15_000,
      CONCURRENCY_MAX: 1000,
      LATENCY_TARGET: 100,
      DATABASE_TIMEOUT: 2500,
      STATEMENT_TIMEOUT: 10_000,
      BODY_LIMIT: 1_048_576,
      REQUEST_TIMEOUT: 30_000,
      IMPORT_TIMEOUT: 600_000,
      SHUTDOWN_TIMEOUT: 10_000,
      IDEMPOTENCY_TTL: 86_400_000,
      TRUST_PROXY: 0,
      LOG_LEVEL: 'info',
    });
  });

  test('.env.example names every variable, and gives what is the default anyway', () => {
    const example = parseEnv(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8'));
    const source = readFileSync(new URL('./env.ts', import.meta.url), 'utf8');
    const names = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
    expect(Object.keys(example)).toHaveLength(names.length);
    expect(Object.keys(example)).toEqual(expect.arrayContaining(names));
    expect(readEnv(example as Record<string, string>)).toEqual(readEnv({}));
  });

  test('refuses pending migrations and has no embedded server in production', () => {
    expect(readEnv({ ...URL_GIVEN, NODE_ENV: 'production' })).toMatchObject({
      LOCAL_POSTGRES: 'off',
      MIGRATE_ON_BOOT: 'refuse',
    });
  });

  test('takes what is given', () => {
    const given = {
      PORT: '0',
      BODY_LIMIT: '64kb',
      MIGRATE_ON_BOOT: 'refuse',
      DATABASE_URL: 'postgresql://u:p%25@h:1/d?sslmode=require',
    };
    expect(readEnv(given)).toMatchObject({ ...given, PORT: 0, BODY_LIMIT: 65_536 });
  });

  test('counts an empty value as none', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', NODE_ENV: '' })).toMatchObject({
      PORT: 8080,
      NODE_ENV: 'development',
    });
  });

  test('names every wrong variable at once, what it was and what is allowed', () => {
    expect(
      linesOf({ PORT: 'abc', SYNC: 'alter', DATABASE_POOL_MAX: '1', NODE_ENV: 'prod', BODY_LIMIT: '1tb' }),
    ).toEqual([
      'NODE_ENV is "prod": must be one of development, test, production',
      'PORT is "abc": must be an integer from 0 to 65535',
      'SYNC is "alter": must be one of auto, always, never',
      'DATABASE_POOL_MAX is "1": must be an integer from 2 to 1000',
      'BODY_LIMIT is "1tb": must be a size such as 65536, 64kb or 1mb',
    ]);
  });

  test.each(['0', '257', '-2', 'auto'])('refuses WORKERS=%s', (WORKERS) =>
    expect(linesOf({ WORKERS })[0]).toMatch(/^WORKERS is .*: must be an integer from 1 to 256/),
  );

  test.each(['65536', '-1', '80.5', '8080x', ' 80', '1e3'])('refuses the port %j', (PORT) => {
    expect(linesOf({ PORT })[0]).toMatch(/^PORT is /);
  });

  test.each([
    ['mysql://root:secret@db/roster', 'mysql://db/roster', 'it does not begin with postgres://'],
    ['postgres//root:secret@db', '(not a URL)', 'it does not begin with postgres://'],
    [
      'postgres://root:sec%ret@db/roster?password=secret',
      'postgres://db/roster',
      'what is special in it must be percent-encoded',
    ],
    [
      'postgres://root:secret@a:1,b:2/roster?sslmode=on',
      'postgres://a:1,b:2/roster',
      'sslmode must be one of disable, prefer, require, verify-ca, verify-full, no-verify',
    ],
  ])('refuses the database URL %s without showing a secret', (DATABASE_URL, shown, why) => {
    const [line] = linesOf({ DATABASE_URL });
    expect(line).toBe(
      `DATABASE_URL is ${shown}: must be a URL such as postgres://user:password@host:5432/database (${why})`,
    );
  });

  test.each([
    ['postgres://u:p1@a/db,postgres://u:secret2@b/db?sslmode=bogus', 'postgres://a/db,postgres://b/db'],
    [
      'postgres://u:p1@a,b/db?sslmode=bogus , postgresql://u:secret2@c:1,d/db',
      'postgres://a,b/db,postgresql://c:1,d/db',
    ],
    ['postgres://u:1/secret@a/db?sslmode=bogus,postgres://u:p@b/db', '(not a URL),postgres://b/db'],
    ['mysql://u:p1@a/db,mysql://u:secret2@b/db', '(not a URL)'],
  ])('refuses the replicas’ URLs %s without showing a secret of any', (DATABASE_REPLICA_URLS, shown) => {
    const lines = linesOf({ ...URL_GIVEN, DATABASE_REPLICA_URLS });
    expect(lines[0]).toMatch(/: must be a URL such as /);
    expect(new Set(lines.map((line) => line.replace(/: must be .*/, '')))).toEqual(
      new Set([`DATABASE_REPLICA_URLS is ${shown}`]),
    );
    expect(lines.join()).not.toMatch(/secret|p1/);
  });

  test('refuses a list of URLs where there is to be one, without showing a secret of any', () => {
    const lines = linesOf({ DATABASE_URL: 'postgres://u:p1@a/db,postgres://u:secret2@b/db?sslmode=bogus' });
    expect(lines).toEqual([expect.stringMatching(/^DATABASE_URL is \(not a URL\): must be a URL such as /)]);
  });

  test('takes the URLs of several replicas, also of several hosts each', () => {
    const urls = ['postgres://u:p@a,b/db', 'postgresql://u:p@c:1/db?sslmode=require'];
    expect(readEnv({ ...URL_GIVEN, DATABASE_REPLICA_URLS: urls.join(' , ') }).DATABASE_REPLICA_URLS).toEqual(urls);
  });

  test('wants a database where there is no embedded server', () => {
    expect(linesOf({ NODE_ENV: 'production' })[0]).toMatch(/^DATABASE_URL is not set: .*LOCAL_POSTGRES=on/);
    expect(linesOf({ LOCAL_POSTGRES: 'off' })[0]).toMatch(/^DATABASE_URL is not set/);
  });

  test.each(['0.0.0.0', '::', '192.168.0.1', 'example.org'])('refuses HOST=%s unless AUTH=none is said', (HOST) => {
    expect(linesOf({ HOST })[0]).toMatch(/^HOST is .*AUTH=none/);
    expect(readEnv({ HOST, AUTH: 'none' }).HOST).toBe(HOST);
    expect(readEnv({ HOST: '127.0.1.1' }).HOST).toBe('127.0.1.1');
  });
});

describe('who may call', () => {
  const HASH = 'ab'.repeat(32);
  const ISSUER = { AUTH_ISSUER: 'https://id.example.org', AUTH_AUDIENCE: 'roster' };

  test('is anybody where nothing is said', () => expect(authOf(readEnv({}))).toBeUndefined());

  test('is who has one of the keys', () => {
    const env = readEnv({ API_KEYS: `ci:reader:${HASH}, pay.roll-1:writer:${HASH.toUpperCase().replace('A', 'C')}` });
    expect(authOf(env)?.keys).toEqual([
      { name: 'ci', role: 'reader', hash: Buffer.from(HASH, 'hex') },
      { name: 'pay.roll-1', role: 'writer', hash: Buffer.from(HASH.replace('a', 'c'), 'hex') },
    ]);
    expect(authOf(env)?.tokens).toBeUndefined();
  });

  test('is who has a token of the issuer', () => {
    expect(authOf(readEnv(ISSUER))).toEqual({ tokens: { issuer: 'https://id.example.org', audience: 'roster' } });
    const AUTH_JWKS_URL = 'http://127.0.0.1/keys?tenant=1';
    expect(authOf(readEnv({ ...ISSUER, AUTH_JWKS_URL }))?.tokens?.jwksUrl).toBe(AUTH_JWKS_URL);
  });

  test.each([{ API_KEYS: `ci:reader:${HASH}` }, ISSUER])('with %j any HOST will do', (auth) => {
    expect(readEnv({ ...(auth as object), HOST: '0.0.0.0' }).HOST).toBe('0.0.0.0');
    expect(linesOf({ ...(auth as object), AUTH: 'none' })).toEqual([
      'AUTH is "none": API_KEYS or AUTH_ISSUER say the opposite',
    ]);
  });

  test.each([
    ['roster_secret', 1],
    ['ci:reader', 1],
    [`ci:admin:${HASH}`, 1],
    [`ci:toString:${HASH}`, 1],
    [`c i:reader:${HASH}`, 1],
    [`ci:reader:${HASH}0`, 1],
    [`ci:reader:${HASH},`, 2],
    [`ci:reader:${HASH},ci:writer:secret`, 2],
    [`ci:reader:${HASH},ci:writer:${HASH.toUpperCase()}`, 2],
  ])('refuses API_KEYS=%s by the place of the entry, and shows nothing of it', (API_KEYS, place) => {
    const [line] = linesOf({ API_KEYS });
    expect(line).toMatch(new RegExp(`^API_KEYS is not right: entry ${place} `));
    expect(line).not.toMatch(/secret|abab/);
  });

  test('refuses half of what tokens need', () => {
    const { AUTH_ISSUER, AUTH_AUDIENCE } = ISSUER;
    const together = ['AUTH_ISSUER and AUTH_AUDIENCE must be set together'];
    expect(linesOf({ AUTH_ISSUER })).toEqual(together);
    expect(linesOf({ AUTH_AUDIENCE })).toEqual(together);
    expect(linesOf({ AUTH_JWKS_URL: 'https://x/k' })[0]).toMatch(/^AUTH_JWKS_URL is set: it needs/);
  });

  test.each([
    'id.example.org',
    'ftp://id',
    'https://user:secret@id.example.org',
    'https://id#secret',
    'http://id.example.org',
    'http://192.168.0.1/keys',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://[::2]',
    'http://user:secret@localhost',
  ])('refuses %s as the issuer and as the place of its keys', (url) => {
    const lines = linesOf({ AUTH_ISSUER: url, AUTH_AUDIENCE: 'roster', AUTH_JWKS_URL: url });
    expect(lines).toEqual([
      expect.stringMatching(/^AUTH_ISSUER is .*: must be a URL such as https:.*http on loopback alone$/),
      expect.stringMatching(/^AUTH_JWKS_URL is .*: must be a URL such as https:/),
    ]);
    expect(lines.join()).not.toContain('secret');
  });

  test.each(['http://localhost:3000', 'http://127.0.0.1:3000/realm', 'http://[::1]:3000', 'https://id.example.org'])(
    'takes %s as either',
    (url) => {
      const env = readEnv({ ...ISSUER, AUTH_ISSUER: url, AUTH_JWKS_URL: url });
      expect([env.AUTH_ISSUER, env.AUTH_JWKS_URL]).toEqual([url, url]);
    },
  );
});

describe('who may call from a browser, and how often', () => {
  test('is taken as given', () => {
    const given = { CORS_ORIGINS: 'https://a.example, http://localhost:3000', RATE_LIMIT: '600/2m', AUTH: 'none' };
    const env = readEnv(given);
    expect(env.CORS_ORIGINS).toEqual(['https://a.example', 'http://localhost:3000']);
    expect(env.RATE_LIMIT).toEqual({ requests: 600, seconds: 120 });
    expect(readEnv({ CORS_ORIGINS: '*', AUTH: 'none' }).CORS_ORIGINS).toEqual(['*']);
  });

  test.each(['*', 'https://a.example'])('CORS_ORIGINS=%s needs somebody who is asked, or AUTH=none', (CORS_ORIGINS) => {
    expect(linesOf({ CORS_ORIGINS })).toEqual([expect.stringMatching(/^CORS_ORIGINS is set: .*or AUTH=none$/)]);
    const auths = [
      { AUTH: 'none' },
      { API_KEYS: `ci:reader:${'ab'.repeat(32)}` },
      { AUTH_ISSUER: 'https://id.example.org', AUTH_AUDIENCE: 'roster' },
    ];
    for (const auth of auths) expect(readEnv({ CORS_ORIGINS, ...auth }).CORS_ORIGINS).toEqual([CORS_ORIGINS]);
  });

  test.each([
    'https://a.example/',
    'a.example',
    'null',
    'https://a.example:443',
    '*,https://a',
    'https://a,',
    'HTTPS://a',
  ])('refuses CORS_ORIGINS=%s, which no browser sends', (CORS_ORIGINS) =>
    expect(linesOf({ CORS_ORIGINS })[0]).toMatch(/^CORS_ORIGINS is .*: must be \*, or origins/),
  );

  test.each(['100', '0/1s', '100/0s', '1.5/1s', '100/1d', '100/s', '-1/1s', '100/577h', '100/9999h'])(
    'refuses RATE_LIMIT=%s',
    (RATE_LIMIT) =>
      expect(linesOf({ RATE_LIMIT })[0]).toMatch(/^RATE_LIMIT is .*: must be requests\/time.* at most 24 days/),
  );

  test('a window of 24 days is taken, and is no longer than a timer can be', () => {
    const { seconds = 0 } = readEnv({ RATE_LIMIT: '100/576h' }).RATE_LIMIT ?? {};
    expect(seconds).toBe(24 * 86_400);
    expect(seconds * 1000).toBeLessThan(2 ** 31);
  });

  test.each(['on', '-1', '17', '1.5'])('refuses TRUST_PROXY=%s', (TRUST_PROXY) =>
    expect(linesOf({ TRUST_PROXY })[0]).toMatch(/^TRUST_PROXY is .*: must be an integer from 0 to 16/),
  );
});

test('withoutSecrets keeps protocol, host and path', () => {
  expect(withoutSecrets('postgres://u:p@h:5432/d?password=p#p')).toBe('postgres://h:5432/d');
  expect(withoutSecrets('postgres:///d?host=/tmp')).toBe('postgres:…');
  expect(withoutSecrets('postgres://u:p@a:1,b:2/d')).toBe('postgres://a:1,b:2/d');
  expect(withoutSecrets('postgres://u:p/a@h/d')).toBe('(not a URL)');
  expect(withoutSecrets('postgres://u:1/a@h/d')).toBe('(not a URL)');
  expect(withoutSecrets('u:p@h')).not.toContain('p@h');
});
