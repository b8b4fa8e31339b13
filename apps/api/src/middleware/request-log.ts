import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import type pino from 'pino';
import { type Exchange, exchangeOf } from '../http/exchange.ts';
import type { Logger } from '../log.ts';

const SANE_ID = /^[\w.:/+=@-]{1,128}$/;
/** Nginx's status for a client that went before its answer was whole. */
export const CLIENT_GONE = 499;
const PROBES = new Set(['/livez', '/readyz']);

/**
 * One line for each request when it ends, with an id that is given back as `X-Request-Id`; the caller's own where it
 * sent a sane one. The line holds method, path, status, time and who it was (the name of a key, the subject of a token):
 * no header, query or body, which have secrets, names and amounts.
 *
 * Written here and not by pino-http, which makes a child logger and three listeners for each request.
 */
export function requestLog(log: Logger): Middleware {
  // Nothing in these lines has to be taken out: what is put in is named below.
  const lines = log.child({}, { redact: [] });
  return (ctx, next) => {
    const start = performance.now();
    const exchange = exchangeOf(ctx);
    exchange.id = idOf(ctx.req);
    exchange.cacheControl = 'no-store';
    ctx.res.on('close', () => writeLine(lines, ctx, exchange, Math.round(performance.now() - start)));
    return next();
  };
}

function writeLine(log: Logger, { req, res }: Context, { id, principal, error }: Exchange, responseTime: number): void {
  const path = pathOf(req.url);
  const level = levelOf(path, res.statusCode, error);
  if (!log.isLevelEnabled(level)) return;
  const line = {
    req: { id, method: req.method, path },
    res: res.writableEnded ? { status: res.statusCode } : { status: CLIENT_GONE, aborted: true },
    responseTime,
    ...(error && { err: error }),
    ...(principal && { principal: principal.name }),
  };
  log[level](line, error === undefined && res.statusCode < 500 ? 'request' : 'request failed');
}

function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}

/**
 * Errors where there is one to mend; what passes by itself (503) is a warning. A lost database has its own line (outage.ts)
 * and is none for each request.
 */
function levelOf(path: string, status: number, error: Error | undefined): pino.Level {
  if (error !== undefined) return status === 503 ? 'warn' : 'error';
  return PROBES.has(path) ? 'debug' : 'info';
}

/** Without the query; of an address in absolute form without user and password, too. */
function pathOf(url = ''): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return path.startsWith('/') ? path : path.replace(/^[a-z]+:\/\/[^/]*/i, '');
}
