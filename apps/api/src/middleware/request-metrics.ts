import type { RouterContext } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Metrics } from '../routes/metrics/metrics.ts';
import { CLIENT_GONE } from './request-log.ts';

/** Measures each request, up to the last byte of its answer. */
export function requestMetrics({ requests }: Metrics): Middleware {
  return (ctx, next) => {
    const start = performance.now();
    const { res } = ctx;
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : CLIENT_GONE;
      requests.observe({ method: ctx.method, route: routeOf(ctx), status }, (performance.now() - start) / 1000);
    });
    return next();
  };
}

const UNKNOWN = 'unknown';
const routes = new Map<string, string>();

/** `/v1/employees/{id}`: never the path itself, of which there are as many as anyone likes to ask for. */
function routeOf(ctx: Context & Partial<Pick<RouterContext, '_matchedRoute'>>): string {
  const path = ctx._matchedRoute;
  if (typeof path !== 'string') return UNKNOWN;
  const known = routes.get(path) ?? path.replaceAll(/:(\w+)/g, '{$1}');
  routes.set(path, known);
  return known;
}
