import { introspect } from '../postgres/introspect.ts';
import { type CatalogObject, keyOf, objectShown, readObjects } from '../postgres/read-objects.ts';
import { type Difference, drift } from '../schema/drift.ts';
import type { Schema } from '../schema/schema.ts';
import { schemaSql } from '../schema/sql.ts';
import { resetSession } from '../session-settings.ts';
import type { Bench } from './workshop.ts';

/** All that a scratch database holds: of every schema, and what is not managed too. */
export interface Inventory {
  schema: Schema;
  /** What the schema does not say. */
  others: CatalogObject[];
}

/** What a Schema holds of every schema that it is asked for. */
const OF_SCHEMA = new Set(['schema', 'table', 'enum']);

export async function takeInventory({ client, settings }: Bench): Promise<Inventory> {
  // A migration's SET may change how PostgreSQL prints.
  await resetSession(client, settings);
  const objects = await readObjects(client);
  const schemas = objects.filter(({ kind }) => kind === 'schema').map(({ name }) => name);
  return {
    schema: await introspect(client, { schemas }),
    others: objects.filter(({ kind }) => !OF_SCHEMA.has(kind)),
  };
}

/** In what one inventory is not as the other was; the order of columns means nothing. */
export function compareInventories(expected: Inventory, found: Inventory): Difference[] {
  const [wanted, is] = [byKey(expected), byKey(found)];
  return [
    ...drift(schemaSql(expected.schema), schemaSql(found.schema)),
    ...expected.others.flatMap((object) => changeOf(object, is.get(keyOf(object)))),
    ...found.others.filter((object) => !wanted.has(keyOf(object))).map((object) => lone('added', object)),
  ];
}

const byKey = ({ others }: Inventory): Map<string, CatalogObject> =>
  new Map(others.map((object) => [keyOf(object), object]));

function changeOf(expected: CatalogObject, found: CatalogObject | undefined): Difference[] {
  if (found === undefined) return [lone('missing', expected)];
  if (expected.definition === found.definition) return [];
  return [
    {
      object: named(expected),
      change: 'changed',
      expected: expected.definition ?? '',
      found: found.definition ?? '',
    },
  ];
}

const lone = (change: 'added' | 'missing', object: CatalogObject): Difference => ({
  object: named(object),
  change,
  ...(object.definition !== null && { [change === 'added' ? 'found' : 'expected']: object.definition }),
});

const named = (object: CatalogObject): string => `${object.kind} ${objectShown(object)}`;
