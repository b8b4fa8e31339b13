import type { ClientBase, QueryResult } from 'pg';
import { isIgnored } from '../schema/ignore.ts';
import { quoteLiteral } from '../schema/quote.ts';
import type { Schema } from '../schema/schema.ts';
import { settledSchema } from '../schema/settled.ts';
import { COLUMNS, COMMENTS, CONSTRAINTS, ENUMS, INDEXES, SCHEMAS, SEQUENCES, TABLES } from './catalog-queries.ts';
import { type CatalogRows, toSchema } from './catalog-rows.ts';

export interface IntrospectOptions {
  /** The schemas that are managed. Default `['public']`. */
  schemas?: readonly string[];
  /** Tables never looked at: `name`, `schema.name`, or a pattern that is held against both. */
  ignore?: readonly (string | RegExp)[];
}

/**
 * Reads the schema of a database from its catalogs: eight queries in one message, however many tables there are.
 *
 * Types, defaults, expressions and definitions are as PostgreSQL prints them with an empty search_path, so that equal
 * things have equal text whatever the session's settings are, and settled: what is written down reads back the same. They
 * are not compiled (jit), which for a catalog of many tables takes longer than to run them. Views, functions, triggers,
 * policies, extensions and what belongs to them, partitions and free sequences are left out.
 *
 * @param client an idle connection, or one inside the caller's transaction
 */
export async function introspect(client: ClientBase, options: IntrospectOptions = {}): Promise<Schema> {
  const { schemas = ['public'], ignore = [] } = options;
  const isLeftOut = (schema: string, name: string): boolean => isIgnored(ignore, schema, name);
  return withFullNames(client, async () => settledSchema(toSchema(await readCatalog(client, schemas), isLeftOut)));
}

/** Runs `work` with an empty search_path: PostgreSQL prints every name with its schema; and without jit. */
export async function withFullNames<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  const { rows: settings } = await client.query<{ path: string; jit: string }>(
    `SELECT current_setting('search_path') AS path, set_config('search_path', '', false),
            current_setting('jit') AS jit, set_config('jit', 'off', false)`,
  );
  try {
    return await work();
  } finally {
    const { path, jit } = settings[0] ?? {};
    // Where the caller's transaction is broken by now, its end brings the settings back.
    await client
      .query("SELECT set_config('search_path', $1, false), set_config('jit', $2, false)", [path, jit])
      .catch(() => undefined);
  }
}

const QUERIES: Record<keyof CatalogRows, string> = {
  schemas: SCHEMAS,
  enums: ENUMS,
  tables: TABLES,
  comments: COMMENTS,
  columns: COLUMNS,
  sequences: SEQUENCES,
  constraints: CONSTRAINTS,
  indexes: INDEXES,
};

/** In one message, which has room for no parameters: the server runs a query while the rows of the last one are taken in. */
async function readCatalog(client: ClientBase, schemas: readonly string[]): Promise<CatalogRows> {
  const managed = `ARRAY[${schemas.map(quoteLiteral).join(', ')}]::pg_catalog.text[]`;
  const sql = Object.values(QUERIES).map((query) => query.replaceAll('$1', () => managed));
  // Of several statements pg gives several results, and does not say so in its types.
  const results = (await client.query(sql.join(';\n'))) as unknown as QueryResult<object>[];
  const rows = Object.keys(QUERIES).map((name, index) => [name, results[index]?.rows ?? []]);
  return Object.fromEntries(rows) as CatalogRows;
}
