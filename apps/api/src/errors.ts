/**
 * Every error that a client of the API, or whoever starts it, can meet. A problem's code is stable: it is the end of its
 * RFC 9457 `type`, and what a client may switch on. The words around it may change.
 */

interface Definition {
  status: number;
  title: string;
}

/** The catalogue of what the API answers besides success. */
export const problems = {
  'malformed-body': { status: 400, title: 'The body could not be read' },
  'bad-request': { status: 400, title: 'The request could not be read' },
  unauthorized: { status: 401, title: 'Authentication is needed' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'not-acceptable': { status: 406, title: 'Not acceptable' },
  'request-timeout': { status: 408, title: 'The request took too long' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'rows-taken': { status: 409, title: 'Rows are there already' },
  'idempotency-key-in-use': { status: 409, title: 'A request with this key is being done' },
  'precondition-failed': { status: 412, title: 'The resource has changed' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'expectation-failed': { status: 417, title: 'The expectation can’t be met' },
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'idempotency-key-reused': { status: 422, title: 'The key belongs to another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'Internal error' },
  'auth-unavailable': { status: 503, title: 'Authentication is unavailable' },
  'database-unavailable': { status: 503, title: 'The database is unavailable' },
  'imports-busy': { status: 503, title: 'Too many imports at once' },
  overloaded: { status: 503, title: 'Too much at once' },
  'not-ready': { status: 503, title: 'Not ready' },
} as const satisfies Record<string, Definition>;

export type ProblemCode = keyof typeof problems;

/** One fault of a request, in FastAPI's shape: `{ loc: ['body', 'salary'], msg: 'Field required', type: 'missing' }`. */
export interface Fault {
  loc: (string | number)[];
  msg: string;
  type: string;
}

interface ProblemOptions {
  errors?: Fault[] | undefined;
  headers?: Record<string, string> | undefined;
  /** Members of the document beside the standard ones. */
  extra?: Record<string, unknown> | undefined;
  cause?: unknown;
}

/** What a handler throws to answer with `application/problem+json`. Made by the functions below, never by hand. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: Fault[] | undefined;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(code: ProblemCode, detail: string, { errors, headers, extra, cause }: ProblemOptions = {}) {
    super(detail, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = problems[code].status;
    this.errors = errors;
    this.headers = headers ?? {};
    this.extra = extra ?? {};
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** The `type` of a problem document. */
export const problemType = (code: ProblemCode): string => `urn:roster:problem:${code}`;

/** What a client gets of a problem (RFC 9457). @param instance the path that was asked for */
export const problemDocument = ({ code, status, message, errors, extra }: Problem, instance: string) => ({
  type: problemType(code),
  title: problems[code].title,
  status,
  detail: message,
  instance,
  ...(errors && { errors }),
  ...extra,
});

export const malformedBody = (why: string, cause?: unknown): Problem => new Problem('malformed-body', why, { cause });

export const badRequest = (why: string, cause?: unknown): Problem => new Problem('bad-request', why, { cause });

const CHALLENGE = 'Bearer realm="roster"';

/**
 * @param why without quotation marks: it goes into a header, too
 * @param isGiven whether a credential was given and is bad. RFC 6750, section 3.1: no error code where none was
 */
export const unauthorized = (why: string, isGiven: boolean): Problem => {
  const challenge = isGiven ? `${CHALLENGE}, error="invalid_token", error_description="${why}"` : CHALLENGE;
  return new Problem('unauthorized', why, { headers: { 'WWW-Authenticate': challenge } });
};

export const forbidden = (scope: string): Problem =>
  new Problem('forbidden', `this needs the scope ${scope}`, {
    headers: { 'WWW-Authenticate': `${CHALLENGE}, error="insufficient_scope", scope="${scope}"` },
  });

/** @param seconds after which there is room again */
export const tooManyRequests = (seconds: number): Problem =>
  new Problem('too-many-requests', `there is room again in ${seconds} s`, {
    headers: { 'Retry-After': String(seconds) },
  });

export const authUnavailable = (cause: unknown): Problem =>
  new Problem('auth-unavailable', 'whether the token is valid can’t be told at the moment', {
    headers: { 'Retry-After': '5' },
    cause,
  });

export const notFound = (what: string): Problem => new Problem('not-found', `${what} does not exist`);

export const methodNotAllowed = (method: string, allow: string): Problem =>
  new Problem('method-not-allowed', `${method} is not possible here; ${allow} are`, { headers: { Allow: allow } });

export const notAcceptable = (offered: readonly string[]): Problem =>
  new Problem('not-acceptable', `what can be answered here is ${offered.join(', ')}, and Accept excludes it`);

const TAKEN = { msg: 'Another employee has this name', type: 'unique' };

export const nameTaken = (cause: unknown): Problem =>
  new Problem('name-taken', 'another employee has this name', {
    errors: [{ loc: ['body', 'name'], ...TAKEN }],
    cause,
  });

/** @param at the index of each row whose name is taken; none where the other one has gone in the meantime */
export const namesTaken = (at: readonly number[], cause?: unknown): Problem =>
  new Problem('name-taken', `names that are taken: ${at.length || 'one, a moment ago'}; nothing was created`, {
    errors: listed(at.map((index) => ({ loc: ['body', index, 'name'], ...TAKEN }))),
    cause,
  });

/** @param faults which rows of an import, and whether it is their name or their id */
export const rowsTaken = (faults: Fault[]): Problem =>
  new Problem('rows-taken', `names or ids that are taken: ${faults.length}; nothing was imported`, {
    errors: listed(faults),
  });

export const keyInUse = (): Problem =>
  new Problem(
    'idempotency-key-in-use',
    'a request with this Idempotency-Key is not done yet: ask again for its answer',
    {
      headers: { 'Retry-After': '1' },
    },
  );

export const keyReused = (): Problem =>
  new Problem(
    'idempotency-key-reused',
    'this Idempotency-Key came with another request: send that one again, or this one with a key of its own',
  );

export const preconditionFailed = (what: string): Problem =>
  new Problem('precondition-failed', `${what} is no longer what If-Match says: read it again, then decide`);

/** @param patience milliseconds */
export const requestTimeout = (patience: number): Problem =>
  new Problem('request-timeout', `nothing, or not all, of the body came within ${patience} ms`, {
    headers: { Connection: 'close' },
  });

export const bodyTooLarge = (limit: number): Problem =>
  new Problem('body-too-large', `the body is larger than ${limit} bytes`);

export const unsupportedMediaType = (why: string, accepted: readonly string[]): Problem =>
  new Problem('unsupported-media-type', why, {
    headers: { Accept: accepted.join(', '), 'Accept-Encoding': 'identity' },
  });

/** What one answer lists, and how much of a key it quotes, in characters: a body can have 100 000 surplus keys. */
export const MOST_FAULTS = 100;
const LONGEST_KEY = 100;

export function invalidRequest(faults: Fault[]): Problem {
  const more = faults.length > MOST_FAULTS ? `: the first ${MOST_FAULTS}, and ${faults.length - MOST_FAULTS} more` : '';
  return new Problem('invalid-request', `${faults.length} fault${faults.length === 1 ? '' : 's'}${more}`, {
    errors: listed(faults),
  });
}

const listed = (faults: Fault[]): Fault[] =>
  faults.slice(0, MOST_FAULTS).map((fault) => ({ ...fault, loc: fault.loc.map(shortened) }));

const shortened = (key: string | number): string | number =>
  typeof key === 'string' && key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key;

export const internalError = (cause: unknown): Problem =>
  new Problem('internal-error', 'the request failed; the log of the server says why, under the id in X-Request-Id', {
    cause,
  });

export const databaseUnavailable = (cause: unknown): Problem =>
  new Problem('database-unavailable', 'the database can’t be reached at the moment', {
    headers: { 'Retry-After': '2' },
    cause,
  });

export const databaseBusy = (cause: unknown): Problem =>
  new Problem('database-unavailable', 'the database could not do it in time', {
    headers: { 'Retry-After': '2' },
    cause,
  });

export const importsBusy = (most: number): Problem =>
  new Problem('imports-busy', `${most} imports are running, and more would take the connections of other requests`, {
    headers: { 'Retry-After': '10' },
  });

export const overloaded = (): Problem =>
  new Problem('overloaded', 'more is asked at once than can be answered in time', { headers: { 'Retry-After': '1' } });

export const notReady = (checks: Record<string, string>): Problem => {
  const failed = Object.entries(checks).filter(([, result]) => result !== 'ok');
  const detail = failed.map(([name, result]) => `${name}: ${result}`).join('; ');
  return new Problem('not-ready', detail, { headers: { 'Retry-After': '2' }, extra: { checks } });
};

/** 1 the start failed · 2 a variable is wrong · 5 the database can't be reached. */
export type ExitCode = 1 | 2 | 5;

/** Why the process can't start, in plain lines for whoever started it. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];

  constructor(exitCode: ExitCode, lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

export const wrongEnvironment = (lines: readonly string[]): StartError =>
  new StartError(2, ['The environment is not right:', ...lines.map((line) => `  ${line}`)]);

export interface Unreached {
  /** Without secrets. */
  database: string;
  /** Which variable named it. */
  variable: string;
  /** How long it was tried for. */
  seconds: number;
  why: string;
  /** Whether a pooler has answered in its place, and refused. */
  isPooler: boolean;
}

const PAST_THE_POOLER =
  'that is PgBouncer: name the direct server in MIGRATE_DATABASE_URL; where that is done, take the parameter out of';

export const databaseNotReached = (
  { database, variable, seconds, why, isPooler }: Unreached,
  cause: unknown,
): StartError =>
  new StartError(
    5,
    [
      `the database ${database} can't be reached (tried for ${seconds.toFixed(1)} s)`,
      why,
      isPooler
        ? `${PAST_THE_POOLER} ${variable}`
        : `start the server, mend ${variable}, or wait longer with DATABASE_WAIT`,
    ],
    cause,
  );

export const addressNotFree = (host: string, port: number, cause: unknown): StartError =>
  new StartError(
    1,
    [
      `can't listen on ${host}:${port}`,
      cause instanceof Error ? cause.message : String(cause),
      'choose another PORT or HOST',
    ],
    cause,
  );
