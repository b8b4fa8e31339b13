import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readEnv, withoutSecrets } from './env.ts';
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
      LOCAL_POSTGRES: 'on',
      SYNC: 'auto',
      MIGRATE_ON_BOOT: 'up',
      DATABASE_WAIT: 30_000,
      DATABASE_POOL_MAX: 10,
      DATABASE_TIMEOUT: 2500,
      STATEMENT_TIMEOUT: 10_000,
      BODY_LIMIT: 1_048_576,
      REQUEST_TIMEOUT: 30_000,
      IMPORT_TIMEOUT: 600_000,
      SHUTDOWN_TIMEOUT: 10_000,
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

  test.each(['65536', '-1', '80.5', '8080x', ' 80', '1e3'])('refuses the port %j', (PORT) => {
    expect(linesOf({ PORT })[0]).toMatch(/^PORT is /);
  });

  test.each([
    ['mysql://root:secret@db/roster', 'mysql://db/roster'],
    ['postgres//root:secret@db', '(not a URL)'],
    ['postgres://root:sec%ret@db/roster?password=secret', 'postgres://db/roster'],
  ])('refuses the database URL %s without showing a secret', (DATABASE_URL, shown) => {
    const [line] = linesOf({ DATABASE_URL });
    expect(line).toBe(
      `DATABASE_URL is ${shown}: must be a URL such as postgres://user:password@host:5432/database (percent-encode what is special in it)`,
    );
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

test('withoutSecrets keeps protocol, host and path', () => {
  expect(withoutSecrets('postgres://u:p@h:5432/d?password=p#p')).toBe('postgres://h:5432/d');
  expect(withoutSecrets('postgres:///d?host=/tmp')).toBe('postgres:…');
  expect(withoutSecrets('u:p@h')).not.toContain('p@h');
});
