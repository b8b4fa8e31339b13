import { z } from 'zod';
import type { GateOptions } from '../gate/gate.ts';
import type { HeaderSpec, ResponseSpec, RouteSpec } from '../http/route.ts';

type Headers = NonNullable<ResponseSpec['headers']>;

/** What every answer has, but for those to what Node could not read. */
const EVERY_ANSWER: Headers = {
  'x-request-id': {
    description: 'The id of the request in the log: the one that it came with, or a new one',
    example: '3f0c2a52-5c1e-4c3a-9a51-1f6d3f1f4f7e',
  },
};

/** What every answer of a limited route has besides (draft-ietf-httpapi-ratelimit-headers-06). */
const OF_LIMIT: Headers = {
  'ratelimit-policy': { description: 'Requests, and the window in seconds', example: '100;w=60' },
  'ratelimit-limit': { description: 'Requests in a window', example: '100' },
  'ratelimit-remaining': { description: 'Requests that are left in this window', example: '99' },
  'ratelimit-reset': { description: 'Seconds until the next window', example: '60' },
};

/** What the answer to a write has where reads go to replicas (replicas/read-your-writes.ts). */
const OF_POSITION: Headers = {
  'roster-position': {
    description:
      'Sent back by a header of this name, or as the cookie that comes with it, a read sees at least what was written',
    example: '1a2b3c40',
    optional: true,
  },
  'set-cookie': {
    description: 'The same as a cookie, for a minute',
    example: 'roster-position=1a2b3c40; Path=/v1; Max-Age=60; HttpOnly; SameSite=Strict',
    optional: true,
  },
};

/** Whether requests for this route are counted here. */
export const isLimited = ({ scope }: RouteSpec, { rateLimit }: GateOptions): boolean =>
  rateLimit !== undefined && scope !== undefined;

/**
 * The headers of one answer as zod-openapi takes them.
 *
 * @param isCertain whether each that is not optional is always there; default: it is
 */
export function headersOf(
  own: Headers | undefined,
  route: RouteSpec,
  gate: GateOptions,
  isCertain = true,
): z.ZodObject {
  const all = { ...EVERY_ANSWER, ...(isLimited(route, gate) && OF_LIMIT), ...own };
  const value = ({ optional, ...meta }: HeaderSpec) =>
    (isCertain && optional !== true ? z.string() : z.string().optional()).meta(meta);
  return z.object(Object.fromEntries(Object.entries(all).map(([name, spec]) => [name, value(spec)])));
}

/** What the document depends on besides its routes. */
export interface DocumentOptions extends GateOptions {
  /** None: nothing is read from replicas. */
  replicas?: object | undefined;
}

/** Those of an answer that tells of success. */
export function headersOfSuccess(own: Headers | undefined, spec: RouteSpec, options: DocumentOptions): z.ZodObject {
  if (options.replicas === undefined || spec.scope !== 'employees:write') return headersOf(own, spec, options);
  return headersOf({ ...own, ...OF_POSITION }, spec, options);
}
