/** What a caller may do with the employees. */
export type Scope = 'employees:read' | 'employees:write';

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
  /** Nobody else's, where two may share a name: what is a caller's own is found by it. */
  identity: string;
  scopes: ReadonlySet<string>;
}
