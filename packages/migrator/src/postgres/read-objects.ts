import type { ClientBase } from 'pg';
import { compare } from '../schema/order.ts';
import { shortName } from '../schema/problem.ts';
import { withFullNames } from './introspect.ts';
import { OBJECTS } from './object-queries.ts';

/** A thing of a database, whether a Schema holds it or not. */
export interface CatalogObject {
  /** `view`, `function`, `trigger` … */
  kind: string;
  /** Null for what is in none. */
  schema: string | null;
  /** A trigger's begins with its table: `employee.touch`. */
  name: string;
  /** All that it is, where PostgreSQL prints that. */
  definition: string | null;
}

/** Everything that a database has beyond PostgreSQL's own, in one order: one query. */
export async function readObjects(client: ClientBase): Promise<CatalogObject[]> {
  const { rows } = await withFullNames(client, () => client.query<CatalogObject>(OBJECTS));
  return rows.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
}

/** A name that no other object has. */
export const keyOf = ({ kind, schema, name }: CatalogObject): string => JSON.stringify([kind, schema, name]);

/** As a user writes it: without `public`. */
export const objectShown = ({ schema, name }: CatalogObject): string =>
  schema === null ? name : shortName({ schema, name });
