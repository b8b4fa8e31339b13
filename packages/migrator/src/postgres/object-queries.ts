import { notOfExtension } from './catalog-queries.ts';

/** A name with the table that it belongs to. */
const ON_TABLE = `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;

const OWN = `n.nspname <> 'information_schema' AND NOT pg_catalog.starts_with(n.nspname, 'pg_')`;

const relation = (kind: string, is: string, definition: string): string =>
  `SELECT '${kind}' AS kind, n.nspname AS schema, c.relname AS name, ${definition} AS definition ${ON_TABLE}
    WHERE ${is} AND ${OWN} AND ${notOfExtension('pg_class', 'c.oid')}`;

const type = (kind: string, is: string, definition: string): string =>
  `SELECT '${kind}', n.nspname, t.typname, ${definition}
     FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE ${is} AND ${OWN} AND ${notOfExtension('pg_type', 't.oid')}`;

/** What stands on a table, under the table's name. */
const partOfTable = (kind: string, name: string, definition: string, join: string, is = 'true'): string =>
  `SELECT '${kind}', n.nspname, c.relname || ${name}, ${definition} ${ON_TABLE} ${join}
    WHERE ${is} AND ${OWN} AND ${notOfExtension('pg_class', 'c.oid')}`;

/** What has a name in a schema and is no table; what it is made of is not looked at. */
const named = (kind: string, catalog: string, prefix: string, name = `x.${prefix}name`): string =>
  `SELECT '${kind}', n.nspname, ${name}, NULL
     FROM pg_catalog.${catalog} x JOIN pg_catalog.pg_namespace n ON n.oid = x.${prefix}namespace
    WHERE ${OWN} AND ${notOfExtension(catalog, 'x.oid')}`;

/** What has a name in the whole database. */
const global = (kind: string, catalog: string, name: string, definition = 'NULL', is = 'true'): string =>
  `SELECT '${kind}', NULL, ${name}, ${definition} FROM pg_catalog.${catalog} x WHERE ${is} AND ${notOfExtension(catalog, 'x.oid')}`;

const COLUMNS_OF = `(SELECT pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
   FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const DOMAIN = `pg_catalog.format_type(t.typbasetype, t.typtypmod) || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || t.typdefault, '')
   || coalesce((SELECT ' ' || pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
                  FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '')`;

const SEQUENCE = `(SELECT pg_catalog.concat_ws(' ', pg_catalog.format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle)
   FROM pg_catalog.pg_sequence q WHERE q.seqrelid = c.oid)`;

const IS_FREE = `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
   AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i'))`;

const ENUM = `(SELECT pg_catalog.string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)`;

/** The constructors of a range type go with it. */
const FUNCTIONS = `
  SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, n.nspname,
         p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')',
         CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) END
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE ${OWN} AND ${notOfExtension('pg_proc', 'p.oid')}
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i')`;

const POLICY = `pg_catalog.concat_ws(' ', l.polcmd, CASE WHEN l.polpermissive THEN 'permissive' ELSE 'restrictive' END,
   (SELECT pg_catalog.string_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r)::text END, ', ' ORDER BY r) FROM pg_catalog.unnest(l.polroles) r),
   pg_catalog.pg_get_expr(l.polqual, l.polrelid), 'check ' || pg_catalog.pg_get_expr(l.polwithcheck, l.polrelid))`;

/** What others than the owner may do. */
const GRANTS = `SELECT pg_catalog.string_agg(coalesce(pg_catalog.pg_get_userbyid(nullif(g.grantee, 0))::text, 'public') || ': ' || g.privilege_type, ', '
                         ORDER BY g.grantee, g.privilege_type) AS text
   FROM pg_catalog.aclexplode(c.relacl) g WHERE g.grantee <> c.relowner`;

const COLLATION = `a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> 0 AND a.attcollation <> (SELECT t.typcollation FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid)`;

const OPERATOR = `x.oprname || '(' || pg_catalog.concat_ws(', ', pg_catalog.format_type(nullif(x.oprleft, 0), NULL), pg_catalog.format_type(nullif(x.oprright, 0), NULL)) || ')'`;

const CAST = `pg_catalog.format_type(x.castsource, NULL) || ' AS ' || pg_catalog.format_type(x.casttarget, NULL)`;

/** Objects below this one are not PostgreSQL's own (FirstNormalObjectId, src/include/access/transam.h). */
const IS_MADE = 'x.oid >= 16384';

/**
 * Everything of a database that is not PostgreSQL's own and that a Schema does not hold, and also what one may leave out:
 * its schemas, tables and enum types. What an extension has made is the extension's.
 */
export const OBJECTS = [
  relation('table', `c.relkind IN ('r', 'p') AND NOT c.relispartition`, 'NULL'),
  type('enum', `t.typtype = 'e'`, ENUM),
  `SELECT 'schema', NULL, n.nspname, NULL FROM pg_catalog.pg_namespace n WHERE ${OWN} AND ${notOfExtension('pg_namespace', 'n.oid')}`,
  relation(
    'partition',
    "c.relispartition AND c.relkind IN ('r', 'p', 'f')",
    'pg_catalog.pg_get_expr(c.relpartbound, c.oid)',
  ),
  relation('view', `c.relkind = 'v'`, 'pg_catalog.pg_get_viewdef(c.oid)'),
  relation('materialized view', `c.relkind = 'm'`, 'pg_catalog.pg_get_viewdef(c.oid)'),
  relation('foreign table', `c.relkind = 'f' AND NOT c.relispartition`, COLUMNS_OF),
  relation('sequence', `c.relkind = 'S' AND ${IS_FREE}`, SEQUENCE),
  relation(
    'storage parameters',
    `c.relkind IN ('r', 'p', 'i', 'm') AND c.reloptions IS NOT NULL`,
    `pg_catalog.array_to_string(c.reloptions, ', ')`,
  ),
  type('domain', `t.typtype = 'd'`, DOMAIN),
  type('composite type', `t.typtype = 'c' AND c.relkind = 'c'`, COLUMNS_OF),
  type('range type', `t.typtype = 'r'`, 'NULL'),
  FUNCTIONS,
  partOfTable(
    'trigger',
    `'.' || g.tgname`,
    `pg_catalog.pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text`,
    'JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid',
    'NOT g.tgisinternal AND g.tgparentid = 0',
  ),
  partOfTable('policy', `'.' || l.polname`, POLICY, 'JOIN pg_catalog.pg_policy l ON l.polrelid = c.oid'),
  partOfTable(
    'row security',
    `''`,
    `CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'enabled' END`,
    '',
    'c.relrowsecurity',
  ),
  partOfTable(
    'rule',
    `'.' || w.rulename`,
    'pg_catalog.pg_get_ruledef(w.oid)',
    'JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid',
    `w.rulename <> '_RETURN'`,
  ),
  partOfTable(
    'collation of',
    `'.' || a.attname`,
    'a.attcollation::pg_catalog.regcollation::text',
    'JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid',
    `c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${COLLATION}`,
  ),
  partOfTable(
    'privileges on',
    `''`,
    'granted.text',
    `CROSS JOIN LATERAL (${GRANTS}) granted`,
    'granted.text IS NOT NULL',
  ),
  named('statistics', 'pg_statistic_ext', 'stx'),
  named('collation', 'pg_collation', 'coll'),
  named('operator', 'pg_operator', 'opr', OPERATOR),
  named('operator class', 'pg_opclass', 'opc'),
  named('text search configuration', 'pg_ts_config', 'cfg'),
  named('text search dictionary', 'pg_ts_dict', 'dict'),
  global('extension', 'pg_extension', 'x.extname', 'x.extversion', `x.extname <> 'plpgsql'`),
  global('event trigger', 'pg_event_trigger', 'x.evtname', 'x.evtevent::text || x.evtenabled::text'),
  global('cast', 'pg_cast', CAST, 'NULL', IS_MADE),
  global('foreign server', 'pg_foreign_server', 'x.srvname'),
  global('publication', 'pg_publication', 'x.pubname'),
].join('\nUNION ALL\n');
