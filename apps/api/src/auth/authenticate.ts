import type { IncomingMessage } from 'node:http';
import { forbidden, unauthorized } from '../errors.ts';
import { lazily } from '../lazily.ts';
import { type ApiKey, keyFinder, principalOfKey } from './api-key.ts';
import { credentialIn } from './credential.ts';
import type { Principal, Scope } from './principal.ts';
import type { TokenOptions, VerifyToken } from './token.ts';

/** Whom to let in. At least one of the two; both may be. */
export interface AuthOptions {
  keys?: readonly ApiKey[] | undefined;
  /** JSON Web Tokens of one issuer. */
  tokens?: TokenOptions | undefined;
}

/** Who sent a request. @throws 401 where nobody known did, 503 where that can't be told */
export type Authenticate = (req: IncomingMessage) => Principal | Promise<Principal>;

/** Nothing is fetched before a token comes. */
export function authenticator({ keys = [], tokens }: AuthOptions): Authenticate {
  const verify = tokens && tokenCheck(tokens);
  const findKey = keyFinder(keys);
  const principals = new Map(keys.map((key) => [key, principalOfKey(key)]));
  return ({ headers }) => {
    const credential = credentialIn(headers);
    if (credential === undefined) throw unauthorized('this needs an API key or a token', false);
    const key = findKey(credential.text);
    const principal = key && principals.get(key);
    if (principal !== undefined) return principal;
    if (verify !== undefined && credential.mayBeToken) return verify(credential.text);
    throw unauthorized('nobody has this key', true);
  };
}

/** jose is not loaded where no token comes. */
function tokenCheck(options: TokenOptions): VerifyToken {
  const loaded = lazily(async () => (await import('./token.ts')).tokenVerifier(options));
  return async (token) => (await loaded())(token);
}

/** @throws 403 for a principal that may not */
export function requireScope({ scopes }: Principal, scope: Scope): void {
  if (!scopes.has(scope)) throw forbidden(scope);
}
