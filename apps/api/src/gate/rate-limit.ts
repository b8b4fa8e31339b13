import type { Context } from 'koa';
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { tooManyRequests } from '../errors.ts';
import { lazily } from '../lazily.ts';

/** So many requests in so many seconds, for each caller. */
export interface RateLimit {
  requests: number;
  seconds: number;
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;
const LIMIT = /^([1-9]\d{0,6})\/([1-9]\d{0,3})([smh])$/;
/** A window ends by a timer, and one of more than 2^31 - 1 ms Node fires at once: that would be no limit. */
const LONGEST = 24 * 24 * SECONDS.h;
const ALLOWED = 'must be requests/time, such as 100/1s, 600/1m or 5000/1h, and the time at most 24 days (576h)';

/** `RATE_LIMIT`: `100/1s`, `600/1m`. */
export const rateLimit = z.string().transform((text, ctx): RateLimit => {
  const [, requests, count, unit] = LIMIT.exec(text) ?? [];
  const seconds = Number(count) * SECONDS[unit as keyof typeof SECONDS];
  // Also where there is no match, and the seconds are NaN.
  if (!(seconds <= LONGEST)) ctx.addIssue(ALLOWED);
  return { requests: Number(requests), seconds };
});

/** Counts one request of `caller`, and says in the headers how many are left. @throws 429 for one too many */
export type CountRequest = (ctx: Context, caller: string) => Promise<void>;

/** How long a worker waits for the one that counts for all of them, in milliseconds. */
const COUNT_PATIENCE_MS = 1000;

/**
 * Counts in this process, or for all workers of it: each replica has a count of its own. A window begins with a caller's
 * first request in it.
 *
 * The headers are those of draft-ietf-httpapi-ratelimit-headers-06, which clients know; later drafts have others.
 */
export function rateLimiter(limit: RateLimit, isWorker = false): CountRequest {
  const loaded = lazily(() => (isWorker ? loadShared(limit) : load(limit)));
  return async (ctx, caller) => {
    const consume = await loaded();
    const count = await consume(caller);
    const seconds = Math.max(1, Math.ceil(count.msBeforeNext / 1000));
    ctx.set(headersOf(limit, count.remainingPoints, seconds));
    if (count.consumedPoints > limit.requests) throw tooManyRequests(seconds);
  };
}

const headersOf = ({ requests, seconds }: RateLimit, remaining: number, reset: number) => ({
  'RateLimit-Policy': `${requests};w=${seconds}`,
  'RateLimit-Limit': String(requests),
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(reset),
});

type Consume = (caller: string) => Promise<RateLimiterRes>;

/** Not loaded where nobody limits. */
async function load({ requests, seconds }: RateLimit): Promise<Consume> {
  const { RateLimiterMemory } = await import('rate-limiter-flexible');
  return consumeOf(new RateLimiterMemory({ points: requests, duration: seconds }));
}

/** Counted by the process that supervises this worker; by this one where that one does not answer, or is gone. */
async function loadShared(limit: RateLimit): Promise<Consume> {
  const { RateLimiterCluster } = await import('rate-limiter-flexible');
  const { requests: points, seconds: duration } = limit;
  // A limit that has changed is another one: workers of before and after a restart may be there at once.
  const keyPrefix = `${points}/${duration}s`;
  const own = await load(limit);
  const shared = consumeOf(new RateLimiterCluster({ points, duration, keyPrefix, timeoutMs: COUNT_PATIENCE_MS }));
  return (caller) => (process.connected ? shared(caller).catch(() => own(caller)) : own(caller));
}

/** Both ways out are a RateLimiterRes: it rejects with one where there is no room. */
const consumeOf =
  (limiter: RateLimiterAbstract): Consume =>
  (caller) =>
    limiter.consume(caller).catch((rejected: RateLimiterRes | Error) => {
      if (rejected instanceof Error) throw rejected;
      return rejected;
    });
