import { hash as digest, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Principal, type Role, roles } from './principal.ts';

/** A key as the server knows it: enough to recognise it, not to use it. */
export interface ApiKey {
  name: string;
  role: Role;
  /** SHA-256 of the key. It has 256 random bits, so that no slower hash is needed: there is nothing to guess. */
  hash: Buffer;
}

/** Known to whoever looks for secrets that got into a repository. */
const PREFIX = 'roster_';
const KEY_BYTES = 32;

export const KEY_NAME = /^[\w.-]{1,64}$/;
const ENTRY = /^([\w.-]{1,64}):(\w+):([0-9a-f]{64})$/i;

export const isRole = (text: string): text is Role => Object.hasOwn(roles, text);

/** `API_KEYS`: entries `name:role:sha256`, comma separated. What is wrong is told by its place, never by its text. */
export const apiKeys = z.string().transform((text, ctx): ApiKey[] => {
  const entries = text.split(',').map((entry) => parseEntry(entry.trim()));
  const keys = entries.filter((key) => key !== undefined);
  const wrong = entries.indexOf(undefined);
  const twice = keys.findIndex(({ hash }, at) => keys.findIndex((other) => other.hash.equals(hash)) < at);
  if (wrong >= 0) {
    ctx.addIssue(`entry ${wrong + 1} must be name:reader:… or name:writer:…, then 64 hexadecimal digits`);
  } else if (twice >= 0) {
    ctx.addIssue(`entry ${twice + 1} is a key that an earlier entry has already`);
  }
  return keys;
});

function parseEntry(text: string): ApiKey | undefined {
  const [, name, role, hex] = ENTRY.exec(text) ?? [];
  if (name === undefined || role === undefined || hex === undefined || !isRole(role)) return undefined;
  return { name, role, hash: Buffer.from(hex, 'hex') };
}

const sha256 = (text: string): string => digest('sha256', text, 'hex');

export interface NewKey {
  /** The secret. It is nowhere else. */
  key: string;
  /** What `API_KEYS` gets. */
  entry: string;
}

/** A new key with 256 random bits. */
export function makeKey(name: string, role: Role): NewKey {
  const key = PREFIX + randomBytes(KEY_BYTES).toString('base64url');
  return { key, entry: `${name}:${role}:${sha256(key)}` };
}

/** Finds the key that was presented; undefined for none of them. */
export type FindKey = (presented: string) => ApiKey | undefined;

/**
 * Looks a key up by its hash. How long that takes tells nothing: whoever does not have a key can't choose what its hash
 * begins with, and so can't come near to another's step by step. The key itself is kept nowhere, only its hash.
 */
export function keyFinder(keys: readonly ApiKey[]): FindKey {
  const byHash = new Map(keys.map((key) => [key.hash.toString('hex'), key]));
  return (presented) => byHash.get(sha256(presented));
}

export const principalOfKey = ({ name, role }: ApiKey): Principal => ({
  kind: 'key',
  name,
  identity: `key:${name}`,
  scopes: new Set(roles[role]),
});
