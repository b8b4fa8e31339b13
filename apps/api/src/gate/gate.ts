import type { Context } from 'koa';
import { type AuthOptions, authenticator, requireScope } from '../auth/authenticate.ts';
import type { Principal } from '../auth/principal.ts';
import { exchangeOf } from '../http/exchange.ts';
import type { RouteSpec } from '../http/route.ts';
import { clientAddress, networkOf } from './client-address.ts';
import { type RateLimit, rateLimiter } from './rate-limit.ts';

export interface GateOptions {
  /** Whom to let in; none: everybody. */
  auth?: AuthOptions | undefined;
  /** None: no limit. */
  rateLimit?: RateLimit | undefined;
  /** How many proxies of ours stand before this server. */
  trustProxy?: number | undefined;
}

/**
 * What a request passes before anything of it is looked at but its headers.
 *
 * @throws 401, 403, 429, or 503 where it can't be told who sent it
 */
export type Gate = (ctx: Context, spec: RouteSpec) => Promise<void>;

/** Routes without a scope are public and never limited: the probes, above all, and what costs nothing. */
export function createGate({ auth, rateLimit, trustProxy = 0 }: GateOptions): Gate {
  const authenticate = auth && authenticator(auth);
  const count = rateLimit && rateLimiter(rateLimit);
  const countAddress = (ctx: Context) => count?.(ctx, `address:${networkOf(clientAddress(ctx.req, trustProxy))}`);

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
    if (principal === undefined) {
      await countAddress(ctx);
    } else {
      exchangeOf(ctx).principal = principal;
      if (count !== undefined) await count(ctx, `${principal.kind}:${principal.name}`);
      requireScope(principal, scope);
    }
    // For the caller alone to keep, and to be asked about (If-None-Match) each time.
    exchangeOf(ctx).cacheControl = 'private, no-cache';
  };
}
