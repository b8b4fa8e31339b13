import { createHash } from 'node:crypto';
import { type CryptoKey, errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import { authUnavailable, Problem, unauthorized } from '../errors.ts';
import type { Principal } from './principal.ts';
import { type SigningKeysOptions, signingKeys } from './signing-keys.ts';

export interface TokenOptions extends SigningKeysOptions {
  /** Which of the issuer's tokens are for this API. */
  audience: string;
}

/** Asymmetric ones alone: with HS256 among them, whoever reads the public key could sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** By how much the issuer's clock and ours may differ, in seconds. */
const CLOCK_TOLERANCE = 5;
const LONGEST_NAME = 128;

/** Reads one token. @throws 401 for one that is not to be trusted, 503 where that can't be told */
export type VerifyToken = (token: string) => Promise<Principal>;

export function tokenVerifier({ audience, ...source }: TokenOptions): VerifyToken {
  const keys = signingKeys(source);
  const options = {
    issuer: source.issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE,
    requiredClaims: ['exp'],
  };
  return async (token) => {
    try {
      return principalOfToken(await verify(token, keys, options), token);
    } catch (error) {
      throw problemOf(error);
    }
  };
}

async function verify(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    return verifyByAny(token, error, options);
  }
}

/** A token without `kid`, while the issuer has an old key and a new one: the signature tells. */
async function verifyByAny(
  token: string,
  keys: AsyncIterable<CryptoKey>,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // What jose does not foresee is a key that the issuer has published and that can't be used.
  if (!(error instanceof errors.JOSEError)) return authUnavailable(error);
  return unauthorized(whyRefused(error), true);
}

/** Only a token whose signature was right gets to its claims, so that these words tell a forger nothing. */
function whyRefused(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token is not valid here: its ${error.claim} claim`;
  return 'the token is not valid';
}

const isName = (claim: unknown): claim is string => typeof claim === 'string' && claim !== '';

function principalOfToken(claims: JWTPayload, token: string): Principal {
  const { sub, client_id: client, azp, scope, scp } = claims;
  return {
    kind: 'token',
    name: ([sub, client, azp].find(isName) ?? 'no subject').slice(0, LONGEST_NAME),
    identity: identityOf(claims, token),
    scopes: new Set([...words(scope), ...words(scp)]),
  };
}

/** By which claim and with all of it; of a token that names nobody the token itself, since others have such a one, too. */
function identityOf(claims: JWTPayload, token: string): string {
  const claim = ['sub', 'client_id', 'azp'].find((name) => isName(claims[name]));
  if (claim !== undefined) return `${claim}:${String(claims[claim])}`;
  return `token:${createHash('sha256').update(token).digest('hex')}`;
}

/** `scope` is words in one string (RFC 9068), `scp` an array or, from some issuers, a string as well. */
const words = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).flatMap((part) => (typeof part === 'string' ? part.split(' ') : []));
