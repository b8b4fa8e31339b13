import { STATUS_CODES } from 'node:http';
import { type Contract, type DocumentedResponse, type Operation, schemasOf } from './document.ts';
import type { ApiRequest } from './requests.ts';
import type { ApiResponse } from './send.ts';
import { isStream, recordOf, streamFaults } from './streams.ts';

const PROBLEM_TYPE = 'application/problem+json';

/** What any answer may have without a word in the document: HTTP's own, and what keeps browsers safe. */
const HEADERS_OF_HTTP = new Set([
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'origin-agent-cluster',
  'referrer-policy',
  'transfer-encoding',
  'vary',
]);

/** Helmet's. */
const OF_BROWSERS = /^(content-security-policy|cross-origin-.*|x-(content|dns|download|frame|permitted|xss)-.*)$/;

/** Of a request that fits the document: the faults that it can't have. */
const REFUSALS = new Set([400, 405, 406, 413, 415, 422]);

/** What must never be in an answer, wherever it came from. */
const SECRETS = /sequelize|node_modules|\.ts:\d|postgres(ql)?:\/\/|select .* from|insert into|\bstack\b/i;

/** Everything that is wrong with an answer; none: it is as the document says. */
export function faultsOf(contract: Contract, request: ApiRequest, response: ApiResponse): string[] {
  const { status, body } = response;
  const target = operationOf(contract, request);
  const faults =
    target === undefined
      ? unroutedFaults(contract, request, response)
      : documentFaults(contract, request, response, target);
  if (status >= 500 && !isBusy(response)) faults.push(`${status} ${STATUS_CODES[status]}`);
  if (request.expected === 'accepted' && REFUSALS.has(status) && !isOfKey(response))
    faults.push('what fits the document is refused');
  if (request.expected === 'refused' && status < 400) faults.push('what does not fit the document is taken');
  if (SECRETS.test(body.toString()) && !SECRETS.test(decodeURIComponentIfPossible(request)))
    faults.push('the answer tells how it is made');
  if (response.headers['x-request-id'] === undefined) faults.push('no X-Request-Id');
  return faults;
}

/** Too many imports at once: that is our own doing. */
const isBusy = ({ status, body }: ApiResponse): boolean =>
  status === 503 && body.includes('"urn:roster:problem:imports-busy"');

/** A key that an earlier request had: short ones are made again now and then. */
const isOfKey = ({ status, body }: ApiResponse): boolean =>
  status === 422 && body.includes('"urn:roster:problem:idempotency-key-reused"');

/** The operation that a request comes to: edits may have led it to another one, or to none. */
export function operationOf({ operations }: Contract, { method, path }: ApiRequest): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  // A path that is written out goes before one with parameters (OpenAPI 3.1, Paths Object).
  const literal = operations.filter((operation) => operation.path === path);
  const there = literal.length > 0 ? literal : operations.filter((operation) => pattern(operation.path).test(path));
  return there.find((operation) => operation.method === wanted);
}

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const mediaTypeOf = ({ headers }: ApiResponse): string => headers['content-type']?.split(';', 1)[0] ?? '';

function documentFaults(
  contract: Contract,
  request: ApiRequest,
  response: ApiResponse,
  operation: Operation,
): string[] {
  const documented = operation.responses[response.status];
  if (documented === undefined) return [`status ${response.status} is not documented for ${operation.id}`];
  return [...headerFaults(contract, response, documented), ...bodyFaults(contract, request, response, documented)];
}

function headerFaults(contract: Contract, { headers }: ApiResponse, documented: DocumentedResponse): string[] {
  const declared = Object.entries(documented.headers);
  const wrong = declared.flatMap(([name, { required, schema }]) => {
    const value = headers[name.toLowerCase()];
    if (value === undefined) return required ? [`header ${name} is missing`] : [];
    return contract.faults(schema, value).map((fault) => `header ${name}${fault}`);
  });
  const known = new Set(declared.map(([name]) => name.toLowerCase()));
  const surplus = Object.keys(headers).filter(
    (name) => !known.has(name) && !HEADERS_OF_HTTP.has(name) && !OF_BROWSERS.test(name),
  );
  return [...wrong, ...surplus.map((name) => `header ${name} is not documented`)];
}

function bodyFaults(
  contract: Contract,
  request: ApiRequest,
  response: ApiResponse,
  documented: DocumentedResponse,
): string[] {
  const type = mediaTypeOf(response);
  if (request.method === 'HEAD') return response.body.length > 0 ? ['HEAD has a body'] : [];
  if (Object.keys(documented.content).length === 0)
    return response.body.length > 0 ? ['a body where none is documented'] : [];
  const media = documented.content[type];
  if (media === undefined) return [`media type ${type} is not documented`];
  if (isStream(type))
    return streamFaults(contract, type, recordOf(schemasOf(documented.content)), response.body.toString());
  const value = parse(response.body);
  const faults = contract.faults(media.schema, value).map((fault) => `body${fault}`);
  return type === PROBLEM_TYPE
    ? [...faults, ...problemFaults(response.status, value, Object.keys(media.examples ?? {}))]
    : faults;
}

/** @param codes of the problems that are documented for this status */
function problemFaults(status: number, problem: unknown, codes: readonly string[]): string[] {
  const { type, status: told } = problem as { type?: string; status?: number };
  const isDocumented = codes.some((code) => type === `urn:roster:problem:${code}`);
  return [
    ...(told === status ? [] : [`the problem says ${told}`]),
    ...(isDocumented ? [] : [`problem ${type} is not documented`]),
  ];
}

const UNROUTED = new Set([204, 404, 405]);

/** A path that is none, or a method that a path does not have. */
function unroutedFaults({ faults, operations }: Contract, { method }: ApiRequest, response: ApiResponse): string[] {
  const { status, headers, body } = response;
  if (!UNROUTED.has(status)) return [`${status} where there is no operation`];
  if (status !== 404 && headers.allow === undefined) return ['no Allow'];
  if (status === 204 || method === 'HEAD') return [];
  if (mediaTypeOf(response) !== PROBLEM_TYPE) return [`${mediaTypeOf(response)} instead of a problem`];
  const schema = operations[0]?.responses[422]?.content[PROBLEM_TYPE]?.schema;
  return faults(schema, parse(body));
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function decodeURIComponentIfPossible({ path, query, body }: ApiRequest): string {
  const text = `${path}?${query} ${body?.toString() ?? ''}`;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
