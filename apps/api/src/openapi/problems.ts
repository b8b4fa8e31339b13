import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { problemsOfAuth } from '../auth/documentation.ts';
import {
  authUnavailable,
  badRequest,
  bodyTooLarge,
  databaseUnavailable,
  type Fault,
  forbidden,
  importsBusy,
  internalError,
  invalidRequest,
  keyInUse,
  keyReused,
  malformedBody,
  methodNotAllowed,
  nameTaken,
  notAcceptable,
  notFound,
  notReady,
  overloaded,
  PROBLEM_TYPE,
  Problem,
  type ProblemCode,
  preconditionFailed,
  problemDocument,
  problems,
  requestTimeout,
  rowsTaken,
  tooManyRequests,
  unauthorized,
  unsupportedMediaType,
} from '../errors.ts';
import type { GateOptions } from '../gate/gate.ts';
import { faultsOf, type Location } from '../http/faults.ts';
import { type HeaderSpec, JSON_TYPE, mediaTypesOf, type RequestSpec, type RouteSpec } from '../http/route.ts';
import { headersOf, isLimited } from './headers.ts';

const FaultDocument = z
  .object({
    loc: z
      .array(z.union([z.string(), z.int()]))
      .meta({ description: 'path, query, header or body, then the way to it' }),
    msg: z.string().meta({ description: 'What is wrong, in words that may change' }),
    type: z.string().meta({ description: 'The kind of fault, in a word that stays' }),
  })
  .meta({ id: 'Fault', example: { loc: ['body', 'salary'], msg: 'Field required', type: 'missing' } });

const ProblemDocument = z
  .looseObject({
    type: z.string().meta({ description: 'A URN that stays: what a client may switch on' }),
    title: z.string().meta({ description: 'The same for every problem of this type' }),
    status: z.int().meta({ description: 'As in the status line' }),
    detail: z.string().meta({ description: 'What happened this time' }),
    instance: z.string().meta({ description: 'The path that was asked for' }),
    errors: z.array(FaultDocument).optional().meta({ description: 'Every fault of the request, at most 100' }),
  })
  .meta({
    id: 'Problem',
    description: 'Problem details (RFC 9457).',
    example: problemDocument(notFound('employee 7'), '/v1/employees/7'),
  });

/** A real one of each, so that the document shows what a client will get. */
const EXAMPLES: Readonly<Record<ProblemCode, (spec: RouteSpec) => Problem>> = {
  'malformed-body': () => malformedBody('the body is not JSON at position 17'),
  'bad-request': () => badRequest('the target of the request is not a path or a URL'),
  unauthorized: () => unauthorized('the token has expired', true),
  forbidden: ({ scope = 'employees:write' }) => forbidden(scope),
  'not-found': () => notFound('employee 7'),
  'method-not-allowed': () => methodNotAllowed('PUT', 'GET, HEAD, OPTIONS'),
  'not-acceptable': (spec) => notAcceptable(mediaTypesOf(spec)),
  'request-timeout': () => requestTimeout(30_000),
  'name-taken': () => nameTaken(undefined),
  'rows-taken': () =>
    rowsTaken([{ loc: ['body', 777, 'name'], msg: 'Another employee has this name', type: 'unique' }]),
  'idempotency-key-in-use': () => keyInUse(),
  'idempotency-key-reused': () => keyReused(),
  'precondition-failed': () => preconditionFailed('employee 7'),
  'body-too-large': () => bodyTooLarge(1024 * 1024),
  'unsupported-media-type': ({ request }) => {
    const accepted = request?.consumes ?? Object.keys(request?.upload ?? { [JSON_TYPE]: '' });
    return unsupportedMediaType(`the body must be ${accepted.join(' or ')}`, accepted);
  },
  'invalid-request': (spec) => invalidRequest(faultsOfNonsense(spec.request)),
  'too-many-requests': () => tooManyRequests(2),
  // Node's word and not the application's: there is no function that makes them (unparsed.ts).
  'headers-too-large': () => new Problem('headers-too-large', problems['headers-too-large'].title),
  'expectation-failed': () => new Problem('expectation-failed', problems['expectation-failed'].title),
  'internal-error': () => internalError(undefined),
  'auth-unavailable': () => authUnavailable(undefined),
  'database-unavailable': () => databaseUnavailable(undefined),
  'imports-busy': () => importsBusy(2),
  overloaded: () => overloaded(),
  'not-ready': () => notReady({ database: 'ok', migrations: '1 pending', server: 'ok' }),
};

const HEADERS: Readonly<Record<string, HeaderSpec>> = {
  allow: { description: 'The methods that are possible here', example: 'GET, HEAD, OPTIONS' },
  accept: { description: 'The media types that are taken', example: JSON_TYPE },
  'accept-encoding': { description: 'The content codings that are taken', example: 'identity' },
  'www-authenticate': { description: 'What is asked for (RFC 6750)', example: 'Bearer realm="roster"' },
  'retry-after': { description: 'Seconds after which to try again', example: '2' },
};

/** What the schemas themselves say of an id that is no number, an empty body and a parameter with a typo. */
function faultsOfNonsense({ params, query, body }: RequestSpec = {}): Fault[] {
  const noNumbers = Object.fromEntries(Object.keys(params?.shape ?? {}).map((name) => [name, 'x']));
  return [
    ...(params ? faultsOfValue(params, 'path', noNumbers) : []),
    ...(body ? faultsOfValue(body, 'body', {}) : []),
    ...(params || body ? [] : faultsOfValue(query ?? z.strictObject({}), 'query', { limt: '10' })),
  ];
}

const faultsOfValue = (schema: z.ZodType, location: Location, value: unknown): Fault[] =>
  faultsOf(schema.safeParse(value, { reportInput: true }).error?.issues ?? [], location);

/** Of a request that Node could not read (http/unparsed.ts), or Koa its target: no gate has counted it, and it may have no id. */
const UNPARSED: ReadonlySet<ProblemCode> = new Set([
  'bad-request',
  'request-timeout',
  'expectation-failed',
  'headers-too-large',
]);

/** What each route can answer beside success: the gate's, what all can, what a body adds, what the spec names itself. */
function codesOf(spec: RouteSpec, gate: GateOptions): ReadonlySet<ProblemCode> {
  const { request = {}, problems: own = [] } = spec;
  const ofBody: ProblemCode[] = request.body || request.upload ? ['malformed-body', 'unsupported-media-type'] : [];
  // An upload may be of any length.
  if (request.body) ofBody.push('body-too-large');
  const ofAll: ProblemCode[] = ['not-acceptable', 'invalid-request', 'internal-error'];
  return new Set<ProblemCode>([...codesOfGate(spec, gate), ...ofAll, ...ofBody, ...own, ...UNPARSED]);
}

function codesOfGate(spec: RouteSpec, gate: GateOptions): ProblemCode[] {
  const ofLimit: ProblemCode[] = isLimited(spec, gate) ? ['too-many-requests'] : [];
  const ofAdmission: ProblemCode[] = spec.scope && !spec.request?.upload ? ['overloaded'] : [];
  return [...(gate.auth ? problemsOfAuth(spec, gate.auth) : []), ...ofLimit, ...ofAdmission];
}

/** One response for each status, with an example of each problem that has it. */
export function problemResponses(spec: RouteSpec, gate: GateOptions): Record<string, ZodOpenApiResponseObject> {
  const all = [...codesOf(spec, gate)];
  const statuses = new Set(all.map((code) => problems[code].status));
  const responses = [...statuses].map((status) => {
    const codes = all.filter((code) => problems[code].status === status);
    return [status, problemResponse(codes, spec, gate)] as const;
  });
  return Object.fromEntries(responses);
}

function problemResponse(codes: readonly ProblemCode[], spec: RouteSpec, gate: GateOptions): ZodOpenApiResponseObject {
  const made = codes.map((code) => EXAMPLES[code](spec));
  return {
    description: codes.map((code) => problems[code].title).join(', or: '),
    headers: headersOf(headersOfAll(made), spec, gate, !codes.some((code) => UNPARSED.has(code))),
    content: { [PROBLEM_TYPE]: { schema: ProblemDocument, examples: examplesOf(spec, made) } },
  };
}

/** Those that any of the problems has; one that another lacks is not always there. */
function headersOfAll(made: readonly Problem[]): Record<string, HeaderSpec> {
  const had = made.map(({ headers }) => new Set(Object.keys(headers).map((name) => name.toLowerCase())));
  return Object.fromEntries(
    Object.entries(HEADERS)
      .filter(([name]) => had.some((names) => names.has(name)))
      .map(([name, spec]) => [name, had.every((names) => names.has(name)) ? spec : { ...spec, optional: true }]),
  );
}

function examplesOf(spec: RouteSpec, made: readonly Problem[]) {
  const instance = spec.path.replaceAll(/\{\w+\}/g, '7');
  return Object.fromEntries(
    made.map((problem) => [
      problem.code,
      { summary: problems[problem.code].title, value: problemDocument(problem, instance) },
    ]),
  );
}
