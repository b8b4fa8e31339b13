import type { ClientBase } from 'pg';
import { isIgnored } from '../schema/ignore.ts';
import type { Schema } from '../schema/schema.ts';
import { settledSchema } from '../schema/settled.ts';
import { COLUMNS, CONSTRAINTS, ENUMS, INDEXES, SCHEMAS, SEQUENCES, TABLES } from './catalog-queries.ts';
import { type CatalogRows, toSchema } from './catalog-rows.ts';

export interface IntrospectOptions {
  /** The schemas that are managed. Default `['public']`. */
  schemas?: readonly string[];
  /** Tables never looked at: `name`, `schema.name`, or a pattern that is held against both. */
  ignore?: readonly (string | RegExp)[];
}

/**
 * Reads the schema of a database from its catalogs: seven queries, however many tables there are.
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

async function readCatalog(client: ClientBase, schemas: readonly string[]): Promise<CatalogRows> {
  const read = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await client.query<Row>(sql, [schemas])).rows;
  return {
    schemas: await read(SCHEMAS),
    enums: await read(ENUMS),
    tables: await read(TABLES),
    columns: await read(COLUMNS),
    sequences: await read(SEQUENCES),
    constraints: await read(CONSTRAINTS),
    indexes: await read(INDEXES),
  };
}
