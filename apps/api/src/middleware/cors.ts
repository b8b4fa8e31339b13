import cors from '@koa/cors';
import type { Middleware } from 'koa';

/** What a page may read besides what every page may. */
const EXPOSED = [
  'ETag',
  'Location',
  'X-Request-Id',
  'Retry-After',
  'Idempotency-Replayed',
  'WWW-Authenticate',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'RateLimit-Policy',
  'Content-Disposition',
  'Roster-Position',
];
/** For how long a browser need not ask again, in seconds. */
const PREFLIGHT_AGE = 600;

/**
 * Lets the pages of these origins call the API from a browser, with whatever headers they ask for. Without cookies: a
 * caller says who it is by a header whose value the page has to know.
 *
 * @param origins as browsers send them, or `*`
 */
export function crossOrigin(origins: readonly string[]): Middleware {
  const known = new Set(origins);
  return cors({
    origin: known.has('*') ? '*' : (ctx) => (known.has(ctx.get('Origin')) ? ctx.get('Origin') : ''),
    allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposeHeaders: EXPOSED,
    maxAge: PREFLIGHT_AGE,
  });
}
