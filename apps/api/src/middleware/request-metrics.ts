import type { RouterContext } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { exchangeOf } from '../http/exchange.ts';
import type { Metrics } from '../routes/metrics/metrics.ts';
import { CLIENT_GONE } from './request-log.ts';

/** Measures each request, up to the last byte of its answer. */
export function requestMetrics({ requests }: Metrics): Middleware {
  return (ctx, next) => {
    const start = performance.now();
    const { res } = ctx;
    res.on('close', () => {
      const status = res.writableFinished ? res.statusCode : CLIENT_GONE;
      requests.observe({ method: ctx.method, route: routeOf(ctx), status }, (performance.now() - start) / 1000);
    });
    return next();
  };
}

const UNKNOWN = 'unknown';

/** Never the path itself, of which there are as many as anyone likes to ask for; the docs' and metrics' own are no templates. */
function routeOf(ctx: Context & Partial<Pick<RouterContext, '_matchedRoute'>>): string {
  const path = exchangeOf(ctx).route ?? ctx._matchedRoute;
  return typeof path === 'string' ? path : UNKNOWN;
}
