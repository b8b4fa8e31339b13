import { expect, test } from 'vitest';
import type { Principal } from '../auth/principal.ts';
import { askedFor } from './asked.ts';

const nobody = { key: 'k', principal: undefined };
const fingerprintOf = (content: unknown, operation = 'create'): Promise<string> =>
  askedFor(nobody, operation, content).fingerprint();
const as = (identity: string): Principal => ({ kind: 'key', name: 'x', identity, scopes: new Set() });

test('what is asked is its values, in whatever order their names come, and a list in its own', async () => {
  const content = { name: 'a', at: new Date(0), inside: [{ b: 1, a: 2 }], none: undefined };
  expect(await fingerprintOf(content)).toBe(
    await fingerprintOf({ inside: [{ a: 2, b: 1 }], at: new Date(0), name: 'a' }),
  );
  for (const other of [{ ...content, name: 'b' }, { ...content, inside: [] }, [content]]) {
    expect(await fingerprintOf(other)).not.toBe(await fingerprintOf(content));
  }
  expect(await fingerprintOf([1, 2])).not.toBe(await fingerprintOf([2, 1]));
  expect(await fingerprintOf(content, 'createMany')).not.toBe(await fingerprintOf(content));
});

test('who asks under which key is one digest, in which neither runs into the other', () => {
  const digests = [
    askedFor(nobody, 'create', {}),
    askedFor({ key: 'k', principal: as('key:a') }, 'create', {}),
    askedFor({ key: 'k', principal: as('sub:a') }, 'create', {}),
    askedFor({ key: '"k', principal: as('key:a"') }, 'create', {}),
    askedFor({ key: 'ak', principal: as('key:') }, 'create', {}),
  ].map(({ digest }) => digest);
  expect(new Set(digests).size).toBe(digests.length);
  for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(askedFor(nobody, 'other', [1]).digest).toBe(digests[0]);
});
