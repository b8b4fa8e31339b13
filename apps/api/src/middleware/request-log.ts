import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from 'koa';
import type pino from 'pino';
import { pinoHttp } from 'pino-http';
import { principalOf } from '../auth/principal.ts';
import type { Logger } from '../log.ts';

const SANE_ID = /^[\w.:/+=@-]{1,128}$/;
/** Nginx's status for a client that went before its answer was whole. */
export const CLIENT_GONE = 499;
const ABORTED = { status: CLIENT_GONE, aborted: true };
const PROBES = new Set(['/livez', '/readyz']);

/**
 * One line for each request when it ends, with an id that is given back as `X-Request-Id`; the caller's own where it
 * sent a sane one. The line holds method, path, status, time and who it was (the name of a key, the subject of a token):
 * no header, query or body, which have secrets, names and amounts.
 */
export function requestLog(log: Logger): Middleware {
  const logged = pinoHttp({
    logger: log,
    genReqId: idOf,
    customLogLevel: levelOf,
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    customSuccessObject: (req, _res, line: object) => withPrincipal(req, line),
    customErrorObject: (req, res, _error, line: object) => withPrincipal(req, withoutInventedError(res, line)),
    wrapSerializers: false,
    serializers: {
      req: ({ id, method, url }: IncomingMessage) => ({ id, method, path: pathOf(url) }),
      res: ({ statusCode, writableEnded }: ServerResponse) => (writableEnded ? { status: statusCode } : ABORTED),
    },
  });
  return (ctx, next) => {
    logged(ctx.req, ctx.res);
    return next();
  };
}

/** For a 5xx without an error pino-http makes one, whose stack is its own. */
const withoutInventedError = (res: ServerResponse, line: object): object =>
  res.err === undefined ? { ...line, err: undefined } : line;

function withPrincipal(req: IncomingMessage, line: object): object {
  const principal = principalOf(req);
  return principal === undefined ? line : { ...line, principal: principal.name };
}

function idOf(req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
  res.setHeader('X-Request-Id', id);
  return id;
}

/**
 * Errors where there is one to mend; what passes by itself (503) is a warning. A lost database has its own line (outage.ts)
 * and is none for each request.
 */
function levelOf(req: IncomingMessage, res: ServerResponse, error = res.err): pino.LevelWithSilent {
  if (error !== undefined) return res.statusCode === 503 ? 'warn' : 'error';
  return PROBES.has(pathOf(req.url)) ? 'debug' : 'info';
}

/** Without the query; of an address in absolute form without user and password, too. */
const pathOf = (url = ''): string => (url.split('?', 1)[0] ?? '').replace(/^[a-z]+:\/\/[^/]*/i, '');
