import { z } from 'zod';
import type { HeaderSpec } from '../http/route.ts';
import { fault } from '../http/wire.ts';

/** Visible ASCII but for what would need an escape between quotes. */
const CHARACTER = '[!#-\\[\\]-~]';
const PATTERN = `^(?:${CHARACTER}{1,255}|"${CHARACTER}{1,255}")$`;
const KEY = new RegExp(PATTERN);
const WORDS = 'Input should be 1 to 255 visible ASCII characters but " and \\, in quotes or without';

/**
 * A structured string, `"8e03978e"`, as draft-ietf-httpapi-idempotency-key-header wants it, or what stands between the
 * quotes alone, as most clients send it: both are one key.
 */
const key = z
  .string()
  .transform((value, ctx) => {
    if (!KEY.test(value)) return fault(ctx, 'string_pattern_mismatch', WORDS);
    return value.startsWith('"') ? value.slice(1, -1) : value;
  })
  .meta({ override: { pattern: PATTERN, minLength: 1, maxLength: 257 } });

/** The header of a request that may be sent again. */
export const IdempotencyHeader = z.object({
  'idempotency-key': key.optional().meta({
    description:
      'Anything that no other request of this caller has, such as a UUID. Sent again with it, within a day where the ' +
      'server says nothing else, the same request is not done again: the answer is the first one. In quotes or without',
    example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
  }),
});

/** The header of an answer that was there already. */
export const replayed = {
  'idempotency-replayed': {
    description: '`true` where the request was done before, and this is what it was answered then',
    example: 'true',
    optional: true,
  },
} as const satisfies Record<string, HeaderSpec>;

/** What a request with a key may be refused with besides. */
export const keyProblems = ['idempotency-key-in-use', 'idempotency-key-reused'] as const;
