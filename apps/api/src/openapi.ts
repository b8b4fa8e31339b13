import { z } from 'zod';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problemsOfAuth, securityOf, securitySchemes } from './auth/documentation.ts';
import { PROBLEM_TYPE, type ProblemCode, problems, problemType } from './errors.ts';
import type { GateOptions } from './gate.ts';
import type { RequestSpec, ResponseSpec, Route, RouteSpec, StreamSpec } from './route.ts';
import { JSON_TYPE } from './serve.ts';

const EVERY_ANSWER = {
  'x-request-id': { description: 'The id of the request in the log: the one that it came with, or a new one' },
};
const LATER = { 'retry-after': { description: 'Seconds after which to try again', example: '2' } };
const CHALLENGE = {
  'www-authenticate': { description: 'What is asked for (RFC 6750)', example: 'Bearer realm="roster"' },
};
/** What a problem of this status says in its headers, beside what every answer does. */
const HEADERS_OF_STATUS: Readonly<Record<number, ResponseSpec['headers']>> = {
  401: CHALLENGE,
  403: CHALLENGE,
  429: LATER,
  503: LATER,
};

type Responses = ZodOpenApiOperationObject['responses'];

const FaultDocument = z
  .object({
    loc: z
      .array(z.union([z.string(), z.int()]))
      .meta({ description: 'path, query, header or body, then the way to it' }),
    msg: z.string(),
    type: z.string().meta({ description: 'The kind of fault, in a word that stays' }),
  })
  .meta({ id: 'Fault', example: { loc: ['body', 'salary'], msg: 'Field required', type: 'missing' } });

const ProblemDocument = z
  .looseObject({
    type: z.string().meta({ description: 'A URN that stays' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'The path that was asked for' }),
    errors: z.array(FaultDocument).optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

/**
 * The OpenAPI 3.1 document of the routes.
 *
 * @param version of the API, as in its package.json
 * @param gate what requests have to pass here: who may come in, and how often
 */
export function openapi(routes: readonly Route[], version: string, gate: GateOptions = {}): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const { spec } of routes) paths[spec.path] = { ...paths[spec.path], [spec.method]: operation(spec, gate) };
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Roster', version, description: 'Employees, over a PostgreSQL that its own migrations look after.' },
    // Relative to the document, so that it is right behind any proxy.
    servers: [{ url: '/' }],
    paths,
    // Nobody is asked, but where an operation says so: without it a reader can't tell that from forgotten.
    security: [],
    ...(gate.auth && { components: { securitySchemes: securitySchemes(gate.auth) } }),
  });
}

function operation(spec: RouteSpec, gate: GateOptions): ZodOpenApiOperationObject {
  const { request = {}, operationId, summary, description, tags } = spec;
  return {
    operationId,
    summary,
    ...(description && { description }),
    tags: [...tags],
    requestParams: {
      ...(request.params && { path: request.params }),
      ...(request.query && { query: request.query }),
      ...(request.headers && { header: request.headers }),
    },
    ...((request.body ?? request.upload) && { requestBody: requestBody(request) }),
    responses: { ...problemResponses(spec, gate), ...successes(spec) },
    ...(gate.auth && { security: securityOf(spec, gate.auth) }),
  };
}

function requestBody({ body, consumes = [JSON_TYPE], upload }: RequestSpec) {
  const content = upload ? streams(upload) : Object.fromEntries(consumes.map((type) => [type, { schema: body }]));
  return { required: true, content };
}

/** OpenAPI 3.1 has no word for "one of these on each line": the schema is that of a record. */
const streams = (specs: Readonly<Record<string, StreamSpec>>) =>
  Object.fromEntries(Object.entries(specs).map(([type, { schema, example }]) => [type, { schema, example }]));

const successes = ({ responses }: RouteSpec): Responses =>
  Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, success(response)]));

function success({ description, body, stream, headers, example }: ResponseSpec): Responses[`2${number}`] {
  return {
    description,
    headers: headersOf({ ...EVERY_ANSWER, ...headers }),
    ...(body && { content: { [JSON_TYPE]: { schema: body, ...(example !== undefined && { example }) } } }),
    ...(stream && { content: streams(stream) }),
  };
}

const headersOf = (headers: NonNullable<ResponseSpec['headers']>) =>
  z.object(Object.fromEntries(Object.entries(headers).map(([name, meta]) => [name, z.string().meta(meta)])));

/** What each route can throw: what the gate does, what all can, what a body adds, and what the spec names itself. */
function problemsOf(spec: RouteSpec, gate: GateOptions): ReadonlySet<ProblemCode> {
  const { request = {}, problems: own = [] } = spec;
  const ofBody: ProblemCode[] =
    request.body || request.upload ? ['malformed-body', 'request-timeout', 'unsupported-media-type'] : [];
  // An upload may be of any length.
  if (request.body) ofBody.push('body-too-large');
  const ofAll: ProblemCode[] = ['not-acceptable', 'invalid-request', 'internal-error'];
  return new Set<ProblemCode>([...problemsOfGate(spec, gate), ...ofAll, ...ofBody, ...own]);
}

function problemsOfGate(spec: RouteSpec, { auth, rateLimit }: GateOptions): ProblemCode[] {
  const isLimited = rateLimit !== undefined && spec.scope !== undefined;
  return [...(auth ? problemsOfAuth(spec, auth) : []), ...(isLimited ? (['too-many-requests'] as const) : [])];
}

function problemResponses(spec: RouteSpec, gate: GateOptions): Responses {
  const responses: Record<string, ReturnType<typeof problemResponse>> = {};
  for (const code of problemsOf(spec, gate)) responses[problems[code].status] = problemResponse(code);
  return responses;
}

function problemResponse(code: ProblemCode) {
  const { status, title } = problems[code];
  const example = { type: problemType(code), title, status, detail: title, instance: '/v1/employees' };
  const headers = headersOf({ ...EVERY_ANSWER, ...HEADERS_OF_STATUS[status] });
  return { description: title, headers, content: { [PROBLEM_TYPE]: { schema: ProblemDocument, example } } };
}
