import type { QualifiedName } from './schema.ts';

/** Code-unit order: the same on every machine and in every locale of the server. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const byName = (a: QualifiedName, b: QualifiedName): number =>
  compare(a.schema, b.schema) || compare(a.name, b.name);
