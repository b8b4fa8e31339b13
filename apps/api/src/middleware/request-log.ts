import type { Context } from 'koa';
import { type Level, symbols } from 'pino';
import type { Exchange } from '../http/exchange.ts';
import type { Logger } from '../log.ts';
import { type AtEnd, CLIENT_GONE } from './request-end.ts';

const PROBES = new Set(['/livez', '/readyz']);

/**
 * One line for each request when it ends. It holds id, method, path, status, time and who it was (the name of a key, the
 * subject of a token): no header, query or body, which have secrets, names and amounts.
 */
export function requestLog(log: Logger): AtEnd {
  // Nothing in these lines has to be taken out: what is put in is named below.
  const lines = log.child({}, { redact: [] });
  const writeUsual = usualLines(lines);
  return (ctx, exchange, elapsed) => {
    const path = pathOf(ctx.req.url);
    const level = levelOf(path, ctx.res.statusCode, exchange.error);
    if (!lines.isLevelEnabled(level)) return;
    const hasFailed = exchange.error !== undefined || ctx.res.statusCode >= 500;
    if (level === 'info' && !hasFailed) writeUsual(ctx, exchange, path, elapsed);
    else lines[level](toldOf(ctx, exchange, path, elapsed), hasFailed ? 'request failed' : 'request');
  };
}

type Write<Result> = (ctx: Context, exchange: Exchange, path: string, elapsed: number) => Result;

const toldOf: Write<object> = ({ req, res }, { id, principal, error }, path, elapsed) => ({
  req: { id, method: req.method, path },
  res: res.writableEnded ? { status: res.statusCode } : { status: CLIENT_GONE, aborted: true },
  responseTime: Math.round(elapsed),
  ...(error && { err: error }),
  ...(principal && { principal: principal.name }),
});

/**
 * Writes the line of a request that went well to where pino writes, as pino would write what `toldOf` it says. Its own way,
 * which looks at each value for what may be done with it, costs thrice as much, and almost all lines are of this kind.
 */
function usualLines(log: Logger): Write<void> {
  const { [symbols.streamSym]: stream, [symbols.lsCacheSym]: levels, [symbols.chindingsSym]: bindings } = log as Inside;
  const head = `${levels[log.levels.values.info ?? 0]},"time":`;
  return ({ req, res }, { id, principal }, path, elapsed) => {
    const status = res.writableEnded ? res.statusCode : `${CLIENT_GONE},"aborted":true`;
    const who = principal === undefined ? '' : `,"principal":${JSON.stringify(principal.name)}`;
    const request = `{"id":"${id}","method":"${req.method}","path":${JSON.stringify(path)}}`;
    const end = `"responseTime":${Math.round(elapsed)}${who},"msg":"request"}\n`;
    stream.write(`${head}${Date.now()}${bindings},"req":${request},"res":{"status":${status}},${end}`);
  };
}

/** What pino keeps under `pino.symbols`, which are there for integrations that have to be fast. */
type Inside = Logger & {
  [symbols.streamSym]: { write(line: string): void };
  /** How a line of each level begins. */
  [symbols.lsCacheSym]: Readonly<Record<number, string>>;
  [symbols.chindingsSym]: string;
};

/**
 * Errors where there is one to mend; what passes by itself (503) is a warning. A lost database has its own line (outage.ts)
 * and is none for each request.
 */
function levelOf(path: string, status: number, error: Error | undefined): Level {
  if (error !== undefined) return status === 503 ? 'warn' : 'error';
  return PROBES.has(path) ? 'debug' : 'info';
}

/** Without the query; of an address in absolute form without user and password, too. */
function pathOf(url = ''): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return path.startsWith('/') ? path : path.replace(/^[a-z]+:\/\/[^/]*/i, '');
}
