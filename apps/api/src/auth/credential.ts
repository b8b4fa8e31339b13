import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from '../errors.ts';

/** What a request shows to say who sent it, not yet looked up. */
export interface Credential {
  text: string;
  /** `X-API-Key` takes keys alone; `Authorization: Bearer` takes keys and tokens. */
  mayBeToken: boolean;
}

const BEARER_SCHEME = /^bearer(?: |$)/i;
/** RFC 6750, section 2.1. */
const BEARER = /^bearer +([\w.~+/-]+=*) *$/i;

/**
 * The credential of a request; undefined without one. Another scheme (a proxy's Basic) counts as none.
 *
 * @throws 401 for a Bearer header that can't be read, and for two credentials that differ: which is meant nobody knows
 */
export function credentialIn(headers: IncomingHttpHeaders): Credential | undefined {
  const { authorization = '', 'x-api-key': given } = headers;
  const key = typeof given === 'string' && given !== '' ? given : undefined;
  if (!BEARER_SCHEME.test(authorization)) return key === undefined ? undefined : { text: key, mayBeToken: false };
  const [, text] = BEARER.exec(authorization) ?? [];
  if (text === undefined) throw unauthorized('Authorization should be Bearer, a space, and the key or token', true);
  if (key !== undefined && key !== text) throw unauthorized('Authorization and X-API-Key differ: send one', true);
  return { text, mayBeToken: key === undefined };
}
