import type { ClientBase } from 'pg';
import { type CatalogObject, objectShown, readObjects } from '../postgres/read-objects.ts';
import { isIgnored } from '../schema/ignore.ts';
import { quoteName } from '../schema/quote.ts';
import type { QualifiedName, Schema } from '../schema/schema.ts';
import type { Project } from './project.ts';

/** What a database has and no migration of ours would make. */
export interface Unmanaged {
  /** `view`, `function`, `extension`, `rows` … */
  kind: string;
  name: string;
}

/**
 * Everything of a database that a migration made of its schema leaves out; rows too, of which a table may need some.
 *
 * @param history the history table, quoted: it is the migrator's own
 */
export async function readUnmanaged(
  client: ClientBase,
  { managed }: Project,
  schema: Schema,
  history: string,
): Promise<Unmanaged[]> {
  const used = usedEnums(schema);
  const isLeftOut = (object: CatalogObject): boolean => {
    if (object.kind === 'schema') return !managed.schemas.includes(object.name) && object.name !== 'public';
    const { schema: owner, name } = object;
    if (owner !== null && quoteName({ schema: owner, name }) === history) return false;
    const isManaged = owner !== null && managed.schemas.includes(owner);
    if (object.kind === 'table') return !isManaged || isIgnored(managed.ignore, owner, name);
    return object.kind !== 'enum' || !isManaged || !used.has(quoteName({ schema: owner, name }));
  };
  const objects = (await readObjects(client)).filter(isLeftOut);
  return [
    ...objects.map((object) => ({ kind: object.kind, name: objectShown(object) })),
    ...(await rowsOf(client, schema)),
  ];
}

/** An enum type that no table uses is not managed. */
const usedEnums = ({ tables }: Schema): Set<string> =>
  new Set(
    tables.flatMap(({ columns }) =>
      columns.flatMap((column) => (column.enum === undefined ? [] : quoteName(column.enum))),
    ),
  );

async function rowsOf(client: ClientBase, { tables }: Schema): Promise<Unmanaged[]> {
  const filled: Unmanaged[] = [];
  for (const table of tables) {
    if (await hasRows(client, table))
      filled.push({ kind: 'rows', name: objectShown({ ...table, kind: 'table', definition: null }) });
  }
  return filled;
}

/** A table that this role may not read is passed over. */
async function hasRows(client: ClientBase, table: QualifiedName): Promise<boolean> {
  const found = await client.query(`SELECT FROM ${quoteName(table)} LIMIT 1`).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== '42501') throw error;
    return undefined;
  });
  return found !== undefined && found.rowCount !== 0;
}
