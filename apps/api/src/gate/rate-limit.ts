import type { Context } from 'koa';
import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
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

/**
 * Counts in this process: each replica has a count of its own. A window begins with a caller's first request in it.
 *
 * The headers are those of draft-ietf-httpapi-ratelimit-headers-06, which clients know; later drafts have others.
 */
export function rateLimiter(limit: RateLimit): CountRequest {
  const loaded = lazily(() => load(limit));
  return async (ctx, caller) => {
    const limiter = await loaded();
    // Both ways out are a RateLimiterRes: it rejects with one where there is no room.
    const count = await limiter.consume(caller).catch((rejected: RateLimiterRes) => rejected);
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

/** Not loaded where nobody limits. */
async function load({ requests, seconds }: RateLimit): Promise<RateLimiterMemory> {
  const { RateLimiterMemory } = await import('rate-limiter-flexible');
  return new RateLimiterMemory({ points: requests, duration: seconds });
}
