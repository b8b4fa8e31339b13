import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Diff, diff } from '../../src/schema/diff.ts';
import { hazardsOf } from '../../src/schema/hazards.ts';
import type { Hints } from '../../src/schema/hints.ts';
import { toJson } from '../../src/schema/operation-json.ts';
import { Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

async function diffOf(before: string, after: string, hints?: Hints): Promise<Diff> {
  return diff(await bench.schemaOf(before), await bench.schemaOf(after), hints);
}

const name = (table: string) => ({ schema: 'public', name: table });

describe('renames', () => {
  test('a drop and an add of one type may be one', async () => {
    const { renameCandidates, operations } = await diffOf('CREATE TABLE t (notes text)', 'CREATE TABLE t (bio text)');
    expect(renameCandidates).toEqual([{ kind: 'column', table: name('t'), from: 'notes', to: 'bio' }]);
    expect(operations.map(({ op }) => op)).toEqual(['dropColumn', 'addColumn']);
  });

  test('of another type they are none', async () => {
    const { renameCandidates } = await diffOf('CREATE TABLE t (notes text)', 'CREATE TABLE t (bio int)');
    expect(renameCandidates).toEqual([]);
  });

  test('tables of similar columns, enums of the same values, and values may be renamed', async () => {
    const { renameCandidates } = await diffOf(
      "CREATE TYPE m AS ENUM ('a'); CREATE TYPE v AS ENUM ('a', 'b'); CREATE TABLE worker (id int, name text, x int); CREATE TABLE t (m m, v v)",
      "CREATE TYPE n AS ENUM ('a'); CREATE TYPE v AS ENUM ('a', 'c'); CREATE TABLE employee (id int, name text, y int); CREATE TABLE t (m n, v v); CREATE TABLE other (z date)",
    );
    expect(renameCandidates).toEqual([
      { kind: 'table', from: name('worker'), to: name('employee') },
      { kind: 'enum', from: name('m'), to: name('n') },
      { kind: 'enumValue', enum: name('v'), from: 'b', to: 'c' },
    ]);
  });

  test('an enum that columns shared is not renamed into the own one of each', async () => {
    const { renameCandidates } = await diffOf(
      "CREATE TYPE kind AS ENUM ('a'); CREATE TABLE t (kind kind); CREATE TABLE u (kind kind)",
      "CREATE TYPE t_kind AS ENUM ('a'); CREATE TYPE u_kind AS ENUM ('a'); CREATE TABLE t (kind t_kind); CREATE TABLE u (kind u_kind)",
    );
    expect(renameCandidates).toEqual([]);
  });

  test('none is proposed where the user says that there are none', async () => {
    const { renameCandidates } = await diffOf('CREATE TABLE t (a text)', 'CREATE TABLE t (b text)', {
      noRenames: true,
    });
    expect(renameCandidates).toEqual([]);
  });

  test.each([
    ['varchar(60)', 'varchar(80)', true],
    ['integer', 'bigint', true],
    ['varchar(60)', 'text', true],
    ['numeric(8,2)', 'numeric(10,2)', true],
    ['integer', 'date', false],
  ])('a drop of %s and an add of %s: may it be one? %s', async (from, to, isOne) => {
    const { renameCandidates } = await diffOf(`CREATE TABLE t (a ${from})`, `CREATE TABLE t (b ${to})`);
    expect(renameCandidates).toHaveLength(isOne ? 1 : 0);
  });

  test('a column that is made anew under its own name is no part of one', async () => {
    const { renameCandidates } = await diffOf(
      'CREATE TABLE t (a int, g int DEFAULT 1, b int)',
      'CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED, c date)',
    );
    expect(renameCandidates).toEqual([]);
  });

  test('one of what is not there is refused by name', async () => {
    const { problems } = await diffOf('CREATE TABLE t (a text)', 'CREATE TABLE t (b text)', {
      renames: [
        { kind: 'column', table: name('t'), from: 'x', to: 'b' },
        { kind: 'column', table: name('t'), from: 'a', to: 'y' },
      ],
    });
    expect(problems).toEqual(
      [
        expect.objectContaining({ code: 'RENAME_UNKNOWN', object: 'column t: a → y' }),
        expect.objectContaining({ code: 'RENAME_UNKNOWN', object: 'column t: x → b' }),
      ].toReversed(),
    );
  });

  test('one onto a name that is taken is refused', async () => {
    const { problems } = await diffOf('CREATE TABLE t (a text, b text)', 'CREATE TABLE t (b text)', {
      renames: [{ kind: 'column', table: name('t'), from: 'a', to: 'b' }],
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'RENAME_TAKEN', object: 'column t: a → b' })]);
  });

  test('one onto a name that is taken is refused, though another table gives that name up', async () => {
    const { problems } = await diffOf(
      'CREATE TABLE t (a text, b text); CREATE TABLE u (b text)',
      'CREATE TABLE t (b text); CREATE TABLE u (c text)',
      {
        renames: [
          { kind: 'column', table: name('t'), from: 'a', to: 'b' },
          { kind: 'column', table: name('u'), from: 'b', to: 'c' },
        ],
      },
    );
    expect(problems).toEqual([expect.objectContaining({ code: 'RENAME_TAKEN', object: 'column t: a → b' })]);
  });
});

describe('what a model says for good (renamedFrom)', () => {
  const renamedFrom = [{ kind: 'column' as const, table: name('t'), from: 'a', to: 'b' }];

  test('is a rename, and no question', async () => {
    const { operations, renameCandidates } = await diffOf('CREATE TABLE t (a text)', 'CREATE TABLE t (b text)', {
      renamedFrom,
    });
    expect(operations.map(({ op }) => op)).toEqual(['renameColumn']);
    expect(renameCandidates).toEqual([]);
  });

  test.each([
    ['where it is done', 'CREATE TABLE t (b text)'],
    ['where the table is new', ''],
    ['where nothing of the old name ever was', 'CREATE TABLE t ()'],
    ['where it is done, and something of the old name came and goes', 'CREATE TABLE t (a text, b text)'],
  ])('is ignored %s', async (_where, before) => {
    const { operations, problems } = await diffOf(before, 'CREATE TABLE t (b text)', { renamedFrom });
    expect(problems).toEqual([]);
    expect(operations.map(({ op }) => op)).not.toContain('renameColumn');
  });

  test.each([
    ['where the old name stays wanted', 'CREATE TABLE t (a text)', 'CREATE TABLE t (a text, b text)', renamedFrom],
    [
      'in a cycle, which can not be told from one that is done',
      'CREATE TABLE t (a text, b int)',
      'CREATE TABLE t (a text, b int)',
      [...renamedFrom, { kind: 'column' as const, table: name('t'), from: 'b', to: 'a' }],
    ],
  ])('is ignored %s', async (_where, before, after, said) => {
    const { operations, problems } = await diffOf(before, after, { renamedFrom: said });
    expect(problems).toEqual([]);
    expect(operations.map(({ op }) => op)).not.toContain('renameColumn');
  });

  test('goes along a chain: each name is free when its turn comes', async () => {
    const said = [...renamedFrom, { kind: 'column' as const, table: name('t'), from: 'b', to: 'c' }];
    const { operations, problems } = await diffOf('CREATE TABLE t (a text, b int)', 'CREATE TABLE t (b text, c int)', {
      renamedFrom: said,
    });
    expect(problems).toEqual([]);
    expect(operations.map(({ op }) => op)).toEqual(['renameColumn', 'renameColumn']);
  });

  test('gives way to what the user decides', async () => {
    const { operations, problems } = await diffOf('CREATE TABLE t (a text, c text)', 'CREATE TABLE t (b text)', {
      renamedFrom,
      renames: [{ kind: 'column', table: name('t'), from: 'c', to: 'b' }],
    });
    expect(problems).toEqual([]);
    expect(operations.map(({ op }) => op)).toEqual(['renameColumn', 'dropColumn']);
  });
});

describe('type changes without a cast', () => {
  test.each([
    ['integer', 'uuid'],
    ['integer', 'integer[]'],
    ['boolean', 'date'],
    ['public.citext_like', 'point'],
  ])('%s → %s is for the user to decide', async (from, to) => {
    const domain = 'CREATE DOMAIN citext_like AS int';
    const { undecidedCasts } = await diffOf(
      `${domain}; CREATE TABLE t (a ${from})`,
      `${domain}; CREATE TABLE t (a ${to})`,
    );
    expect(undecidedCasts).toEqual([{ table: name('t'), column: 'a', from, to }]);
  });
});

describe('what no operation changes is named:', () => {
  test('how a table is partitioned', async () => {
    const { operations, problems } = await diffOf(
      'CREATE TABLE t (a int, b int) PARTITION BY LIST (a)',
      'CREATE TABLE t (a int, b int) PARTITION BY LIST (b)',
    );
    expect(operations).toEqual([]);
    expect(problems).toEqual([
      {
        code: 'INEXPRESSIBLE',
        object: 'table t',
        text: 'No operation changes this: partitionBy: "LIST (a)" → "LIST (b)"',
      },
    ]);
  });

  test('an index that is not valid is wanted by nobody; one that is there is made anew', async () => {
    const whole = await bench.schemaOf('CREATE TABLE t (a int); CREATE INDEX i ON t (a)');
    const broken = {
      ...whole,
      tables: whole.tables.map((table) => ({
        ...table,
        indexes: table.indexes.map((index) => ({ ...index, invalid: true as const })),
      })),
    };
    expect(diff(broken, whole).operations.map(({ op }) => op)).toEqual(['dropIndex', 'addIndex']);
    expect(diff(broken, whole).problems).toEqual([]);
    expect(diff(whole, broken).problems).toContainEqual(
      expect.objectContaining({ code: 'INEXPRESSIBLE', object: 'table t' }),
    );
  });
});

test('operations as JSON: the default schema is left out', async () => {
  const { operations } = await diffOf(
    "CREATE SCHEMA other; CREATE TYPE m AS ENUM ('a', 'b'); CREATE TABLE t (a varchar(9) DEFAULT 'x', m m, UNIQUE (a)); CREATE TABLE other.u (b int)",
    "CREATE SCHEMA other; CREATE TYPE m AS ENUM ('a'); CREATE TABLE t (a varchar(10) DEFAULT 'y', m m, c int CHECK (c > 0), UNIQUE (a, c)); CREATE INDEX i ON t (a, (c + 1)); CREATE TABLE other.u (b int NOT NULL); COMMENT ON TABLE other.u IS 'U'",
  );
  expect(operations.map((operation) => toJson(operation))).toEqual([
    { op: 'dropUnique', table: 't', name: 't_a_key', columns: ['a'] },
    { op: 'alterType', table: 't', column: 'a', from: 'character varying(9)', to: 'character varying(10)' },
    { op: 'replaceEnum', enum: 'm', from: ['a', 'b'], to: ['a'], removed: ['b'] },
    { op: 'setNotNull', schema: 'other', table: 'u', column: 'b' },
    { op: 'setDefault', table: 't', column: 'a', from: "'x'::character varying", to: "'y'::character varying" },
    { op: 'addColumn', table: 't', column: 'c' },
    { op: 'addUnique', table: 't', name: 't_a_c_key', columns: ['a', 'c'] },
    { op: 'addCheck', table: 't', name: 't_c_check' },
    { op: 'addIndex', table: 't', name: 'i', columns: ['a', '((c + 1))'] },
    { op: 'setComment', schema: 'other', table: 'u', to: 'U' },
  ]);
});

describe('a default whose cast gives another value is another default:', () => {
  test.each([
    ['numeric(10,2)', '2.7', '2.7::integer'],
    ['numeric', '1.239', '1.239::numeric(10,2)'],
    ['text', "'abcdef'", "'abcdef'::varchar(3)"],
    ['double precision', '0.1', "'0.1'::real"],
    ['timestamptz', "'2020-01-01 00:00:00.9+00'", "'2020-01-01 00:00:00.9+00'::timestamptz(0)"],
  ])('%s %s → %s', async (type, from, to) => {
    const { operations } = await diffOf(
      `CREATE TABLE t (a ${type} DEFAULT ${from})`,
      `CREATE TABLE t (a ${type} DEFAULT ${to})`,
    );
    expect(operations.map(({ op }) => op)).toEqual(['setDefault']);
  });

  test.each([
    ['numeric(10,2)', '5', "'5'::integer"],
    ['double precision', '0.5', '0.5::numeric'],
    ['varchar(9)', "'a'", "'a'::text"],
  ])('and not where it gives the same: %s %s → %s', async (type, from, to) => {
    const { operations } = await diffOf(
      `CREATE TABLE t (a ${type} DEFAULT ${from})`,
      `CREATE TABLE t (a ${type} DEFAULT ${to})`,
    );
    expect(operations).toEqual([]);
  });
});

describe('a type change that rounds or cuts says so:', () => {
  test.each([
    ['interval', 'interval year to month'],
    ['double precision', 'numeric(10,2)'],
    ['numeric(30,10)', 'double precision'],
    ['bigint', 'double precision'],
    ['text', 'date'],
    ['text', 'numeric(10,2)'],
    ['jsonb', 'integer'],
    ['inet', 'cidr'],
    ['interval', 'time'],
    ['timestamptz', 'timestamp(0)'],
    ['interval', 'interval(0)'],
  ])('%s → %s', async (from, to) => {
    const { operations } = await diffOf(`CREATE TABLE t (a ${from})`, `CREATE TABLE t (a ${to})`);
    expect(
      hazardsOf(operations)
        .flat()
        .map(({ code }) => code),
    ).toContain('data-loss');
  });

  test.each([
    ['date', 'timestamptz'],
    ['integer', 'double precision'],
    ['numeric(8,2)', 'numeric(10,2)'],
    ['varchar(3)', 'text'],
    ['interval(0)', 'interval'],
  ])('and one that does not, does not: %s → %s', async (from, to) => {
    const { operations } = await diffOf(`CREATE TABLE t (a ${from})`, `CREATE TABLE t (a ${to})`);
    expect(
      hazardsOf(operations)
        .flat()
        .map(({ code }) => code),
    ).not.toContain('data-loss');
  });
});
