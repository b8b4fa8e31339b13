import type { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { methodNotAllowed, notFound } from '../errors.ts';
import type { Route } from './route.ts';
import { type ServeOptions, serve } from './serve.ts';

/** Puts each route on the router: the gate, negotiation, validation, handler, answer. */
export function mount(router: Router, routes: readonly Route[], options: ServeOptions): void {
  for (const route of routes) {
    const path = route.spec.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router[route.spec.method](path, (ctx) => serve(ctx, ctx.params, route, options));
  }
}

type Methods = Map<string, Entry>;

interface Entry {
  route: Route;
  /** What its last part is called, where that is a parameter. */
  parameter: string;
}

/**
 * The way to a route by its path as it is written, or by all of it but a last parameter. The router comes after it, for
 * what is rarer: HEAD, OPTIONS, other methods, and what is percent-encoded. It puts its middleware together anew for
 * each request, which costs about as much as Koa itself.
 *
 * Of a path that is written out it takes only its own methods: `PATCH /v1/employees/export` is no change of the employee
 * "export".
 */
export function direct(find: Find, options: ServeOptions): Middleware {
  return (ctx, next) => {
    const { path, method } = ctx;
    const found = find(path, method);
    if (found === undefined) return next();
    if (found.route !== undefined) return serve(ctx, found.params, found.route, options);
    return found.allowed.has('GET') && method === 'HEAD' ? next() : otherMethod(ctx, listOf(found.allowed));
  };
}

/** What stands at a path: a route, or other methods alone. None: not known at a glance. */
export type Find = (path: string, method: string) => Found | undefined;

type Found =
  | { route: Route; params: Readonly<Record<string, string>> }
  | { route: undefined; allowed: ReadonlyMap<string, unknown> };

const NO_PARAMS = {};

/** By path as it is written, or by all of it but a last parameter. */
export function finderOf(routes: readonly Route[]): Find {
  const literals = new Map<string, Methods>();
  const parents = new Map<string, Methods>();
  for (const route of routes) {
    const [, parent, parameter = ''] = /^(.*\/)\{(\w+)\}$/.exec(route.spec.path) ?? [];
    if (parent === undefined) enter(literals, route.spec.path, { route, parameter });
    else enter(parents, parent, { route, parameter });
  }
  return (path, method) => {
    const own = literals.get(path);
    const literal = own?.get(method);
    if (literal !== undefined) return { route: literal.route, params: NO_PARAMS };
    if (own !== undefined) return { route: undefined, allowed: own };
    const end = path.lastIndexOf('/') + 1;
    const child = parents.get(path.slice(0, end))?.get(method);
    const value = path.slice(end);
    if (child === undefined || value === '' || value.includes('%')) return undefined;
    return { route: child.route, params: { [child.parameter]: value } };
  };
}

function enter(table: Map<string, Methods>, path: string, entry: Entry): void {
  const methods = table.get(path) ?? new Map<string, Entry>();
  table.set(path, methods.set(entry.route.spec.method.toUpperCase(), entry));
}

const listOf = (methods: ReadonlyMap<string, unknown>): string[] => [
  ...(methods.has('GET') ? ['HEAD'] : []),
  ...methods.keys(),
];

/** What the router left over: a path that is none (404), OPTIONS (204), or another method (405); both with `Allow`. */
export function unrouted(router: Router): Middleware {
  return async (ctx) => {
    const methods = router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods);
    if (methods.length === 0) throw notFound(`the path ${ctx.path}`);
    return otherMethod(ctx, methods);
  };
}

async function otherMethod(ctx: Context, methods: readonly string[]): Promise<void> {
  const allow = [...new Set([...methods, 'OPTIONS'])].join(', ');
  if (ctx.method !== 'OPTIONS') throw methodNotAllowed(ctx.method, allow);
  ctx.set('Allow', allow);
  ctx.status = 204;
}
