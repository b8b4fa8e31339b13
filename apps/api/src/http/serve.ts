import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { z } from 'zod';
import { Deadline } from '../database/deadline.ts';
import type { Terms } from '../database/terms.ts';
import { type Fault, invalidRequest, notAcceptable } from '../errors.ts';
import type { Admission } from '../gate/admission.ts';
import type { Gate } from '../gate/gate.ts';
import type { ReadYourWrites } from '../replicas/read-your-writes.ts';
import { readJson } from './body.ts';
import { check } from './check.ts';
import { exchangeOf, flat } from './exchange.ts';
import { faultsOf, type Location } from './faults.ts';
import { contentOf } from './json.ts';
import { type Answer, JSON_TYPE, type Request, type RequestSpec, type Route } from './route.ts';
import { uploadOf } from './upload.ts';

export interface ServeOptions {
  /** The largest JSON body in bytes. */
  bodyLimit: number;
  /** How long a JSON body may take to come, and an upload may pause, in milliseconds. */
  bodyTimeout: number;
  gate: Gate;
  admission: Admission;
  /** How long what a request wants of the database may take, in milliseconds. */
  patience: number;
  /** None: nothing is read from replicas. */
  readYourWrites?: ReadYourWrites | undefined;
}

type Params = Readonly<Record<string, string>>;

const JSON_ALONE = [JSON_TYPE];

/** One request, from its headers to its answer: the gate, negotiation, validation, handler. */
export async function serve(ctx: Context, params: Params, route: Route, options: ServeOptions): Promise<void> {
  const { spec, offered } = route;
  exchangeOf(ctx).route = spec.path;
  // Of what may take a while only that is waited for which does: each `await` costs a turn of the microtasks.
  const passing = options.gate(ctx, spec);
  if (passing !== undefined) await passing;
  const accepted = acceptedOf(ctx, offered);
  options.admission.assertOpen(spec);
  const body = spec.request?.body && (await readJson(ctx, bodyOptions(options, spec.request)));
  const terms = spec.scope && termsOf(ctx, options);
  const request = requestOf(ctx, { params, body, accepted, terms }, spec.request, options);
  const answer = await options.admission.within(spec, () => handled(ctx, route, request, options));
  if (answer.stream === undefined) sendWhole(ctx, answer, accepted);
  else await sendStream(ctx, answer, answer.stream, accepted);
}

/** The deadline is also over when the client goes (middleware/request-end.ts). */
function termsOf(ctx: Context, { readYourWrites, patience }: ServeOptions): Terms {
  const deadline = new Deadline(patience);
  exchangeOf(ctx).deadline = deadline;
  return { needed: readYourWrites?.needed(ctx), deadline };
}

/** A write may have been done also where it failed: a lost connection does not tell. */
async function handled(
  ctx: Context,
  route: Route,
  request: Request,
  { readYourWrites }: ServeOptions,
): Promise<Answer> {
  if (readYourWrites === undefined || route.spec.scope !== 'employees:write') return route.handle(request);
  const handling = route.handle(request);
  await handling.catch(() => undefined);
  const headers = await readYourWrites.written(ctx);
  const answer = await handling;
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

const bodyOptions = ({ bodyLimit, bodyTimeout }: ServeOptions, { consumes = JSON_ALONE }: RequestSpec) => ({
  bodyLimit,
  bodyTimeout,
  consumes,
});

function acceptedOf(ctx: Context, offered: readonly string[]): string {
  const [first = ''] = offered;
  const { accept } = ctx.req.headers;
  if (offered.length > 1) ctx.vary('Accept');
  // What almost all clients send; the rest takes a parser.
  if (accept === undefined || accept === '*/*' || accept === first) return first;
  const accepted = ctx.accepts([...offered]);
  if (accepted === false) throw notAcceptable(offered);
  return accepted;
}

/** The stream when its first piece is there: what keeps it from coming can still be an answer of its own. */
async function begun(stream: AsyncIterable<string | Buffer>): Promise<Readable> {
  const readable = Readable.from(stream, { objectMode: false });
  await once(readable, 'readable');
  return readable;
}

async function sendStream(
  ctx: Context,
  { status, headers = {} }: Answer,
  stream: AsyncIterable<string | Buffer>,
  type: string,
): Promise<void> {
  const body = await begun(stream);
  ctx.set(headers);
  ctx.status = status;
  ctx.type = type;
  ctx.body = body;
}

function sendWhole(ctx: Context, { status, body, headers }: Answer, type: string): void {
  exchangeOf(ctx).answer = {
    status,
    headers: headers === undefined ? [] : flat(headers),
    body: body === undefined ? undefined : { type: withCharset(type), content: contentOf(body) },
  };
}

const JSON_UTF8 = `${JSON_TYPE}; charset=utf-8`;

const withCharset = (type: string): string => (type === JSON_TYPE ? JSON_UTF8 : `${type}; charset=utf-8`);

/** What has come, and is not validated yet. */
interface Given {
  params: Params;
  /** Read as JSON. */
  body: unknown;
  accepted: string;
  terms: Terms | undefined;
}

/** All parts of the request as the spec wants them. @throws 422 with the faults of every part at once */
function requestOf(ctx: Context, given: Given, spec: RequestSpec = {}, options: ServeOptions): Request {
  const faults: Fault[] = [];
  const parsed = {
    params: parse(spec.params, given.params, 'path', faults),
    query: parseQuery(spec.query, ctx.querystring, faults),
    headers: parseHeaders(spec.headers, ctx.req.headers, faults),
    body: parse(spec.body, given.body, 'body', faults),
    accepted: given.accepted,
    principal: exchangeOf(ctx).principal,
    terms: given.terms,
  };
  const upload = spec.upload && uploadOf(ctx, Object.keys(spec.upload), options.bodyTimeout);
  if (faults.length > 0) throw invalidRequest(faults);
  return upload === undefined ? parsed : { ...parsed, upload };
}

function parse(schema: z.ZodType | undefined, input: unknown, location: Location, faults: Fault[]): unknown {
  if (schema === undefined) return undefined;
  const result = check(schema, input);
  if (result.success) return result.data;
  // Not spread into one push(), whose arguments have to fit on the stack.
  for (const fault of faultsOf(result.error.issues, location)) faults.push(fault);
  return undefined;
}

/** Most requests have no query and no condition; what a schema makes of none it makes once. */
const ofNothing = new WeakMap<z.ZodObject, unknown>();

function parseNothing(schema: z.ZodObject, location: Location, faults: Fault[]): unknown {
  if (ofNothing.has(schema)) return ofNothing.get(schema);
  const count = faults.length;
  const value = parse(schema, {}, location, faults);
  if (faults.length === count) ofNothing.set(schema, Object.freeze(value));
  return value;
}

function parseHeaders(schema: z.ZodObject | undefined, headers: IncomingHttpHeaders, faults: Fault[]): unknown {
  if (schema === undefined) return undefined;
  for (const name in schema.shape) if (name in headers) return parse(schema, headers, 'header', faults);
  return parseNothing(schema, 'header', faults);
}

/** A route without a declared query takes none: a filter with a typo must not look as if it had worked. */
function parseQuery(schema: z.ZodObject | undefined, querystring: string, faults: Fault[]): unknown {
  if (querystring === '') return schema && parseNothing(schema, 'query', faults);
  const params = new URLSearchParams(querystring);
  const given = Object.fromEntries(params);
  if (Object.keys(given).length < params.size) addRepeated(params, faults);
  if (schema !== undefined) return parse(schema, given, 'query', faults);
  for (const name of new Set(params.keys()))
    faults.push({ loc: ['query', name], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' });
  return undefined;
}

function addRepeated(params: URLSearchParams, faults: Fault[]): void {
  for (const name of new Set(params.keys())) {
    if (params.getAll(name).length === 1) continue;
    faults.push({ loc: ['query', name], msg: 'Parameter given more than once', type: 'repeated' });
  }
}
