import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addressOf } from '@roster/migrator';
import { z } from 'zod';
import { apiKeys } from './auth/api-key.ts';
import type { AuthOptions } from './auth/authenticate.ts';
import { wrongEnvironment } from './errors.ts';
import { rateLimit } from './gate/rate-limit.ts';

/** `source/apps/api/src/env.ts` and `…/dist/env.js` alike. */
const ENV_FILE = fileURLToPath(new URL('../../../.env', import.meta.url));

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
const UNITS = { '': 1, kb: 1024, mb: 1024 * 1024 } as const;

/** An integer between two bounds, both included. */
const integer = (min: number, max: number, unit = '') => {
  const allowed = `must be an integer from ${min} to ${max}${unit && ` (${unit})`}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, allowed)
    .transform(Number)
    .refine((value) => value >= min && value <= max, allowed);
};

const oneOf = <const V extends string>(...values: V[]) =>
  z.enum(values, { error: () => `must be one of ${values.join(', ')}` });

const bytes = z
  .string()
  .regex(/^\d{1,9}(kb|mb)?$/i, 'must be a size such as 65536, 64kb or 1mb')
  .transform((text) => Number.parseInt(text, 10) * UNITS[text.replace(/\d+/, '').toLowerCase() as keyof typeof UNITS])
  .refine((value) => value >= 1024, 'must be at least 1kb');

const postgresUrl = z.string().superRefine((text, context) => {
  const fault = faultOfUrl(text);
  const allowed = 'must be a URL such as postgres://user:password@host:5432/database';
  if (fault !== undefined) context.addIssue({ code: 'custom', message: `${allowed} (${fault})` });
});

/** A URL may have commas of its own, between hosts. */
const urlsIn = (text: string): string[] => text.split(/\s*,\s*(?=postgres(?:ql)?:\/\/)/);

const postgresUrls = z.string().transform(urlsIn).pipe(z.array(postgresUrl));

const issuerUrl = z.string().refine(isSafeUrl, {
  error: 'must be a URL such as https://id.example.org, without user, password or fragment; http on loopback alone',
});

/** `*`, or what browsers send as Origin: scheme, host, and a port that is not the scheme's own. */
const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((list) => list.join() === '*' || list.every(isOrigin), {
    error: 'must be *, or origins such as https://app.example.org, comma separated',
  });

const variables = z.object({
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535).default(8080),
  WORKERS: integer(1, 256).default(1),
  AUTH: oneOf('none').optional(),
  API_KEYS: apiKeys.optional(),
  AUTH_ISSUER: issuerUrl.optional(),
  AUTH_AUDIENCE: z.string().optional(),
  AUTH_JWKS_URL: issuerUrl.optional(),
  CORS_ORIGINS: origins.optional(),
  RATE_LIMIT: rateLimit.optional(),
  TRUST_PROXY: integer(0, 16).default(0),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_REPLICA_URLS: postgresUrls.optional(),
  REPLICA_MAX_LAG: integer(100, 600_000, 'milliseconds').default(1000),
  LOCAL_POSTGRES: oneOf('on', 'off').optional(),
  MIGRATE_DATABASE_URL: postgresUrl.optional(),
  SYNC: oneOf('auto', 'always', 'never').default('auto'),
  MIGRATE_ON_BOOT: oneOf('up', 'refuse').optional(),
  DATABASE_WAIT: integer(0, 600_000, 'milliseconds').default(30_000),
  DATABASE_POOL_MAX: integer(2, 1000).default(10),
  DATABASE_TIMEOUT: integer(100, 60_000, 'milliseconds').default(2500),
  STATEMENT_TIMEOUT: integer(0, 600_000, 'milliseconds').default(10_000),
  FAST_PATH: oneOf('on', 'off').optional(),
  DEADLINE: integer(100, 600_000, 'milliseconds').default(15_000),
  CONCURRENCY_MAX: integer(1, 100_000).default(1000),
  LATENCY_TARGET: integer(1, 60_000, 'milliseconds').default(100),
  BODY_LIMIT: bytes.default(UNITS.mb),
  REQUEST_TIMEOUT: integer(1000, 600_000, 'milliseconds').default(30_000),
  IMPORT_TIMEOUT: integer(1000, 86_400_000, 'milliseconds').default(600_000),
  IDEMPOTENCY_TTL: integer(1000, 2_592_000_000, 'milliseconds').default(86_400_000),
  CURSOR_SECRET: z.string().optional(),
  SHUTDOWN_TIMEOUT: integer(500, 600_000, 'milliseconds').default(10_000),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  LOG_PRETTY: oneOf('on', 'off').optional(),
});

type Variables = z.output<typeof variables>;

/** The settings of one process, each by the name of its variable, with the defaults that depend on others filled in. */
export type Env = Omit<Variables, 'LOCAL_POSTGRES' | 'MIGRATE_ON_BOOT' | 'FAST_PATH'> &
  Required<Pick<Variables, 'LOCAL_POSTGRES' | 'MIGRATE_ON_BOOT' | 'FAST_PATH'>>;

/**
 * Reads and checks the environment.
 *
 * @param source name → value; an empty value counts as none
 * @throws StartError with exit code 2 and a line for each variable that is wrong, all of them at once
 * @example `readEnv({ PORT: '0', DATABASE_URL: 'postgres://127.0.0.1/roster' }).PORT // 0`
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '' && value !== undefined));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw wrongEnvironment(parsed.error.issues.map(({ path, message }) => describe(String(path[0]), given, message)));
  }
  const env = withDefaults(parsed.data);
  const faults = contradictions(env);
  if (faults.length > 0) throw wrongEnvironment(faults);
  return env;
}

/** The variables that came out of `.env`, and not with the process. */
const fromFile = new Set<string>();

/** `process.env`, over the `.env` file of the workspace's root where there is one. @throws as `readEnv` */
export function loadEnv(): Env {
  const given = new Set(Object.keys(process.env));
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  for (const name of Object.keys(process.env)) if (!given.has(name)) fromFile.add(name);
  return readEnv(process.env);
}

/**
 * What to change in this process's environment for a worker of it.
 *
 * @param count the value of WORKERS, by which it knows what it is
 * @param databaseUrl of a server that this process has started
 * @returns undefined for what this process has out of `.env`: the worker reads that file by itself, as it is by then
 */
export function environmentOfWorker(count: number, databaseUrl?: string): Record<string, string | undefined> {
  const own = Object.fromEntries([...fromFile].map((name) => [name, undefined]));
  const given = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  return { ...own, ...given, WORKERS: String(count) };
}

/** This process's environment for a server that is one process, whatever it says. */
export const environmentOfOne = (): NodeJS.ProcessEnv => ({ ...process.env, WORKERS: '1' });

/** Whether a package runner (`pnpm dev`) started this process: one that dies takes its script along. */
export const startedByScript = (): boolean => process.env.npm_lifecycle_event !== undefined;

function withDefaults(env: Variables): Env {
  const production = env.NODE_ENV === 'production';
  return {
    ...env,
    LOCAL_POSTGRES: env.LOCAL_POSTGRES ?? (production ? 'off' : 'on'),
    MIGRATE_ON_BOOT: env.MIGRATE_ON_BOOT ?? (production ? 'refuse' : 'up'),
    // A pooler's connections know no statement by name, and take no settings of a session.
    FAST_PATH: env.FAST_PATH ?? (env.MIGRATE_DATABASE_URL === undefined ? 'on' : 'off'),
  };
}

function contradictions(env: Env): string[] {
  const faults: string[] = [];
  if (env.DATABASE_URL === undefined && env.LOCAL_POSTGRES === 'off') {
    faults.push(
      'DATABASE_URL is not set: it must name the database, or LOCAL_POSTGRES=on asks for the embedded server',
    );
  }
  return [...faults, ...contradictionsOfAuth(env)];
}

function contradictionsOfAuth(env: Env): string[] {
  const faults: string[] = [];
  const isOn = authOf(env) !== undefined;
  if (!LOOPBACK.test(env.HOST) && !isOn && env.AUTH !== 'none') {
    faults.push(
      `HOST is "${env.HOST}": without API_KEYS or AUTH_ISSUER it must be 127.0.0.1, ::1 or localhost, or say AUTH=none`,
    );
  }
  if (env.CORS_ORIGINS !== undefined && !isOn && env.AUTH !== 'none') {
    faults.push(
      'CORS_ORIGINS is set: without API_KEYS or AUTH_ISSUER every such page could change employees, so it needs one of them, or AUTH=none',
    );
  }
  if (isOn && env.AUTH === 'none') faults.push('AUTH is "none": API_KEYS or AUTH_ISSUER say the opposite');
  if ((env.AUTH_ISSUER === undefined) !== (env.AUTH_AUDIENCE === undefined)) {
    faults.push('AUTH_ISSUER and AUTH_AUDIENCE must be set together');
  } else if (env.AUTH_ISSUER === undefined && env.AUTH_JWKS_URL !== undefined) {
    faults.push('AUTH_JWKS_URL is set: it needs AUTH_ISSUER and AUTH_AUDIENCE');
  }
  return faults;
}

/** Whom to let in; undefined where nobody is asked. */
export function authOf({ API_KEYS, AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URL }: Env): AuthOptions | undefined {
  const tokens =
    AUTH_ISSUER === undefined || AUTH_AUDIENCE === undefined
      ? undefined
      : { issuer: AUTH_ISSUER, audience: AUTH_AUDIENCE, jwksUrl: AUTH_JWKS_URL };
  return API_KEYS === undefined && tokens === undefined ? undefined : { keys: API_KEYS, tokens };
}

/** `PORT is "abc": must be …`; of a URL only the parts that are no secret. */
function describe(name: string, given: Readonly<Record<string, string | undefined>>, allowed: string): string {
  const value = given[name];
  if (value === undefined) return `${name} is not set: ${allowed}`;
  // Somebody may have put the keys themselves there.
  if (name === 'API_KEYS') return `${name} is not right: ${allowed}`;
  return `${name} is ${shownOf(name, value)}: ${allowed}`;
}

function shownOf(name: string, value: string): string {
  if (name.endsWith('_URLS')) return urlsIn(value).map(withoutSecrets).join();
  return /_(URL|ISSUER)$/.test(name) ? withoutSecrets(value) : JSON.stringify(value.slice(0, 100));
}

/** A URL's protocol, hosts and path: never its user, password or query. */
export function withoutSecrets(url: string): string {
  const [, protocol, hosts = '', path = ''] = /^([a-z]+:)\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/.exec(url) ?? [];
  // Of what can't be read, no part is surely not the password: one with a slash looks like a path, and so does another URL.
  const isRead = hosts.split(',').every((host) => URL.canParse(`${protocol}//${host}`)) && !path.includes('@');
  if (!isRead) return '(not a URL)';
  return hosts === '' ? `${protocol}…` : `${protocol}//${hosts}${path}`;
}

/** @returns what is wrong with it, in words that show nothing of it */
function faultOfUrl(text: string): string | undefined {
  // A bare `%` in a password would otherwise break far from here, or be taken for something else.
  if (!isPercentEncoded(text.replace(/[?#].*$/s, ''))) return 'what is special in it must be percent-encoded';
  try {
    addressOf(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whoever can change what comes over plain HTTP can bring keys of their own, and with them any token. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isLoopback = LOOPBACK.test(hostname.replace(/^\[(.+)\]$/, '$1'));
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback)) && username + password + hash === '';
}

const isOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;

const isPercentEncoded = (part: string): boolean => !/%(?![0-9a-f]{2})/i.test(part);
