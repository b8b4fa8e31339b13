import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { authUnavailable, Problem } from '../errors.ts';
import { lazily } from '../lazily.ts';

export interface SigningKeysOptions {
  issuer: string;
  /** Where the keys are; default: where the issuer's discovery document says. */
  jwksUrl?: string | undefined;
  /** For so many milliseconds after the keys were fetched, an unknown `kid` does not make them be fetched again. */
  cooldown?: number | undefined;
}

const FETCH_TIMEOUT_MS = 3000;
const COOLDOWN_MS = 10_000;

/**
 * The keys of the issuer, fetched when the first token comes, again after ten minutes, and for a `kid` that they lack:
 * then the issuer has changed them.
 *
 * @returns throws what is the token's fault as jose says it, and 503 where the keys can't be had
 */
export function signingKeys(options: SigningKeysOptions): JWTVerifyGetKey {
  const open = lazily(() => openKeys(options));
  return async (header, token) => {
    try {
      return await (await open())(header, token);
    } catch (error) {
      throw isTokensFault(error) || error instanceof Problem ? error : authUnavailable(error);
    }
  };
}

/** Of all that looking for a key may throw: no key of this kind, several without a `kid`, or an algorithm of no key. */
const isTokensFault = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

async function openKeys({ issuer, jwksUrl, cooldown = COOLDOWN_MS }: SigningKeysOptions): Promise<JWTVerifyGetKey> {
  const url = new URL(jwksUrl ?? (await discover(issuer)));
  return createRemoteJWKSet(url, { timeoutDuration: FETCH_TIMEOUT_MS, cooldownDuration: cooldown });
}

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** OpenID Connect Discovery 1.0, section 4: the document must name the issuer that was asked. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const metadata = Metadata.parse(await response.json());
  if (metadata.issuer !== issuer) throw new Error(`${url} names another issuer: ${metadata.issuer}`);
  if (issuer.startsWith('https:') && !metadata.jwks_uri.startsWith('https:')) {
    throw new Error(`${url} names keys that are not behind https: ${metadata.jwks_uri}`);
  }
  return metadata.jwks_uri;
}
