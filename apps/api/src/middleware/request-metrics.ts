import type { RouterContext } from '@koa/router';
import type { Context } from 'koa';
import type { Exchange } from '../http/exchange.ts';
import type { Metrics } from '../routes/metrics/metrics.ts';
import { type AtEnd, CLIENT_GONE } from './request-end.ts';

/** Measures each request, up to the last byte of its answer. */
export function requestMetrics({ requests }: Metrics): AtEnd {
  return (ctx, exchange, elapsed) => {
    const status = ctx.res.writableFinished ? ctx.res.statusCode : CLIENT_GONE;
    requests.observe({ method: ctx.method, route: routeOf(ctx, exchange), status }, elapsed / 1000);
  };
}

const UNKNOWN = 'unknown';

/** Never the path itself, of which there are as many as anyone likes to ask for; the docs' and metrics' own are no templates. */
function routeOf(ctx: Context & Partial<Pick<RouterContext, '_matchedRoute'>>, { route }: Exchange): string {
  const path = route ?? ctx._matchedRoute;
  return typeof path === 'string' ? path : UNKNOWN;
}
