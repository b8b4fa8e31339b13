import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSqlMigration } from '../../src/migration-file.ts';
import { diff } from '../../src/schema/diff.ts';
import type { Rename } from '../../src/schema/hints.ts';
import { renderMigration } from '../../src/schema/render-migration.ts';
import { comparable, Workbench } from './workbench.ts';

/**
 * The changes that other migrators of the field get wrong: a second constraint beside the old one, an enum that stays as it
 * was, a column dropped where it was renamed. Each on tables with rows, and with the second diff empty (`prove`).
 */
const PERSON = `
  CREATE TYPE state AS ENUM ('new', 'old', 'gone');
  CREATE TABLE team (id serial PRIMARY KEY, name text);
  CREATE TABLE person (
    id serial PRIMARY KEY, last_name varchar(100) NOT NULL, age text DEFAULT '0', notes text, state state NOT NULL DEFAULT 'new',
    team int REFERENCES team ON DELETE SET NULL, salary numeric(10,2) DEFAULT 9.90);
  CREATE INDEX person_last_name ON person (last_name);
  CREATE INDEX person_rich ON person (salary) WHERE salary > 100;
  COMMENT ON COLUMN person.salary IS 'per month'`;

const ROWS = `
  INSERT INTO team (name) VALUES ('a');
  INSERT INTO person (last_name, age, notes, state, team) VALUES ('Li', '41', 'private', 'new', 1), ('O''Hara', '7', NULL, 'old', NULL)`;

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

/** The schema with a part of its text replaced. */
const changed = (from: string, to: string): string => {
  expect(PERSON).toContain(from);
  return PERSON.replace(from, to);
};

const KEPT = 'SELECT id, team, salary FROM person ORDER BY id';

const PERSON_TABLE = { schema: 'public', name: 'person' };

interface Ran {
  ops: string[];
  /** The answer before and after up. */
  before: unknown;
  after: unknown;
}

/** Up on rows that all stay, a second diff that is empty, and down to what was. */
async function run(after: string, question: string, renames: Rename[] = []): Promise<Ran> {
  const to = await bench.schemaOf(after);
  const from = await bench.schemaOf(PERSON);
  await bench.client.query(ROWS);
  const before = await bench.answer(question).catch(() => undefined);
  const kept = await bench.answer(KEPT);
  const { operations, problems } = diff(from, to, { renames, noRenames: true });
  expect(problems).toEqual([]);
  const file = parseSqlMigration('test.sql', renderMigration(operations));
  await bench.run(file.up.sql);
  const answer = await bench.answer(question);
  expect(await bench.answer(KEPT)).toEqual(kept);
  expect(diff(await bench.introspect(), to, { noRenames: true })).toMatchObject({ operations: [], problems: [] });
  await bench.run(file.down?.sql ?? '');
  expect(comparable(await bench.introspect())).toEqual(comparable(from));
  return { ops: operations.map(({ op }) => op), before, after: answer };
}

describe('changes that go through with the rows there:', () => {
  test('1 a nullable column', async () => {
    const { ops, after: answer } = await run(
      changed('notes text,', 'notes text, nick text,'),
      'SELECT nick FROM person',
    );
    expect(ops).toEqual(['addColumn']);
    expect(answer).toEqual([{ nick: null }, { nick: null }]);
  });

  test('2 a NOT NULL column with a default: old rows have it', async () => {
    const { ops, after: answer } = await run(
      changed('notes text,', 'notes text, active boolean NOT NULL DEFAULT true,'),
      'SELECT active FROM person',
    );
    expect(ops).toEqual(['addColumn']);
    expect(answer).toEqual([{ active: true }, { active: true }]);
  });

  test('3 a dropped column, and no other', async () => {
    const { ops, after: answer } = await run(
      changed('notes text, ', ''),
      'SELECT last_name, age FROM person ORDER BY id',
    );
    expect(ops).toEqual(['dropColumn']);
    expect(answer).toEqual([
      { last_name: 'Li', age: '41' },
      { last_name: "O'Hara", age: '7' },
    ]);
  });

  test('4 varchar 100 → 150: neither the table nor its index is written anew', async () => {
    const files = "SELECT relname, relfilenode FROM pg_class WHERE relname IN ('person', 'person_last_name')";
    const { ops, before, after } = await run(changed('varchar(100)', 'varchar(150)'), `${files} ORDER BY 1`);
    expect(ops).toEqual(['alterType']);
    expect(before).toHaveLength(2);
    expect(after).toEqual(before);
  });

  test('5 text → int: every value is converted, the default too', async () => {
    const { ops, after: answer } = await run(
      changed("age text DEFAULT '0'", 'age int DEFAULT 0'),
      'SELECT age FROM person ORDER BY id',
    );
    expect(ops).toEqual(['dropDefault', 'alterType', 'setDefault']);
    expect(answer).toEqual([{ age: 41 }, { age: 7 }]);
  });

  test('6 a value added to an enum stands in its place', async () => {
    const { ops, after } = await run(
      changed("'old', 'gone')", "'back', 'old', 'gone')"),
      "SELECT 'back'::state > 'new' AND 'back'::state < 'old' AS between",
    );
    expect(ops).toEqual(['addEnumValue']);
    expect(after).toEqual([{ between: true }]);
  });

  test('7 a value that no row has is removed from an enum, the default and the rows stay', async () => {
    const { ops, after: answer } = await run(
      changed(", 'gone')", ')'),
      'SELECT array_agg(state::text ORDER BY id) AS states, enum_range(NULL::state)::text AS all FROM person',
    );
    expect(ops).toEqual(['replaceEnum']);
    expect(answer).toEqual([{ states: ['new', 'old'], all: '{new,old}' }]);
  });

  test('8 a renamed column with an index: one RENAME, and the index is the same file under the same number', async () => {
    const index = "SELECT oid, relfilenode FROM pg_class WHERE relname = 'person_last_name'";
    const rename: Rename = { kind: 'column', table: PERSON_TABLE, from: 'last_name', to: 'surname' };
    const wanted = changed('last_name varchar', 'surname varchar').replace('(last_name)', '(surname)');
    const { ops, before, after } = await run(wanted, index, [rename]);
    expect(ops).toEqual(['renameColumn']);
    expect(before).toHaveLength(1);
    expect(after).toEqual(before);
  });

  test('9 an index', async () => {
    const { ops } = await run(`${PERSON}; CREATE INDEX person_age ON person (age)`, 'SELECT 1');
    expect(ops).toEqual(['addIndex']);
  });

  test('10 a partial index keeps its predicate', async () => {
    const { ops, after: answer } = await run(
      `${PERSON}; CREATE INDEX person_old ON person (age) WHERE state = 'old'`,
      "SELECT pg_get_expr(indpred, indrelid) AS where FROM pg_index WHERE indexrelid = 'person_old'::regclass",
    );
    expect(ops).toEqual(['addIndex']);
    expect(answer).toEqual([{ where: "(state = 'old'::state)" }]);
  });

  test('11 a changed default, and the rows keep the old one', async () => {
    const { ops, after } = await run(
      changed('DEFAULT 9.90', 'DEFAULT 12'),
      "SELECT min(salary)::text AS oldest, (SELECT column_default FROM information_schema.columns WHERE table_name = 'person' AND column_name = 'salary') AS default FROM person",
    );
    expect(ops).toEqual(['setDefault']);
    expect(after).toEqual([{ oldest: '9.90', default: '12' }]);
  });

  test('12 a changed comment', async () => {
    const { ops, after: answer } = await run(
      changed("'per month'", "'每月'"),
      "SELECT col_description('person'::regclass, attnum) AS comment FROM pg_attribute WHERE attrelid = 'person'::regclass AND attname = 'salary'",
    );
    expect(ops).toEqual(['setComment']);
    expect(answer).toEqual([{ comment: '每月' }]);
  });

  test('13 a changed action of a foreign key leaves one foreign key', async () => {
    const { ops, after: answer } = await run(
      changed('ON DELETE SET NULL', 'ON DELETE CASCADE'),
      "SELECT conname, confdeltype FROM pg_constraint WHERE conrelid = 'person'::regclass AND contype = 'f'",
    );
    expect(ops).toEqual(['alterForeignKey']);
    expect(answer).toEqual([{ conname: 'person_team_fkey', confdeltype: 'c' }]);
  });

  test('16 a changed predicate of an index', async () => {
    const { ops, after: answer } = await run(
      changed('WHERE salary > 100', 'WHERE salary > 200'),
      "SELECT pg_get_expr(indpred, indrelid) AS where FROM pg_index WHERE indexrelid = 'person_rich'::regclass",
    );
    expect(ops).toEqual(['dropIndex', 'addIndex']);
    expect(answer).toEqual([{ where: '(salary > (200)::numeric)' }]);
  });

  test('17 notes dropped and a bio of the same type added: never a rename unless somebody says so', async () => {
    const after = changed('notes text', 'bio text');
    const to = await bench.schemaOf(after);
    const { renameCandidates, operations } = diff(await bench.schemaOf(PERSON), to);
    expect(renameCandidates).toEqual([{ kind: 'column', table: PERSON_TABLE, from: 'notes', to: 'bio' }]);
    expect(operations.map(({ op }) => op)).toEqual(['dropColumn', 'addColumn']);
    const { ops, after: answer } = await run(after, 'SELECT bio FROM person');
    expect(ops).toEqual(['dropColumn', 'addColumn']);
    expect(answer).toEqual([{ bio: null }, { bio: null }]);
  });
});

describe('changes that the rows do not allow fail whole:', () => {
  test.each([
    [
      '14 a value removed from an enum while a row has it',
      PERSON.replace("'old', ", ''),
      /invalid input value for enum/,
    ],
    [
      '15 a NOT NULL column without a default',
      PERSON.replace('notes text,', 'notes text, nick text NOT NULL,'),
      /null values/,
    ],
  ])('%s', async (_name, after, error) => {
    await expect(run(after, 'SELECT 1')).rejects.toThrow(error);
    const is = comparable(await bench.introspect());
    const states = await bench.answer('SELECT id, last_name, state::text FROM person ORDER BY id');
    expect(states).toEqual([
      { id: 1, last_name: 'Li', state: 'new' },
      { id: 2, last_name: "O'Hara", state: 'old' },
    ]);
    expect(is).toEqual(comparable(await bench.schemaOf(PERSON)));
  });
});
