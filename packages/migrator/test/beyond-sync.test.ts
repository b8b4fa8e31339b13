import { expect, test } from 'vitest';
import { beyondSync, type Known } from '../src/beyond-sync.ts';
import { checksumOf } from '../src/migration-file.ts';
import type { MigrationFile } from '../src/migrations-folder.ts';
import { sql } from './project.ts';

const fileOf = (text: string, kind: MigrationFile['kind'] = 'sql'): MigrationFile => {
  const path = `m.${kind}`;
  return { name: 'm', kind, path, shown: path, text, checksum: checksumOf(kind, text) };
};

const KNOWN: Known = {
  managed: { schemas: ['public', 's'], ignore: [/^audit_/, 'public.SequelizeMeta'] },
  sql: `CREATE TYPE "public"."mood" AS ENUM ('a');`,
};

test.each([
  "CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'; ALTER TYPE mood RENAME VALUE 'b' TO 'c';",
  "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE INDEX ON s.t (a); COMMENT ON TABLE s.t IS $$it's$$; DROP TABLE s.t;",
  'ALTER TABLE t ADD COLUMN a int, ADD CHECK (a > 0), ALTER a SET NOT NULL, ALTER a TYPE bigint USING a::bigint;',
  'UPDATE t SET a = 1; DELETE FROM t; ALTER TABLE t RENAME a TO b;',
])('tables alone are what sync can make: %s', async (text) => {
  expect(await beyondSync([fileOf(sql(text))], KNOWN)).toBeUndefined();
});

test.each([
  "INSERT INTO t VALUES ('a');",
  'SELECT setval($$t_id_seq$$, 9);',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;',
  'CREATE TRIGGER t BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();',
  'CREATE MATERIALIZED VIEW v AS SELECT 1;',
  'CREATE EXTENSION citext;',
  'CREATE SEQUENCE s;',
  'CREATE TABLE t_1 PARTITION OF t DEFAULT;',
  'CREATE TABLE u AS SELECT 1 AS a;',
  'ALTER TABLE t OWNER TO somebody;',
  'ALTER TABLE t ALTER a SET STORAGE plain;',
  'GRANT SELECT ON t TO somebody;',
  'COMMENT ON INDEX i IS $$fast$$;',
  'DO $$ BEGIN END $$;',
  'CREATE TABLE audit_log (a int);',
  'CREATE SCHEMA other;',
  'CREATE SCHEMA s CREATE VIEW v AS SELECT 1;',
  'CREATE TABLE other.t (a int);',
  "CREATE TYPE unused AS ENUM ('a');",
  'CREATE TABLE u (a text COLLATE "C");',
  'CREATE TABLE u (a int) WITH (fillfactor = 50);',
  'ALTER TABLE t ADD COLUMN b text COLLATE "C";',
  'CREATE INDEX ON t (a) WITH (fillfactor = 50);',
  'WITH x AS (INSERT INTO t VALUES (1) RETURNING a) UPDATE t SET a = 1;',
  'SET search_path = other;',
])('what sync can not make is named: %s', async (text) => {
  const statement = text.slice(0, -1);
  const shown = statement.length <= 60 ? statement : `${statement.slice(0, 59)}…`;
  expect(await beyondSync([fileOf(sql(`CREATE TABLE t (a int); ${text}`))], KNOWN)).toBe(`m has ${shown}`);
});

test('programs, and what can not be read, count as more', async () => {
  expect(await beyondSync([fileOf('exports.up = () => {}', 'js')], KNOWN)).toBe('m is a program');
  expect(await beyondSync([fileOf(sql('CREATE TABEL t ();'))], KNOWN)).toBe("m can't be read");
  expect(
    await beyondSync([fileOf(sql('CREATE TABLE t (a int);', 'INSERT INTO t VALUES (1);'))], KNOWN),
  ).toBeUndefined();
});
