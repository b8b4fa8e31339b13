import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { beginExchange, type Exchange } from '../http/exchange.ts';

/** Does something with a request that has ended, in whatever way. @param elapsed milliseconds since its headers were there */
export type AtEnd = (ctx: Context, exchange: Exchange, elapsed: number) => void;

/** Nginx's status for a client that went before its answer was whole. */
export const CLIENT_GONE = 499;

const SANE_ID = /^[\w.:/+=@-]{1,128}$/;

/**
 * Begins what is known of a request: its id, which is given back as `X-Request-Id`, the caller's own where it sent a sane
 * one. And tells of its end, by one listener and one clock for all who want to know.
 */
export function requestEnd(...steps: readonly AtEnd[]): Middleware {
  return (ctx, next) => {
    const start = performance.now();
    const exchange = beginExchange(ctx, idOf(ctx.req));
    ctx.res.on('close', () => {
      // Nobody waits for it any more.
      if (!ctx.res.writableEnded) exchange.deadline?.end();
      const elapsed = performance.now() - start;
      for (const step of steps) step(ctx, exchange, elapsed);
    });
    return next();
  };
}

/** The caller's own, where it is a sane one. */
export function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}
