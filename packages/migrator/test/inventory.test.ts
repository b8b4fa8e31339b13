import { createTestDatabase, type TestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareInventories, type Inventory, takeInventory } from '../src/autogenerate/inventory.ts';
import { databaseFromUrl } from '../src/postgres/database.ts';
import { readSessionSettings } from '../src/session-settings.ts';

/** There before each change, and undone by `undo` after it. */
const START = `CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE parted (id int) PARTITION BY LIST (id);
CREATE FUNCTION same() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW seen AS SELECT 1 AS one; CREATE DOMAIN word AS text;`;

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('inventory');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(START);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const inventory = async (): Promise<Inventory> =>
  takeInventory({ database: databaseFromUrl(database.url), client, settings: await readSessionSettings(client) });

/** What a change is told as, when it has come and when it has gone. */
async function changes(change: string, undo: string): Promise<string[][]> {
  const before = await inventory();
  await client.query(change);
  const after = await inventory();
  await client.query(undo);
  const again = await inventory();
  const told = (from: Inventory, to: Inventory): string[] =>
    compareInventories(from, to).map((difference) => `${difference.change} ${difference.object}`);
  return [told(before, after), told(after, before), told(before, again)];
}

describe('what stays behind, or is gone, is told; what is undone is not', () => {
  test.each([
    ['table b', 'CREATE TABLE b (id serial)', 'DROP TABLE b'],
    ['enum mood', "CREATE TYPE mood AS ENUM ('good')", 'DROP TYPE mood'],
    ['column a.nick', 'ALTER TABLE a ADD nick text', 'ALTER TABLE a DROP nick'],
    [
      'constraint a.positive',
      'ALTER TABLE a ADD CONSTRAINT positive CHECK (id > 0)',
      'ALTER TABLE a DROP CONSTRAINT positive',
    ],
    ['view v', 'CREATE VIEW v AS SELECT 1 AS one', 'DROP VIEW v'],
    ['materialized view m', 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS one', 'DROP MATERIALIZED VIEW m'],
    ['sequence s', 'CREATE SEQUENCE s', 'DROP SEQUENCE s'],
    ['function f(x integer)', "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1'", 'DROP FUNCTION f'],
    ['procedure p()', "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", 'DROP PROCEDURE p'],
    [
      'aggregate total(integer)',
      'CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)',
      'DROP AGGREGATE total (int)',
    ],
    ['domain d', 'CREATE DOMAIN d AS text CHECK (length(VALUE) > 1)', 'DROP DOMAIN d'],
    ['composite type pair', 'CREATE TYPE pair AS (x int)', 'DROP TYPE pair'],
    ['range type span', 'CREATE TYPE span AS RANGE (subtype = float8)', 'DROP TYPE span'],
    [
      'trigger a.t',
      'CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
      'DROP TRIGGER t ON a',
    ],
    ['policy a.p', 'CREATE POLICY p ON a USING (true)', 'DROP POLICY p ON a'],
    ['row security a', 'ALTER TABLE a ENABLE ROW LEVEL SECURITY', 'ALTER TABLE a DISABLE ROW LEVEL SECURITY'],
    ['rule a.r', 'CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING', 'DROP RULE r ON a'],
    ['privileges on a', 'GRANT SELECT ON a TO PUBLIC', 'REVOKE SELECT ON a FROM PUBLIC'],
    ['partition one', 'CREATE TABLE one PARTITION OF parted FOR VALUES IN (1)', 'DROP TABLE one'],
    ['storage parameters a', 'ALTER TABLE a SET (fillfactor = 50)', 'ALTER TABLE a RESET (fillfactor)'],
    ['collation of a.name', 'ALTER TABLE a ALTER name TYPE text COLLATE "C"', 'ALTER TABLE a ALTER name TYPE text'],
    ['statistics pairs', 'CREATE STATISTICS pairs ON id, name FROM a', 'DROP STATISTICS pairs'],
    ['collation plain', 'CREATE COLLATION plain FROM "C"', 'DROP COLLATION plain'],
    [
      'operator ###(integer, integer)',
      'CREATE OPERATOR ### (leftarg = int, rightarg = int, function = int4pl)',
      'DROP OPERATOR ### (int, int)',
    ],
    [
      'text search configuration simpler',
      'CREATE TEXT SEARCH CONFIGURATION simpler (COPY = simple)',
      'DROP TEXT SEARCH CONFIGURATION simpler',
    ],
    ['extension citext', 'CREATE EXTENSION citext', 'DROP EXTENSION citext'],
    [
      'cast public.a AS point',
      'CREATE FUNCTION f(a) RETURNS point LANGUAGE sql AS $$ SELECT point(1, 1) $$; CREATE CAST (a AS point) WITH FUNCTION f(a)',
      'DROP CAST (a AS point); DROP FUNCTION f(a)',
    ],
    ['publication news', 'CREATE PUBLICATION news', 'DROP PUBLICATION news'],
    ['schema audit', 'CREATE SCHEMA audit', 'DROP SCHEMA audit'],
    ['table audit.log', 'CREATE SCHEMA audit; CREATE TABLE audit.log (id int)', 'DROP SCHEMA audit CASCADE'],
  ])('%s', async (object, change, undo) => {
    const [come, gone, undone] = await changes(change, undo);
    expect(come).toContain(`added ${object}`);
    expect(gone).toContain(`missing ${object}`);
    expect(undone).toEqual([]);
  });
});

describe('what has become another is told', () => {
  test.each([
    [
      'function same()',
      "CREATE OR REPLACE FUNCTION same() RETURNS int LANGUAGE sql AS 'SELECT 2'",
      "CREATE OR REPLACE FUNCTION same() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
    ['view seen', 'CREATE OR REPLACE VIEW seen AS SELECT 2 AS one', 'CREATE OR REPLACE VIEW seen AS SELECT 1 AS one'],
    ['domain word', "ALTER DOMAIN word SET DEFAULT ''", 'ALTER DOMAIN word DROP DEFAULT'],
    ['column a.name', 'ALTER TABLE a ALTER name SET NOT NULL', 'ALTER TABLE a ALTER name DROP NOT NULL'],
  ])('%s', async (object, change, undo) => {
    expect(await changes(change, undo)).toEqual([[`changed ${object}`], [`changed ${object}`], []]);
  });
});

test('a column that is dropped and comes back in another place is no change', async () => {
  const [, , undone] = await changes(
    'ALTER TABLE a DROP name',
    'ALTER TABLE a ADD name text; ALTER TABLE a DROP id; ALTER TABLE a ADD id int PRIMARY KEY',
  );
  expect(undone).toEqual([]);
});

test("what a session's own settings change is put back first", async () => {
  const before = await inventory();
  await client.query("SET search_path TO pg_catalog; SET DateStyle TO 'SQL'");
  expect(compareInventories(before, await inventory())).toEqual([]);
});
