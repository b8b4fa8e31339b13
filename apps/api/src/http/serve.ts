import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { z } from 'zod';
import { type Fault, invalidRequest, notAcceptable } from '../errors.ts';
import type { Gate } from '../gate/gate.ts';
import { readJson } from './body.ts';
import { check } from './check.ts';
import { exchangeOf, flat } from './exchange.ts';
import { faultsOf, type Location } from './faults.ts';
import { Json } from './json.ts';
import { type Answer, JSON_TYPE, type Request, type RequestSpec, type Route, type RouteSpec } from './route.ts';
import { uploadOf } from './upload.ts';

export interface ServeOptions {
  /** The largest JSON body in bytes. */
  bodyLimit: number;
  /** How long a JSON body may take to come, and an upload may pause, in milliseconds. */
  bodyTimeout: number;
  gate: Gate;
}

type Params = Readonly<Record<string, string>>;

/** One request, from its headers to its answer: the gate, negotiation, validation, handler. */
export async function serve(ctx: Context, params: Params, route: Route, options: ServeOptions): Promise<void> {
  exchangeOf(ctx).route = route.spec.path;
  await options.gate(ctx, route.spec);
  const accepted = acceptedOf(ctx, route.offered);
  const answer = await route.handle({ ...(await readRequest(ctx, params, route.spec, options)), accepted });
  if (answer.stream === undefined) sendWhole(ctx, answer, accepted);
  else await sendStream(ctx, answer, answer.stream, accepted);
}

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

function sendWhole(ctx: Context, { status, body, headers = {} }: Answer, type: string): void {
  exchangeOf(ctx).answer = {
    status,
    headers: flat(headers),
    ...(body !== undefined && {
      body: { type: `${type}; charset=utf-8`, content: body instanceof Json ? body.content : JSON.stringify(body) },
    }),
  };
}

/** All parts of the request as the spec wants them. @throws 422 with the faults of every part at once */
async function readRequest(
  ctx: Context,
  params: Params,
  { request = {} }: RouteSpec,
  options: ServeOptions,
): Promise<Request> {
  const faults: Fault[] = [];
  const parsed = {
    params: parse(request.params, params, 'path', faults),
    query: parseQuery(request.query, ctx.querystring, faults),
    headers: parseHeaders(request.headers, ctx.req.headers, faults),
    body: parse(request.body, await readBody(ctx, request, options), 'body', faults),
    ...(request.upload && { upload: uploadOf(ctx, Object.keys(request.upload), options.bodyTimeout) }),
  };
  if (faults.length > 0) throw invalidRequest(faults);
  return parsed;
}

const readBody = (ctx: Context, { body, consumes = [JSON_TYPE] }: RequestSpec, options: ServeOptions) =>
  body === undefined ? undefined : readJson(ctx, { ...options, consumes });

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
  const names = new Set(params.keys());
  for (const name of names) {
    if (params.getAll(name).length === 1) continue;
    faults.push({ loc: ['query', name], msg: 'Parameter given more than once', type: 'repeated' });
  }
  if (schema !== undefined) return parse(schema, Object.fromEntries(params), 'query', faults);
  for (const name of names)
    faults.push({ loc: ['query', name], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' });
  return undefined;
}
