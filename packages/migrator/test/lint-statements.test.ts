import { describe, expect, test } from 'vitest';
import type { HazardCode } from '../src/schema/hazard.ts';
import { findingsOf } from './lint-findings.ts';

type Case = [sql: string, codes: HazardCode[]];

const BEFORE = `
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a varchar(100), b timestamp, n numeric(10,2), c int REFERENCES p, m mood,
  g int GENERATED ALWAYS AS (id) STORED, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE "Mixed ""Case""" ("员工" varchar(10));
ALTER TABLE t ADD CONSTRAINT late CHECK (id < 9) NOT VALID`;

/** The codes that are found behind a migration that has made t. */
async function codesOf(sql: string): Promise<HazardCode[]> {
  return (await findingsOf(`-- migrate:up\n${sql}`, BEFORE)).map(({ code }) => code);
}

const GROUPS: Record<string, Case[]> = {
  'what is lost': [
    ['DROP TABLE t', ['data-loss']],
    ['DROP TABLE IF EXISTS t, other.u CASCADE', ['data-loss', 'data-loss']],
    ['ALTER TABLE t DROP COLUMN a', ['data-loss']],
    ['ALTER TABLE IF EXISTS ONLY t DROP IF EXISTS a CASCADE, DROP b', ['data-loss', 'data-loss']],
    ['ALTER TABLE t DROP COLUMN g', []],
    ['ALTER TABLE u DROP COLUMN g', ['data-loss']],
    ['TRUNCATE t', ['data-loss']],
    ['TRUNCATE t, u CASCADE', ['data-loss', 'data-loss']],
    ['DELETE FROM t', ['data-loss']],
    ['DELETE FROM t WHERE true', ['data-loss']],
    ['DELETE FROM t WHERE id = 1', []],
    ['WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone', ['data-loss']],
    ['WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone', ['data-loss']],
    ['COPY (DELETE FROM t RETURNING *) TO STDOUT', ['data-loss']],
    ['EXPLAIN ANALYZE DELETE FROM t', ['data-loss']],
    ['EXPLAIN (ANALYZE false, ANALYZE) UPDATE t SET a = 1', ['rewrites-table', 'data-loss']],
    ['EXPLAIN DELETE FROM t', []],
    ['EXPLAIN (ANALYZE off) DELETE FROM t', []],
    ['EXPLAIN ANALYZE DELETE FROM t WHERE id = 1', []],
    ['PREPARE p AS DELETE FROM t; EXECUTE p', ['data-loss']],
    ['PREPARE p AS WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone', ['data-loss']],
    ['PREPARE p AS DELETE FROM t WHERE id = $1; EXECUTE p (1)', []],
    ['MERGE INTO t USING p ON t.c = p.id WHEN MATCHED THEN DELETE', ['data-loss']],
    ['MERGE INTO t USING p ON t.c = p.id AND p.id > 5 WHEN MATCHED AND true THEN DELETE', ['data-loss']],
    ['MERGE INTO t USING p ON t.c = p.id WHEN NOT MATCHED BY SOURCE THEN DELETE', ['data-loss']],
    [
      'MERGE INTO t USING p ON t.c = p.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY SOURCE THEN DELETE',
      ['data-loss', 'data-loss'],
    ],
    ['MERGE INTO t USING p ON t.c = p.id WHEN MATCHED AND t.n > 5 THEN DELETE', []],
    ['MERGE INTO t USING p ON t.c = p.id WHEN MATCHED THEN UPDATE SET n = 1', []],
    [
      'WITH m AS (MERGE INTO t USING p ON t.c = p.id WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM m',
      ['data-loss'],
    ],
    ['ALTER TYPE pair DROP ATTRIBUTE a, DROP ATTRIBUTE b CASCADE', ['data-loss', 'data-loss']],
    ['ALTER TYPE pair ADD ATTRIBUTE c int', []],
    [
      `ALTER TYPE pair DROP ATTRIBUTE a; CREATE TYPE n AS ENUM ('a', 'b', 'c'); DROP TYPE mood; ALTER TYPE n RENAME TO mood; ALTER TYPE pair ADD ATTRIBUTE a int`,
      ['data-loss'],
    ],
    ['DROP SCHEMA s', []],
    ['DROP SCHEMA s CASCADE', ['data-loss']],
    ['DROP TYPE mood', []],
    ['DROP TYPE mood CASCADE', ['data-loss']],
    ['DROP EXTENSION citext CASCADE', ['data-loss']],
    ['DROP DATABASE d', ['data-loss', 'not-transactional']],
    ['DROP OWNED BY somebody', ['data-loss']],
    ['DROP VIEW v; DROP MATERIALIZED VIEW w; DROP INDEX i; DROP FUNCTION f', []],
    ['UPDATE t SET a = 1', ['rewrites-table', 'data-loss']],
    ['UPDATE t SET a = 1 WHERE id = 2', []],
    ['ALTER TABLE t ADD COLUMN z int; UPDATE t SET z = id', ['rewrites-table']],
  ],
  'type changes': [
    ['ALTER TABLE t ALTER a TYPE varchar(150)', []],
    ['ALTER TABLE t ALTER a TYPE varchar(150) USING a::varchar(150)', []],
    ['ALTER TABLE t ALTER a TYPE varchar(50)', ['rewrites-table', 'fails-on-cast']],
    ['ALTER TABLE t ALTER a TYPE text', []],
    ['ALTER TABLE t ALTER a SET DATA TYPE int USING a::int', ['rewrites-table', 'fails-on-cast']],
    ['ALTER TABLE t ALTER id TYPE bigint', ['rewrites-table']],
    ['ALTER TABLE t ALTER id TYPE int8 USING id::bigint', ['rewrites-table']],
    ['ALTER TABLE t ALTER b TYPE timestamptz', ['rewrites-table', 'time-zone']],
    ['ALTER TABLE t ALTER n TYPE decimal(10,1)', ['rewrites-table', 'data-loss']],
    ['ALTER TABLE t ALTER n TYPE numeric(12,2)', []],
    ['ALTER TABLE "Mixed ""Case""" ALTER "员工" TYPE varchar(20)', []],
    ['ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME a TO z; ALTER TABLE u ALTER z TYPE varchar(150)', []],
    ['ALTER TABLE t SET SCHEMA s; ALTER TABLE s.t ALTER a TYPE varchar(150)', []],
    ['SET search_path TO s; ALTER TABLE t ALTER a TYPE varchar(150)', ['rewrites-table', 'fails-on-cast']],
    ['ALTER TABLE unknown ALTER a TYPE varchar(150)', ['rewrites-table', 'fails-on-cast']],
    ['ALTER TABLE unknown ALTER a TYPE text', ['rewrites-table']],
    ['ALTER TABLE unknown ALTER a TYPE timestamptz', ['rewrites-table', 'time-zone']],
    ['ALTER TABLE unknown ALTER a TYPE uuid USING a::uuid', ['rewrites-table', 'fails-on-cast']],
    ['ALTER TABLE t ALTER g SET EXPRESSION AS (id * 2)', ['rewrites-table']],
    ['ALTER TABLE t SET UNLOGGED', ['rewrites-table']],
  ],
  columns: [
    ['ALTER TABLE t ADD x int', []],
    ['ALTER TABLE t ADD x int NOT NULL', ['fails-on-nulls']],
    ['ALTER TABLE t ADD x int NOT NULL DEFAULT NULL', ['fails-on-nulls']],
    ['ALTER TABLE t ADD x int NOT NULL DEFAULT 1', []],
    ['ALTER TABLE t ADD x timestamptz DEFAULT NOW()', []],
    ['ALTER TABLE t ADD x timestamptz DEFAULT CURRENT_TIMESTAMP(3)', []],
    ['ALTER TABLE t ADD x uuid DEFAULT gen_random_uuid()', ['rewrites-table']],
    ['ALTER TABLE t ADD x text DEFAULT coalesce(md5(random()::text), $$-$$)', ['rewrites-table']],
    ['ALTER TABLE t ADD x serial', ['rewrites-table']],
    ['ALTER TABLE t ADD x int GENERATED ALWAYS AS IDENTITY', ['rewrites-table']],
    ['ALTER TABLE t ADD x int GENERATED ALWAYS AS (id) STORED', ['rewrites-table']],
    ['ALTER TABLE t ADD x int GENERATED ALWAYS AS (id) VIRTUAL', []],
    ['ALTER TABLE t ADD x int REFERENCES p', []],
    ['ALTER TABLE t ADD x int DEFAULT 1 REFERENCES p', ['fails-on-orphans', 'blocks-writes']],
    ['ALTER TABLE t ADD x int UNIQUE', ['blocks-reads']],
    ['ALTER TABLE t ADD x int DEFAULT 1 UNIQUE', ['fails-on-duplicates', 'blocks-reads']],
    ['ALTER TABLE t ALTER a SET NOT NULL', ['fails-on-nulls']],
    ['ALTER TABLE t ADD CONSTRAINT x NOT NULL a', ['fails-on-nulls']],
    ['ALTER TABLE t ADD CONSTRAINT x NOT NULL a NOT VALID', []],
    ['ALTER TABLE t ALTER a SET DEFAULT 1, ALTER a DROP NOT NULL, ALTER a DROP DEFAULT', []],
  ],
  'constraints and indexes': [
    ['ALTER TABLE t ADD UNIQUE (a)', ['fails-on-duplicates', 'blocks-reads']],
    ['ALTER TABLE t ADD CONSTRAINT x UNIQUE USING INDEX i', []],
    ['ALTER TABLE t ADD PRIMARY KEY (id)', ['fails-on-duplicates', 'blocks-reads']],
    ['ALTER TABLE t ADD PRIMARY KEY (c)', ['fails-on-nulls', 'fails-on-duplicates', 'blocks-reads']],
    ['ALTER TABLE t ADD PRIMARY KEY USING INDEX i', []],
    ['ALTER TABLE t ADD EXCLUDE USING gist (a WITH =)', ['fails-on-duplicates', 'blocks-reads']],
    ['ALTER TABLE t ADD CHECK (id > 1)', ['blocks-reads']],
    ['ALTER TABLE t ADD CHECK (id > 1) NOT VALID', []],
    ['ALTER TABLE t VALIDATE CONSTRAINT late', []],
    ['ALTER TABLE t VALIDATE CONSTRAINT unknown', ['fails-on-orphans']],
    ['ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p', ['fails-on-orphans', 'blocks-writes']],
    ['ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID', []],
    ['ALTER TABLE t DROP CONSTRAINT t_c_fkey, ADD FOREIGN KEY (c) REFERENCES p ON DELETE CASCADE', ['blocks-writes']],
    ['ALTER TABLE t DROP CONSTRAINT x, ADD FOREIGN KEY (c) REFERENCES p', ['fails-on-orphans', 'blocks-writes']],
    ['CREATE INDEX i ON t (a)', ['blocks-writes']],
    ['CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)', ['fails-on-duplicates', 'blocks-writes']],
    ['CREATE INDEX CONCURRENTLY i ON t (a)', ['not-transactional']],
    ['DROP INDEX CONCURRENTLY i', ['not-transactional']],
    ['ALTER TABLE p ATTACH PARTITION t DEFAULT', ['blocks-reads']],
    ['ALTER TABLE p DETACH PARTITION t CONCURRENTLY', ['not-transactional']],
    ['ALTER DOMAIN d SET NOT NULL', ['fails-on-nulls', 'blocks-writes']],
    ['ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID', []],
  ],
  'locks and copies': [
    ['VACUUM FULL t', ['blocks-reads', 'not-transactional']],
    ['VACUUM (FULL off) t', ['not-transactional']],
    ['ANALYZE t', []],
    ['CLUSTER t', ['blocks-reads']],
    ['REINDEX TABLE t', ['blocks-reads']],
    ['REINDEX INDEX i', ['blocks-reads']],
    ['REINDEX (CONCURRENTLY) TABLE t', ['not-transactional']],
    ['LOCK t', ['blocks-reads']],
    ['LOCK t IN SHARE MODE', ['blocks-writes']],
    ['LOCK t IN ROW EXCLUSIVE MODE', []],
    ['REFRESH MATERIALIZED VIEW v', ['blocks-reads']],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', []],
  ],
  'DO blocks': [
    ['DO $$ BEGIN IF true THEN DELETE FROM t; END IF; END $$', ['data-loss']],
    [`DO LANGUAGE plpgsql $$ BEGIN EXECUTE 'DROP TABLE t'; EXECUTE 'DROP TABLE ' || 'u'; END $$`, ['data-loss']],
    ['DO $$ BEGIN CREATE TABLE n (id int); CREATE INDEX i ON n (id); END $$', ['blocks-writes']],
    ['DO $$ DECLARE v int; BEGIN SELECT 1 INTO v; UPDATE t SET a = v WHERE id = v; END $$', []],
    ['DO LANGUAGE plpython3u $$ drop() $$', []],
  ],
  enums: [
    [`ALTER TYPE mood ADD VALUE 'c'`, []],
    [`ALTER TYPE mood ADD VALUE 'c'; UPDATE t SET m = 'c' WHERE id = 1`, ['not-transactional']],
    [`ALTER TYPE mood ADD VALUE 'c'; ALTER TABLE t ALTER m SET DEFAULT 'c'::public.mood`, ['not-transactional']],
    [`ALTER TYPE mood ADD VALUE 'c'; ALTER TABLE t ADD x mood[] DEFAULT '{a,c}'`, ['not-transactional']],
    [`ALTER TYPE mood ADD VALUE 'c'; ALTER TABLE t ALTER a SET DEFAULT 'c'::text`, []],
    [`CREATE TYPE n AS ENUM ('a'); ALTER TYPE n ADD VALUE 'c'; CREATE TABLE u (m n DEFAULT 'c')`, []],
    [`ALTER TYPE mood RENAME VALUE 'a' TO 'c'`, []],
  ],
  'where a name is looked for': [
    ['SET search_path = s; CREATE TABLE x (id int); DROP TABLE x', []],
    ['SET search_path = s, public; CREATE TABLE x (id int); RESET search_path; DROP TABLE x', ['data-loss']],
    ['SET search_path = s; CREATE TABLE x (id int); SET search_path TO DEFAULT; DROP TABLE x', ['data-loss']],
    ['SET "Search_Path" = s; CREATE TABLE x (id int); RESET ALL; DROP TABLE x', ['data-loss']],
    ['SET SCHEMA $$s$$; CREATE TABLE x (id int); RESET search_path; DROP TABLE s.x', []],
    ['SET search_path = s; RESET search_path; CREATE TABLE x (id int); DROP TABLE public.x', []],
    ['SET search_path = s; CREATE TABLE x (id int); RESET lock_timeout; DROP TABLE x', []],
    ['SET search_path = s; CREATE TABLE x (id int); DISCARD ALL; DROP TABLE x', ['not-transactional', 'data-loss']],
    ['SET search_path = s; CREATE TABLE x (id int); DISCARD PLANS; DROP TABLE x', []],
    [
      'SET search_path = s; ALTER TABLE t ALTER a TYPE varchar(50); RESET ALL; ALTER TABLE t ALTER a TYPE text',
      ['rewrites-table', 'fails-on-cast'],
    ],
    [`CREATE TABLE x (id int); SELECT set_config('search_path', 's', false); DROP TABLE x`, ['data-loss']],
    [`SELECT set_config('search_path', 's', true); CREATE TABLE x (id int); DROP TABLE x`, ['data-loss']],
    [
      `SELECT set_config('search_path', 's', true); CREATE TYPE n AS ENUM ('a'); ALTER TYPE n ADD VALUE 'c'; SELECT 'c'`,
      ['not-transactional'],
    ],
    [`SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.x (id int); DROP TABLE public.x`, []],
    [`SELECT set_config('search_path', 's', true); RESET search_path; CREATE TABLE x (id int); DROP TABLE x`, []],
    [`SELECT set_config('lock_timeout', '1', true); CREATE TABLE x (id int); DROP TABLE x`, []],
    [
      `SELECT set_config('search_path', 's', true); ALTER TABLE t ALTER a TYPE varchar(200); ALTER TABLE public.t ALTER a TYPE varchar(150)`,
      ['rewrites-table', 'fails-on-cast', 'rewrites-table', 'fails-on-cast'],
    ],
    [
      `ALTER TABLE t ADD x int; SELECT set_config('search_path', 's', true); UPDATE t SET x = 1 WHERE id = 1; ALTER TABLE public.t ADD UNIQUE (x)`,
      ['fails-on-duplicates', 'blocks-reads'],
    ],
    [
      `ALTER TABLE t ADD x int; SELECT set_config('search_path', 's', true); ALTER TABLE public.t ADD UNIQUE (x)`,
      ['blocks-reads'],
    ],
    [
      `CREATE TABLE x (id int); SELECT set_config('search_path', 's', true); ALTER TABLE x RENAME TO y; ALTER TABLE public.t RENAME TO x; DROP TABLE public.x`,
      ['data-loss'],
    ],
    [`CREATE TABLE x (id int); DO $$ BEGIN SET search_path = s; DROP TABLE x; END $$`, ['data-loss']],
    [
      `CREATE TABLE x (id int); DO $$ BEGIN PERFORM set_config('search_path', 's', false); END $$; DROP TABLE x`,
      ['data-loss'],
    ],
  ],
  'no code fits': [
    ['ALTER TABLE t RENAME TO u', []],
    ['ALTER TABLE t RENAME a TO z', []],
    ['INSERT INTO t (id) VALUES (1)', []],
    [`COMMENT ON TABLE t IS 'DROP TABLE t'`, []],
    ['CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM t $$', []],
  ],
  'columns of the migration itself': [
    ['ALTER TABLE t ADD x int; ALTER TABLE t ADD UNIQUE (x, a)', ['blocks-reads']],
    ['ALTER TABLE t ADD x int; CREATE UNIQUE INDEX i ON t (x)', ['blocks-writes']],
    ['ALTER TABLE t ADD x int; ALTER TABLE t ADD FOREIGN KEY (x) REFERENCES p', ['blocks-writes']],
    ['ALTER TABLE t ADD x int; ALTER TABLE u ADD UNIQUE (x)', ['fails-on-duplicates', 'blocks-reads']],
    [
      'ALTER TABLE t ADD x int; ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (x)',
      ['fails-on-duplicates', 'blocks-reads'],
    ],
    [
      'ALTER TABLE t ADD x int; UPDATE t SET x = 1 WHERE id = 1; ALTER TABLE t ADD UNIQUE (x)',
      ['fails-on-duplicates', 'blocks-reads'],
    ],
    ['ALTER TABLE t ADD x int; SELECT fill(); ALTER TABLE t ADD UNIQUE (x)', ['fails-on-duplicates', 'blocks-reads']],
    [
      'ALTER TABLE t ADD x int; DO $$ BEGIN PERFORM fill(); END $$; CREATE UNIQUE INDEX i ON t (x)',
      ['fails-on-duplicates', 'blocks-writes'],
    ],
    [
      'ALTER TABLE t ADD x int; ALTER TABLE t RENAME x TO y; ALTER TABLE t RENAME a TO x; ALTER TABLE t ADD UNIQUE (x)',
      ['fails-on-duplicates', 'blocks-reads'],
    ],
  ],
  'tables of the migration itself': [
    ['CREATE TABLE n (id int); CREATE INDEX i ON n (id); ALTER TABLE n ADD UNIQUE (id), DROP COLUMN id', []],
    ['CREATE TABLE n (id int); ALTER TABLE n RENAME TO o; CREATE INDEX i ON o (id); DROP TABLE o', []],
    ['CREATE TABLE n (id int); DROP TABLE n; DROP TABLE n', ['data-loss']],
    ['CREATE TABLE n (id int); CREATE INDEX CONCURRENTLY i ON n (id)', ['not-transactional']],
    ['CREATE TABLE IF NOT EXISTS n (id int); CREATE INDEX i ON n (id)', ['blocks-writes']],
    ['CREATE TABLE n AS SELECT 1 AS id; CREATE UNIQUE INDEX i ON n (id); DELETE FROM n', ['fails-on-duplicates']],
    ['CREATE TABLE n (id int); INSERT INTO n SELECT id FROM t; ALTER TABLE n ADD UNIQUE (id)', ['fails-on-duplicates']],
  ],
};

describe.each(Object.entries(GROUPS))('%s:', (_group, cases) => {
  test.each(cases)('%s', async (sql, codes) => {
    expect(await codesOf(sql)).toEqual(codes);
  });
});

test.each<Case>([
  ['CREATE INDEX CONCURRENTLY i ON t (a)', []],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)', ['fails-on-duplicates']],
  ['CREATE INDEX i ON t (a)', ['blocks-writes']],
  ['VACUUM t', []],
  [`ALTER TYPE mood ADD VALUE 'c'`, []],
])('outside a transaction: %s', async (sql, codes) => {
  const found = await findingsOf(`-- migrate:up transaction:false\n${sql};`, BEFORE);
  expect(found.map(({ code }) => code)).toEqual(codes);
});

test('the text says what happens to which thing, and the safe way', async () => {
  expect(await findingsOf('-- migrate:up\n\nALTER TABLE t\n  DROP COLUMN a;', BEFORE)).toEqual([
    {
      line: 3,
      code: 'data-loss',
      text: 'Every value of t.a is lost. Drop it in a later release, when nothing reads it, and keep a copy.',
      accepted: false,
    },
  ]);
});

test('a table of which nobody can say where it is goes by its bare name', async () => {
  const [found] = await findingsOf(`-- migrate:up\nSELECT set_config('search_path', 's', true);\nTRUNCATE t;`, BEFORE);
  expect(found).toMatchObject({ line: 3, text: 'Every row of t is lost. Keep a copy.' });
});

describe('what no migration before tells, the down part does:', () => {
  test.each<[up: string, down: string, codes: HazardCode[]]>([
    ['ALTER TABLE u ALTER a TYPE varchar(150)', 'ALTER TABLE u ALTER a TYPE varchar(100)', []],
    ['ALTER TABLE u DROP COLUMN g', 'ALTER TABLE u ADD g int GENERATED ALWAYS AS (id) STORED', []],
    ['ALTER TABLE u DROP COLUMN g', 'ALTER TABLE u ADD g int', ['data-loss']],
    [
      'ALTER TABLE t ALTER a TYPE varchar(80)',
      'ALTER TABLE t ALTER a TYPE varchar(10)',
      ['rewrites-table', 'fails-on-cast'],
    ],
  ])('%s / %s', async (sql, down, codes) => {
    const found = await findingsOf(`-- migrate:up\n${sql};\n-- migrate:down\n${down};`, BEFORE);
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});

test('the down part is not looked at', async () => {
  expect(await findingsOf('-- migrate:up\nSELECT 1;\n-- migrate:down\n-- hazard: data-loss x\nDROP TABLE t;')).toEqual(
    [],
  );
});
