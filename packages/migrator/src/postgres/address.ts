import { parse } from 'pg-connection-string';

/** TLS as Node's `tls.connect` takes it; false: none. */
export type Tls = false | object;

/** One host of a URL, with what is needed to connect there. */
export interface Server {
  /** A name, an address, or the folder of a Unix socket. */
  host: string | undefined;
  port: number | undefined;
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
  ssl: Tls;
  /** Whether a server without TLS is taken as well: `sslmode=prefer`. */
  mayBePlain: boolean;
}

/** A database's URL, read. */
export interface Address {
  /** At least one, in the URL's order. */
  servers: readonly [Server, ...Server[]];
  /** Whether only a server that takes writes will do. */
  needsPrimary: boolean;
  /** What else the URL says, by libpq's names: `application_name`, `options`. */
  parameters: Readonly<Record<string, string>>;
}

/** libpq's, and pg's own word for `require`. */
const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const TARGETS = ['any', 'read-write', 'primary'];

/** scheme, user and password with their @, hosts, the rest. */
const URL_PARTS = /^(postgres(?:ql)?:\/\/)((?:[^/?#]*@)?)([^/?#]*)(.*)$/s;

/**
 * Reads a URL as libpq does: several hosts, `sslmode` with `sslrootcert`, `sslcert` and `sslkey`, `target_session_attrs`.
 *
 * Where it differs from libpq: without `sslmode` there is no TLS (libpq prefers it and does without where there is none),
 * and of several hosts the one that takes writes is meant unless the URL says `target_session_attrs=any`.
 *
 * @param url `postgres://user:password@host:5432,other-host:5432/name?sslmode=verify-full&sslrootcert=/etc/ca.pem`
 * @throws Error with words for people that show nothing of the URL but the parameter that is wrong
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 */
export function addressOf(url: string): Address {
  const [first, ...others] = hostUrls(url).map(serverOf);
  const { target_session_attrs: target = others.length > 0 ? 'read-write' : 'any', ...parameters } = parametersOf(url);
  oneOf('target_session_attrs', TARGETS, target);
  return { servers: [first as Server, ...others], needsPrimary: target !== 'any', parameters };
}

/** One URL for each host: Node's URL knows only one. */
function hostUrls(url: string): string[] {
  const [, scheme, user, hosts, rest] = URL_PARTS.exec(url) ?? [];
  if (hosts === undefined) throw new Error('it does not begin with postgres://');
  return hosts.split(',').map((host) => `${scheme}${user}${host}${rest}`);
}

function serverOf(url: string): Server {
  const sslmode = new URL(url).searchParams.get('sslmode') ?? undefined;
  if (sslmode !== undefined) oneOf('sslmode', TLS_MODES, sslmode);
  // libpq's meaning of each mode; pg's own is another, and about to change.
  const { host, port, user, password, database, ssl } = parse(url, { useLibpqCompat: true });
  return {
    host: host || undefined,
    port: port ? Number(port) : undefined,
    user: user || undefined,
    password: password || undefined,
    database: database || undefined,
    ssl: tlsOf(ssl as Tls | true | undefined, sslmode),
    mayBePlain: sslmode === 'prefer',
  };
}

function tlsOf(read: Tls | true | undefined, sslmode: string | undefined): Tls {
  if (sslmode === 'no-verify') return { ...(read as object), rejectUnauthorized: false };
  return read === true ? {} : (read ?? false);
}

/** Whether a server has answered that it has no TLS; pg 8.23, lib/connection.js. */
export const isTlsRefused = (error: unknown): boolean =>
  error instanceof Error && error.message === 'The server does not support SSL connections';

/** What `serverOf` has read already. */
const READ = ['host', 'port', 'user', 'password', 'ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

function parametersOf(url: string): Record<string, string> {
  const [one] = hostUrls(url);
  const given = Object.fromEntries(new URL(one as string).searchParams);
  return Object.fromEntries(Object.entries(given).filter(([name]) => !READ.includes(name)));
}

function oneOf(name: string, allowed: readonly string[], value: string): void {
  if (!allowed.includes(value)) throw new Error(`${name} must be one of ${allowed.join(', ')}`);
}

/**
 * Of a URL what is no secret: hosts and database.
 *
 * @example `shownAddress('postgres://u:p@a,b:5433/roster') // 'roster at a:5432,b:5433'`
 */
export function shownAddress(url: string): string {
  const [, , , hosts = '', rest = ''] = URL_PARTS.exec(url) ?? [];
  const name = /^\/([^?#]*)/.exec(rest)?.[1] ?? '';
  const shown = hosts.split(',').map((host) => (/:\d+$/.test(host) ? host : `${host}:5432`));
  return `${decoded(name) || '(default)'} at ${shown.join()}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
