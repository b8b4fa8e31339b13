import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { z } from 'zod';
import { type Fault, invalidRequest, methodNotAllowed, notAcceptable, notFound } from '../errors.ts';
import type { Gate } from '../gate/gate.ts';
import { readJson } from './body.ts';
import { faultsOf, type Location } from './faults.ts';
import { Json } from './json.ts';
import {
  type Answer,
  JSON_TYPE,
  mediaTypesOf,
  type Request,
  type RequestSpec,
  type Route,
  type RouteSpec,
} from './route.ts';
import { uploadOf } from './upload.ts';

export interface ServeOptions {
  /** The largest JSON body in bytes. */
  bodyLimit: number;
  /** How long a JSON body may take to come, and an upload may pause, in milliseconds. */
  bodyTimeout: number;
  gate: Gate;
}

/** Puts each route on the router: the gate, negotiation, validation, handler, answer. */
export function mount(router: Router, routes: readonly Route[], options: ServeOptions): void {
  for (const route of routes) {
    const offered = mediaTypesOf(route.spec);
    const path = route.spec.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router[route.spec.method](path, (ctx) => serve(ctx, route, offered, options));
  }
}

/**
 * Of a path that is written out, only its own methods: `PATCH /v1/employees/export` is no change of the employee
 * "export".
 */
export function literalPaths(routes: readonly Route[]): Middleware {
  const methods = new Map<string, Set<string>>();
  for (const { spec } of routes) {
    if (spec.path.includes('{')) continue;
    const own = methods.get(spec.path) ?? new Set(spec.method === 'get' ? ['HEAD'] : []);
    methods.set(spec.path, own.add(spec.method.toUpperCase()));
  }
  return (ctx, next) => {
    const own = methods.get(ctx.path);
    return own === undefined || own.has(ctx.method) ? next() : otherMethod(ctx, [...own]);
  };
}

/** What the router left over: a path that is none (404), OPTIONS (204), or another method (405); both with `Allow`. */
export function unrouted(router: Router): Middleware {
  return (ctx) => {
    const methods = router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods);
    if (methods.length === 0) throw notFound(`the path ${ctx.path}`);
    otherMethod(ctx, methods);
  };
}

function otherMethod(ctx: Context, methods: readonly string[]): void {
  const allow = [...new Set([...methods, 'OPTIONS'])].join(', ');
  if (ctx.method !== 'OPTIONS') throw methodNotAllowed(ctx.method, allow);
  ctx.set('Allow', allow);
  ctx.status = 204;
}

async function serve(ctx: Context, route: Route, offered: readonly string[], options: ServeOptions): Promise<void> {
  await options.gate(ctx, route.spec);
  const accepted = ctx.accepts([...offered]);
  if (accepted === false) throw notAcceptable(offered);
  if (offered.length > 1) ctx.vary('Accept');
  const { stream, ...answer } = await route.handle({ ...(await readRequest(ctx, route.spec, options)), accepted });
  send(ctx, stream === undefined ? answer : { ...answer, body: await begun(stream) }, accepted);
}

/** The stream when its first piece is there: what keeps it from coming can still be an answer of its own. */
async function begun(stream: AsyncIterable<string>): Promise<Readable> {
  const readable = Readable.from(stream, { objectMode: false });
  await once(readable, 'readable');
  return readable;
}

function send(ctx: Context, { status, body, headers }: Answer, type: string): void {
  if (headers !== undefined) ctx.set(headers);
  ctx.status = status;
  if (body === undefined) return;
  ctx.type = type;
  ctx.body = body instanceof Json ? body.text : body;
}

/** All parts of the request as the spec wants them. @throws 422 with the faults of every part at once */
async function readRequest(ctx: Context, { request = {} }: RouteSpec, options: ServeOptions): Promise<Request> {
  const faults: Fault[] = [];
  const parsed = {
    params: parse(request.params, ctx.params, 'path', faults),
    query: parseQuery(request.query, ctx.querystring, faults),
    headers: parse(request.headers, ctx.headers, 'header', faults),
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
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  // Not spread into one push(), whose arguments have to fit on the stack.
  for (const fault of faultsOf(result.error.issues, location)) faults.push(fault);
  return undefined;
}

const NO_QUERY = new URLSearchParams();

/** A route without a declared query takes none: a filter with a typo must not look as if it had worked. */
function parseQuery(schema: z.ZodObject | undefined, querystring: string, faults: Fault[]): unknown {
  const params = querystring === '' ? NO_QUERY : new URLSearchParams(querystring);
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
