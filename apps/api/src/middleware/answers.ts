import type { ServerResponse } from 'node:http';
import type { Middleware } from 'koa';
import { exchangeOf, flat } from '../http/exchange.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * The way out, and so the first one in. What every answer has, security headers and the request's id, it gets here.
 *
 * An answer that is whole is written at once, past Koa's own `respond` and past `setHeader`, which look at each header
 * twice more; should a middleware have set one, Node's `writeHead` adds these to it.
 */
export function answers(lifecycle: Lifecycle): Middleware {
  const security = securityHeaders();
  const common = flat(security);
  return async (ctx, next) => {
    await next();
    const { id, cacheControl, answer } = exchangeOf(ctx);
    // While the server drains, each answer is its connection's last, so that no client sends another request into it.
    if (lifecycle.draining || lifecycle.replaced) ctx.res.setHeader('Connection', 'close');
    if (answer === undefined) {
      addMissing(ctx.res, { ...security, 'X-Request-Id': id, 'Cache-Control': cacheControl });
      return;
    }
    ctx.respond = false;
    const { status, headers, body } = answer;
    const own = ['X-Request-Id', id, 'Cache-Control', cacheControl];
    if (body === undefined) {
      ctx.res.writeHead(status, common.concat(own, headers)).end();
      return;
    }
    const ofBody = ['Content-Type', body.type, 'Content-Length', String(Buffer.byteLength(body.content))];
    ctx.res.writeHead(status, common.concat(own, headers, ofBody)).end(body.content);
  };
}

/** The pages of the docs bring some of their own. */
function addMissing(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) if (!res.hasHeader(name)) res.setHeader(name, value);
}
