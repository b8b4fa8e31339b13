import type { IncomingMessage, ServerResponse } from 'node:http';
import { overloaded, PROBLEM_TYPE, problemDocument } from '../errors.ts';
import { flat } from '../http/exchange.ts';
import type { Route } from '../http/route.ts';
import type { Find } from '../http/routing.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Logger } from '../log.ts';
import { idOf } from '../middleware/request-end.ts';
import { securityHeaders } from '../middleware/security-headers.ts';
import { dropUnread } from '../middleware/unread-body.ts';
import type { Limits } from './admission.ts';

/** Answers a request that finds no room. @returns whether it did; else the request goes its usual way */
export type Shed = (req: IncomingMessage, res: ServerResponse) => boolean;

/** Requests refused by the short way so far. */
export type Refusals = Map<Route, number>;

interface SheddingOptions {
  limits: Limits;
  find: Find;
  lifecycle: Lifecycle;
  log: Logger;
  refusals: Refusals;
}

/** One line of the log tells of all that were refused in this time. */
const TELL_MS = 1000;

/**
 * The short way out for what finds no room. Where several times as much comes as can be done, the refusals must cost next
 * to nothing, or they take the time of what could be done: so they are written before Koa, who asks is not looked at, there
 * is one line of log in a second for all of them, and what is the same in each is made once.
 *
 * What it does not know at a glance (a path that is percent-encoded, HEAD, a page of another origin, which has to be told
 * that it may read) is refused as ever, by `Admission`.
 */
export function shedding({ limits, find, lifecycle, log, refusals }: SheddingOptions): Shed {
  const all = Object.values(limits);
  const count = counter(log, refusals);
  const headers = flat({ ...securityHeaders(), 'Cache-Control': 'private, no-cache', 'Content-Type': PROBLEM_TYPE });
  headers.push(...flat(overloaded().headers));
  return (req, res) => {
    if (all.every(({ running, limit }) => running < limit)) return false;
    const path = pathOf(req);
    const route = path === undefined ? undefined : find(path, req.method ?? '')?.route;
    if (path === undefined || route === undefined || !isShed(route, limits) || lifecycle.draining || lifecycle.replaced)
      return false;
    res
      .writeHead(503, headers.concat('X-Request-Id', idOf(req), 'Content-Length', String(LENGTH + path.length)))
      .end(`${BEFORE}"${path}"${AFTER}`);
    if (!req.complete) res.on('close', () => dropUnread(req, res));
    count(route);
    return true;
  };
}

/** Those that `Admission` counts, and whose answer does not depend on what the client accepts. */
const isShed = ({ spec: { scope, request }, offered }: Route, limits: Limits): boolean =>
  scope !== undefined && request?.upload === undefined && offered.length === 1 && !limits[scope].hasRoom;

/** None where the usual way has something to say of the request itself. */
function pathOf({ url = '', headers, httpVersion }: IncomingMessage): string | undefined {
  if (headers.origin !== undefined || (headers.host === undefined && httpVersion === '1.1')) return undefined;
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return PLAIN.test(path) ? path : undefined;
}

/** Of these each is one byte, and none needs an escape in JSON. */
const PLAIN = /^\/[\w/.~-]*$/;

const MARK = '/';
const DOCUMENT = JSON.stringify(problemDocument(overloaded(), MARK)).split(JSON.stringify(MARK));
const [BEFORE = '', AFTER = ''] = DOCUMENT;
const LENGTH = Buffer.byteLength(`${BEFORE}""${AFTER}`);

function counter(log: Logger, refusals: Refusals): (route: Route) => void {
  let untold = 0;
  const tell = (): void => {
    log.warn({ refused: untold, seconds: TELL_MS / 1000 }, 'overloaded: requests were refused');
    untold = 0;
  };
  return (route) => {
    refusals.set(route, (refusals.get(route) ?? 0) + 1);
    untold += 1;
    if (untold === 1) setTimeout(tell, TELL_MS).unref();
  };
}
