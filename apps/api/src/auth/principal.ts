import type { IncomingMessage } from 'node:http';
import type { Scope } from '../http/route.ts';

/** What an API key may do, by its role. A token's scopes are its own: of the two, neither implies the other. */
export const roles = {
  reader: ['employees:read'],
  writer: ['employees:read', 'employees:write'],
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof roles;

/** Who sent a request. */
export interface Principal {
  kind: 'key' | 'token';
  /** Of the key, or the token's subject: what the log says, never the credential. */
  name: string;
  scopes: ReadonlySet<string>;
}

const principals = new WeakMap<IncomingMessage, Principal>();

/** Notes who sent the request; from then on the line of the log knows. */
export const recordPrincipal = (req: IncomingMessage, principal: Principal): void =>
  void principals.set(req, principal);

/** Who sent the request; undefined before it is known, and where nobody asked. */
export const principalOf = (req: IncomingMessage): Principal | undefined => principals.get(req);
