/**
 * One query for each kind of thing, each for all managed schemas ($1) at once; `relation` is the table's oid.
 *
 * Columns of the catalogs that came with a later version are named without their table, behind a row that has NULLs of
 * their names: where the catalog lacks one, the name means that. https://www.postgresql.org/docs/current/catalogs.html
 */

/** What an extension has made is the extension's. */
export const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

/** The managed tables, without partitions. */
const MANAGED = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind, c.relpersistence
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY ($1) AND ${notOfExtension('pg_class', 'c.oid')}`;

/** The names of attribute numbers, in the order of the array. Nearly all have one, which costs a tenth of a list. */
const columnNames = (table: string, numbers: string): string =>
  `CASE pg_catalog.cardinality(${numbers})
   WHEN 1 THEN (SELECT pg_catalog.jsonb_build_array(a.attname) FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = ${table} AND a.attnum = (${numbers})[1])
   ELSE (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY listed.position), '[]')
           FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS listed (attnum, position)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = ${table} AND a.attnum = listed.attnum) END`;

export const SCHEMAS = `SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1)`;

export const ENUMS = `
  SELECT n.nspname AS schema, t.typname AS name,
         (SELECT pg_catalog.jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) AS values
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typtype = 'e' AND n.nspname = ANY ($1) AND ${notOfExtension('pg_type', 't.oid')}`;

export const TABLES = `
  SELECT m.oid AS relation, m.schema, m.name,
         CASE WHEN m.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(m.oid) END AS "partitionBy",
         m.relpersistence = 'u' AS unlogged,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('schema', pn.nspname, 'name', p.relname) ORDER BY h.inhseqno)
            FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
           WHERE h.inhrelid = m.oid) AS inherits
    FROM (${MANAGED}) m`;

/** What COMMENT ON has said of a table (number 0) or a column: few have one, and a join would ask each of them. */
export const COMMENTS = `
  SELECT m.oid AS relation, said.objsubid AS number, said.description AS comment
    FROM (${MANAGED}) m
    JOIN pg_catalog.pg_description said ON said.objoid = m.oid AND said.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass`;

export const COLUMNS = `
  SELECT m.oid AS relation, a.attnum AS number, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
         NOT a.attnotnull OR nn.conname IS NOT NULL AS nullable, nn.conname AS "unvalidatedNotNull", a.attidentity AS identity, a.attgenerated AS generated,
         pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
         CASE WHEN base.typtype = 'e' THEN basen.nspname END AS "enumSchema", CASE WHEN base.typtype = 'e' THEN base.typname END AS "enumName"
    FROM (${MANAGED}) m
    JOIN pg_catalog.pg_attribute a ON a.attrelid = m.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    JOIN pg_catalog.pg_type base ON base.oid = CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN t.typelem ELSE t.oid END
    JOIN pg_catalog.pg_namespace basen ON basen.oid = base.typnamespace
    LEFT JOIN pg_catalog.pg_constraint nn ON nn.conrelid = m.oid AND nn.contype = 'n' AND NOT nn.convalidated AND nn.conkey = ARRAY[a.attnum]
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = m.oid AND d.adnum = a.attnum
   ORDER BY m.oid, a.attnum`;

/** Those that belong to a column, the oldest first. `isInternal`: an identity's own. */
export const SEQUENCES = `
  SELECT m.oid AS relation, a.attname AS name, s.oid::pg_catalog.regclass::text AS regclass, dep.deptype = 'i' AS "isInternal",
         nullif(q.seqcache, 1)::text AS cache,
         pg_catalog.jsonb_build_object('schema', sn.nspname, 'name', s.relname, 'type', pg_catalog.format_type(q.seqtypid, NULL),
           'start', q.seqstart::text, 'increment', q.seqincrement::text, 'minimum', q.seqmin::text, 'maximum', q.seqmax::text,
           'cycle', q.seqcycle) AS sequence
    FROM (${MANAGED}) m
    JOIN pg_catalog.pg_depend dep ON dep.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND dep.refobjid = m.oid AND dep.refobjsubid > 0
     AND dep.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND dep.deptype IN ('a', 'i')
    JOIN pg_catalog.pg_class s ON s.oid = dep.objid AND s.relkind = 'S'
    JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
    JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
    JOIN pg_catalog.pg_attribute a ON a.attrelid = m.oid AND a.attnum = dep.refobjsubid
   ORDER BY s.oid`;

/** Not contype 'n': PostgreSQL 18 lists NOT NULL as constraints, and the column says it already. Nor constraint triggers ('t'). */
export const CONSTRAINTS = `
  SELECT k.relation, k.conname AS name, k.contype AS kind, ${columnNames('k.relation', 'k.conkey')} AS columns,
         k.condeferrable AS deferrable, k.condeferred AS deferred, NOT k.convalidated AS "notValid", k.connoinherit AS "noInherit",
         fn.nspname AS "foreignSchema", f.relname AS "foreignTable",
         CASE WHEN k.contype = 'f' THEN ${columnNames('k.confrelid', 'k.confkey')} END AS "foreignColumns",
         k.conenforced AS enforced, k.conperiod AS period,
         CASE WHEN k.confdelsetcols IS NOT NULL THEN ${columnNames('k.relation', 'k.confdelsetcols')} END AS "onDeleteColumns",
         k.confdeltype AS "onDelete", k.confupdtype AS "onUpdate", k.confmatchtype AS match,
         CASE WHEN k.contype IN ('c', 'x') THEN pg_catalog.pg_get_constraintdef(k.oid) END AS definition,
         CASE WHEN i.indnatts > i.indnkeyatts THEN ${columnNames('k.relation', '(i.indkey::pg_catalog.int2[])[i.indnkeyatts:]')} END AS include,
         i.indnullsnotdistinct AS "nullsNotDistinct"
    FROM (SELECT NULL::boolean AS conenforced, NULL::boolean AS conperiod, NULL::pg_catalog.int2[] AS confdelsetcols, NULL::boolean AS indnullsnotdistinct) lacking
   CROSS JOIN LATERAL (
         SELECT m.oid AS relation, c.oid, c.conname, c.contype, c.conkey, c.condeferrable, c.condeferred, c.convalidated, c.connoinherit, c.confrelid,
                c.confkey, c.confdeltype, c.confupdtype, c.confmatchtype, c.conindid, conenforced, conperiod, confdelsetcols
           FROM (${MANAGED}) m
           JOIN pg_catalog.pg_constraint c ON c.conrelid = m.oid AND c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0) k
    LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
    LEFT JOIN LATERAL (
         SELECT c.indnatts, c.indnkeyatts, c.indkey, indnullsnotdistinct FROM pg_catalog.pg_index c
          WHERE c.indexrelid = k.conindid AND k.contype IN ('p', 'u')) i ON true`;

/**
 * Without the indexes of constraints; a row for each of its columns. Expressions and predicates are PostgreSQL's own
 * print. The collation of a key is its own only where it is not that of its column.
 */
export const INDEXES = `
  SELECT i.relation, x.relname AS name, i.indisunique AS unique, am.amname AS method, NOT i.indisvalid AS invalid,
         i.indnullsnotdistinct AS "nullsNotDistinct", pg_catalog.pg_get_expr(i.indpred, i.relation) AS where,
         k.position::int AS position, a.attname AS column, k.position <= i.indnkeyatts AS "isKey",
         coalesce(pg_catalog.quote_ident(a.attname), pg_catalog.pg_get_indexdef(i.indexrelid, k.position::int, false)) AS text,
         CASE WHEN i.indcollation[k.position - 1] NOT IN (0, coalesce(a.attcollation, 'pg_catalog."default"'::pg_catalog.regcollation)) THEN i.indcollation[k.position - 1]::pg_catalog.regcollation::text END AS collation,
         pg_catalog.quote_ident(o.opcname) AS "operatorClass", pg_catalog.to_jsonb(ia.attoptions) AS parameters,
         i.indoption[k.position - 1] & 1 = 1 AS descending, i.indoption[k.position - 1] & 2 = 2 AS "nullsFirst"
    FROM (SELECT NULL::boolean AS indnullsnotdistinct) lacking
   CROSS JOIN LATERAL (
         SELECT m.oid AS relation, c.indexrelid, c.indisunique, c.indisvalid, c.indpred, c.indkey, c.indnkeyatts, c.indcollation, c.indclass,
                c.indoption, indnullsnotdistinct
           FROM (${MANAGED}) m JOIN pg_catalog.pg_index c ON c.indrelid = m.oid
          WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o WHERE o.conindid = c.indexrelid AND o.contype IN ('p', 'u', 'x'))) i
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    JOIN pg_catalog.pg_am am ON am.oid = x.relam
   CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attnum, position)
    JOIN pg_catalog.pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.position
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.relation AND a.attnum = k.attnum AND k.attnum > 0
    LEFT JOIN pg_catalog.pg_opclass o ON k.position <= i.indnkeyatts AND o.oid = i.indclass[k.position - 1] AND (NOT o.opcdefault OR ia.attoptions IS NOT NULL)`;
