import type { ClientBase } from 'pg';
import { quoteIdentifier } from '../schema/quote.ts';

/** An index, or another relation, as it is found under a name. */
export interface FoundRelation {
  /** Quoted, with its schema. */
  shown: string;
  /** `i` an index, `I` one of a partitioned table, `r` a table … */
  kind: string;
  isValid: boolean;
  /** Whether it is an index of the table that was asked about. */
  isOfTable: boolean;
  /** What PostgreSQL prints of the index, without its name and its table's; null for what is none. */
  body: string | null;
}

/** What stands before it in pg_get_indexdef, whose names are quoted as format's %I does. */
const head = (schema: string): string =>
  `format('CREATE %sINDEX %I ON %I.%I ', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname, ${schema}, t.relname)`;

const BODY = `CASE WHEN i.indexrelid IS NOT NULL THEN CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || ltrim(substr(pg_get_indexdef(c.oid),
  1 + length(CASE WHEN starts_with(pg_get_indexdef(c.oid), ${head("'pg_temp'")}) THEN ${head("'pg_temp'")} ELSE ${head('tn.nspname')} END))) END`;

const SELECT = `SELECT format('%I.%I', n.nspname, c.relname) AS shown, c.relkind AS kind,
    coalesce(i.indisvalid AND i.indisready AND i.indislive, true) AS "isValid",
    coalesce(i.indrelid = to_regclass($1), false) AS "isOfTable", ${BODY} AS body
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
  LEFT JOIN pg_class t ON t.oid = i.indrelid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace`;

/** What has this name in the schema of a table. @param table quoted, as SQL would find it */
export async function findBeside(client: ClientBase, table: string, name: string): Promise<FoundRelation | undefined> {
  const where = 'c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass($1)) AND c.relname = $2';
  return (await client.query<FoundRelation>(`${SELECT} WHERE ${where}`, [table, name])).rows[0];
}

/** The invalid indexes of a table and of its TOAST table, or of all tables. @param table quoted; undefined: all */
export async function invalidIndexes(client: ClientBase, table: string | undefined): Promise<FoundRelation[]> {
  const where = `NOT i.indisvalid AND c.relkind = 'i' AND ($1::text IS NULL OR i.indrelid = to_regclass($1)
    OR i.indrelid = (SELECT reltoastrelid FROM pg_class WHERE oid = to_regclass($1)))`;
  return (await client.query<FoundRelation>(`${SELECT} WHERE ${where} ORDER BY shown`, [table ?? null])).rows;
}

/** The table of an index, quoted. */
export async function tableOfIndex(client: ClientBase, index: string): Promise<string | undefined> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT format('%I.%I', n.nspname, t.relname) AS table FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
       JOIN pg_namespace n ON n.oid = t.relnamespace WHERE i.indexrelid = to_regclass($1)`,
    [index],
  );
  return rows[0]?.table;
}

/** The server process that is building an index now. @param index quoted */
export async function builderOf(client: ClientBase, index: string): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_progress_create_index WHERE datname = current_database() AND index_relid = to_regclass($1)::oid',
    [index],
  );
  return rows[0]?.pid;
}

/**
 * What an index would be, by PostgreSQL's own word: it is made on an empty temporary table of the same columns.
 *
 * @param table quoted; its own name is that of the temporary one, too, for expressions that say it
 * @param build the CREATE INDEX for that table
 * @returns undefined where it can't be made
 */
export async function probeIndex(
  client: ClientBase,
  { table, name, build }: { table: string; name: string; build: string },
): Promise<{ name: string; body: string } | undefined> {
  const own = `pg_temp.${quoteIdentifier(name)}`;
  try {
    await client.query(`BEGIN; CREATE TEMPORARY TABLE ${quoteIdentifier(name)} (LIKE ${table}); ${build}`);
    const { rows } = await client.query<{ name: string; body: string }>(
      `SELECT c.relname AS name, ${BODY} AS body FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace WHERE t.oid = to_regclass($1)`,
      [own],
    );
    return rows[0];
  } catch {
    return undefined;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}
