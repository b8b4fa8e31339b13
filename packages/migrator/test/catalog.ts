import pg from 'pg';

const QUERIES = {
  columns: `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
                   a.attnum, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) AS "default", col_description(c.oid, a.attnum) AS comment
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')`,
  constraints: `SELECT n.nspname AS schema, conrelid::regclass::text AS table, conname, contype, convalidated, pg_get_constraintdef(k.oid) AS definition
                  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE contype <> 'n'`,
  indexes: `SELECT n.nspname AS schema, c.relname AS index, i.indisvalid, pg_get_indexdef(c.oid) AS definition
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace`,
  enums: `SELECT n.nspname AS schema, t.typname AS type, (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)::text AS labels
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'`,
  sequences: `SELECT n.nspname AS schema, c.relname AS sequence, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement,
                     (SELECT refobjid::regclass::text || '.' || refobjsubid FROM pg_depend WHERE objid = c.oid AND deptype IN ('a', 'i') AND classid = 'pg_class'::regclass) AS owner
                FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace`,
};

/** Everything of a database that a migration of these tests may touch, as PostgreSQL itself prints it. */
export type Catalog = Record<keyof typeof QUERIES, Record<string, unknown>[]>;

/** @param without tables to leave out, as the history, which up and down do not undo */
export async function readCatalog(url: string, without: readonly string[] = ['SequelizeMeta']): Promise<Catalog> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const entries: [string, Record<string, unknown>[]][] = [];
    for (const [kind, select] of Object.entries(QUERIES)) {
      const { rows } = await client.query<Record<string, unknown>>(
        `SELECT * FROM (${select}) q WHERE schema NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
      );
      const kept = rows.filter((row) => !without.some((table) => JSON.stringify(row).includes(table)));
      entries.push([kind, kept.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))]);
    }
    return Object.fromEntries(entries) as Catalog;
  } finally {
    await client.end();
  }
}

/** One query on a database, as somebody else. */
export async function query<Row extends object>(url: string, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
