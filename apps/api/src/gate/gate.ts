import type { Context } from 'koa';
import { type Authenticate, type AuthOptions, authenticator, requireScope } from '../auth/authenticate.ts';
import type { Principal, Scope } from '../auth/principal.ts';
import { exchangeOf } from '../http/exchange.ts';
import type { RouteSpec } from '../http/route.ts';
import { clientAddress, networkOf } from './client-address.ts';
import { type CountRequest, type RateLimit, rateLimiter } from './rate-limit.ts';

export interface GateOptions {
  /** Whom to let in; none: everybody. */
  auth?: AuthOptions | undefined;
  /** None: no limit. */
  rateLimit?: RateLimit | undefined;
  /** Whether `RateLimit` is for all workers of one supervisor, of which this is one. */
  isWorker?: boolean | undefined;
  /** How many proxies of ours stand before this server. */
  trustProxy?: number | undefined;
}

/**
 * What a request passes before anything of it is looked at but its headers.
 *
 * @throws 401, 403, 429, or 503 where it can't be told who sent it
 */
export type Gate = (ctx: Context, spec: RouteSpec) => void | Promise<void>;

/**
 * Routes without a scope are public and never limited: the probes, above all, and what costs nothing. Nothing is waited for
 * where nobody counts and who asks is known at once, as by a key.
 */
export function createGate({ auth, rateLimit, isWorker, trustProxy = 0 }: GateOptions): Gate {
  const authenticate = auth && authenticator(auth);
  if (rateLimit !== undefined) return countingGate(authenticate, rateLimiter(rateLimit, isWorker), trustProxy);
  return (ctx, { scope }) => {
    if (scope === undefined) return undefined;
    const principal = authenticate?.(ctx.req);
    if (principal instanceof Promise) return principal.then((found) => admit(ctx, scope, found));
    return admit(ctx, scope, principal);
  };
}

function countingGate(authenticate: Authenticate | undefined, count: CountRequest, trustProxy: number): Gate {
  const countAddress = (ctx: Context) => count(ctx, `address:${networkOf(clientAddress(ctx.req, trustProxy))}`);
  const identify = async (ctx: Context): Promise<Principal | undefined> => {
    try {
      return await authenticate?.(ctx.req);
    } catch (error) {
      // Trying keys one after the other is limited as well.
      await countAddress(ctx);
      throw error;
    }
  };
  return async (ctx, { scope }) => {
    if (scope === undefined) return;
    const principal = await identify(ctx);
    exchangeOf(ctx).principal = principal;
    await (principal === undefined ? countAddress(ctx) : count(ctx, `${principal.kind}:${principal.name}`));
    admit(ctx, scope, principal);
  };
}

/** @throws 403 for one who may not */
function admit(ctx: Context, scope: Scope, principal: Principal | undefined): void {
  const exchange = exchangeOf(ctx);
  exchange.principal = principal;
  if (principal !== undefined) requireScope(principal, scope);
  // For the caller alone to keep, and to be asked about (If-None-Match) each time.
  exchange.cacheControl = 'private, no-cache';
}
