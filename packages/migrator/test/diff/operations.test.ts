import { describe, expect, test } from 'vitest';
import { apply, applyAll } from '../../src/schema/apply.ts';
import { castBetween } from '../../src/schema/casts.ts';
import { isSameDefault } from '../../src/schema/default-value.ts';
import { diff } from '../../src/schema/diff.ts';
import { mentionsColumn, plainNames, renameColumnIn, renameValueIn } from '../../src/schema/expression.ts';
import { hazards } from '../../src/schema/hazards.ts';
import type { Operation } from '../../src/schema/operation.ts';
import { renderMigration } from '../../src/schema/render-migration.ts';
import { reverse, reverseAll } from '../../src/schema/reverse.ts';
import type { Column, Schema, Table } from '../../src/schema/schema.ts';
import { toSql } from '../../src/schema/statement.ts';

const table = { schema: 'public', name: 't' };
const mood = { schema: 'public', name: 'mood' };

const column = (name: string, rest: Partial<Column> = {}): Column => ({
  name,
  type: 'integer',
  nullable: true,
  ...rest,
});

const tableOf = (...columns: Column[]): Table => ({
  ...table,
  columns,
  uniques: [],
  checks: [],
  foreignKeys: [],
  exclusions: [],
  indexes: [],
});

const schemaOf = (...columns: Column[]): Schema => ({ schemas: ['public'], enums: [], tables: [tableOf(...columns)] });

describe('reverse', () => {
  const uses = { columns: [], dependents: [] };

  test.each<[Operation, Operation[]]>([
    [{ op: 'createSchema', name: 's' }, [{ op: 'dropSchema', name: 's' }]],
    [{ op: 'dropTable', table: tableOf() }, [{ op: 'createTable', table: tableOf() }]],
    [{ op: 'setNotNull', table, column: 'a' }, [{ op: 'dropNotNull', table, column: 'a' }]],
    [{ op: 'renameColumn', table, from: 'a', to: 'b' }, [{ op: 'renameColumn', table, from: 'b', to: 'a' }]],
    [{ op: 'setDefault', table, column: 'a', to: '1' }, [{ op: 'dropDefault', table, column: 'a', from: '1' }]],
    [
      { op: 'setDefault', table, column: 'a', from: '1', to: '2' },
      [{ op: 'setDefault', table, column: 'a', from: '2', to: '1' }],
    ],
    [{ op: 'dropComment', table, from: 'c' }, [{ op: 'setComment', table, to: 'c' }]],
    [
      { op: 'addEnumValue', enum: mood, value: 'b', before: 'c', from: ['a', 'c'], uses },
      [{ op: 'replaceEnum', enum: mood, from: ['a', 'b', 'c'], to: ['a', 'c'], uses }],
    ],
    [
      { op: 'alterType', table, column: 'a', from: { type: 'text' }, to: { type: 'integer' }, using: '"a"::integer' },
      [{ op: 'alterType', table, column: 'a', from: { type: 'integer' }, to: { type: 'text' } }],
    ],
    [
      {
        op: 'alterType',
        table,
        column: 'a',
        from: { type: 'integer' },
        to: { type: 'uuid' },
        using: 'gen_random_uuid()',
      },
      [
        {
          op: 'alterType',
          table,
          column: 'a',
          from: { type: 'uuid' },
          to: { type: 'integer' },
          using: '"a"::text::integer',
        },
      ],
    ],
  ])('%j', (operation, reversed) => {
    expect(reverse(operation)).toEqual(reversed);
    expect(JSON.parse(JSON.stringify(operation))).toEqual(operation);
  });

  test('what is validated is made anew, NOT VALID', () => {
    const check = { name: 'x', expression: '(a > 0)' };
    expect(reverse({ op: 'validateConstraint', table, constraint: { kind: 'check', check } })).toEqual([
      { op: 'dropCheck', table, check },
      { op: 'addCheck', table, check: { ...check, notValid: true } },
    ]);
  });

  test('rebuilds of one enum in a row are one', () => {
    const add = (value: string, from: string[]): Operation => ({ op: 'addEnumValue', enum: mood, value, from, uses });
    expect(reverseAll([add('b', ['a']), add('c', ['a', 'b'])])).toEqual([
      { op: 'replaceEnum', enum: mood, from: ['a', 'b', 'c'], to: ['a'], uses },
    ]);
  });
});

describe('apply', () => {
  test('changes nothing that it is given', () => {
    const before = schemaOf(column('a'));
    const frozen = structuredClone(before);
    apply(before, { op: 'setNotNull', table, column: 'a' });
    expect(before).toEqual(frozen);
  });

  test('the sequence of an identity column follows its type, that of a serial does not', () => {
    const sequence = {
      schema: 'public',
      name: 's',
      type: 'integer',
      start: '1',
      increment: '1',
      minimum: '1',
      maximum: '2147483647',
      cycle: false,
    };
    const retype: Operation = {
      op: 'alterType',
      table,
      column: 'a',
      from: { type: 'integer' },
      to: { type: 'bigint' },
    };
    const typeAfter = (kind: 'serial' | 'always'): string | undefined =>
      apply(schemaOf(column('a', { autoIncrement: { kind, sequence } })), retype).tables[0]?.columns[0]?.autoIncrement
        ?.sequence.type;
    expect(typeAfter('always')).toBe('bigint');
    expect(typeAfter('serial')).toBe('integer');
  });

  test('forth and back is where it began', () => {
    const [from, to] = [schemaOf(column('a', { default: '1' }), column('b')), schemaOf(column('a', { type: 'text' }))];
    const { operations } = diff(from, to);
    expect(applyAll(from, operations)).toEqual(to);
    expect(
      applyAll(to, reverseAll(operations)).tables[0]?.columns.toSorted((x, y) => (x.name < y.name ? -1 : 1)),
    ).toEqual(from.tables[0]?.columns);
  });
});

describe('expressions', () => {
  test.each([
    ['(a > 0)', true],
    ["(b = 'a'::text)", false],
    ['(a(b) > 0)', false],
    ['("A" > 0)', false],
    ['(b)::a', false],
    ['(b)::public.a', false],
    ['(t.* IS NOT NULL)', true],
    ["(b = E'\\'a')", false],
  ])('%s reads column a: %s', (text, expected) => {
    expect(mentionsColumn(text, 't', 'a')).toBe(expected);
  });

  test.each([
    ['(zone > (b)::timestamp with time zone)', 'zone', '("x" > (b)::timestamp with time zone)'],
    ["(text = 'text'::text)", 'text', `("x" = 'text'::text)`],
    ['("a""b" > 0)', 'a"b', '("x" > 0)'],
    ['(1e5 > e5)', 'e5', '(1e5 > "x")'],
  ])('%s with %s renamed', (text, from, renamed) => {
    expect(renameColumnIn(text, from, 'x')).toBe(renamed);
  });

  test('a value of an enum is renamed in literals and in arrays', () => {
    const renamed = (text: string): string => renameValueIn(text, mood, "it's", 'a b');
    expect(renamed("('it''s'::public.mood = 'it''s'::text)")).toBe("('a b'::public.mood = 'it''s'::text)");
    expect(renamed(`'{it''s,b,"it''s too"}'::public.mood[]`)).toBe(`'{"a b",b,"it''s too"}'::public.mood[]`);
  });

  test('quotes that are not needed mean nothing', () => {
    expect(plainNames('("a" > "B" AND "true")')).toBe('(a > "B" AND "true")');
  });
});

describe('defaults', () => {
  test.each([
    ['5', "'5'::bigint", 'bigint'],
    ['(3)::smallint', '3', 'smallint'],
    ['9.90', "'9.9'::numeric", 'numeric(10,2)'],
    ["'-1'::integer", '(-1)', 'integer'],
    ['now()', 'CURRENT_TIMESTAMP', 'timestamp without time zone'],
    ['NULL::character varying', undefined, 'character varying(9)'],
    ["'x'::text", "'x'::character varying", 'character varying(9)'],
    ['ARRAY[]::text[]', "'{}'::text[]", 'text[]'],
    ['0', "'-0.00'::numeric", 'numeric'],
  ])('%s is %s', (a, b, type) => {
    expect(isSameDefault(a, b, type)).toBe(true);
  });

  test.each([
    ["'now()'::text", 'now()', 'text'],
    ["'5'::text", '5', 'text'],
    ["'05'::text", "'5'::text", 'text'],
    ['1', '-1', 'integer'],
    ['10', '1', 'integer'],
    ['0.10', '0.01', 'numeric'],
    ["'{}'::jsonb", "'{}'::text", 'text'],
    ['CURRENT_TIMESTAMP', 'clock_timestamp()', 'timestamp with time zone'],
    ["''::text", undefined, 'text'],
    ["'NULL'::text", undefined, 'text'],
  ])('%s is not %s', (a, b, type) => {
    expect(isSameDefault(a, b, type)).toBe(false);
  });
});

describe('casts', () => {
  test.each([
    ['integer', 'bigint', 'assignment'],
    ['text', 'integer', 'explicit'],
    ['integer', 'text', 'assignment'],
    ['integer', 'uuid', 'none'],
    ['text[]', 'integer[]', 'explicit'],
    ['text', 'text[]', 'explicit'],
    ['integer', 'integer[]', 'none'],
    ['jsonb', 'character varying(9)', 'assignment'],
    ['public.mood', 'text', 'assignment'],
    ['interval day to second', 'interval', 'assignment'],
  ])('%s → %s: %s', (from, to, cast) => {
    expect(castBetween(from, to)).toBe(cast);
  });
});

describe('hazards of a type change', () => {
  test.each([
    ['character varying(9)', 'character varying(10)', []],
    ['character varying(9)', 'text', []],
    ['text', 'character varying', []],
    ['numeric(10,2)', 'numeric', []],
    ['numeric', 'numeric(10,2)', ['rewrites-table', 'fails-on-cast', 'data-loss']],
    ['timestamp(3) without time zone', 'timestamp without time zone', []],
    ['timestamp with time zone', 'timestamp(0) with time zone', ['rewrites-table', 'data-loss']],
    ['timestamp with time zone', 'timestamp without time zone', ['rewrites-table', 'time-zone']],
    ['timestamp with time zone', 'date', ['rewrites-table', 'time-zone', 'data-loss']],
    ['integer', 'bigint', ['rewrites-table']],
    ['bigint', 'integer', ['rewrites-table', 'fails-on-cast']],
    ['integer', 'text', ['rewrites-table']],
    ['double precision', 'integer', ['rewrites-table', 'fails-on-cast', 'data-loss']],
    ['character(3)', 'text', ['rewrites-table']],
  ])('%s → %s', (from, to, codes) => {
    const operation: Operation = { op: 'alterType', table, column: 'a', from: { type: from }, to: { type: to } };
    expect(hazards(operation).map(({ code }) => code)).toEqual(codes);
  });
});

test.each([
  ['now()', []],
  ['CURRENT_TIMESTAMP(3)', []],
  ["COALESCE(NULL::text, 'x'::text)", []],
  ["COALESCE(md5((random())::text), 'x'::text)", ['rewrites-table']],
  ['"NOW"()', ['rewrites-table']],
])('a new column with the default %s', (text, codes) => {
  const operation: Operation = { op: 'addColumn', table, column: column('a', { type: 'text', default: text }) };
  expect(hazards(operation).map(({ code }) => code)).toEqual(codes);
});

test('the file: hazards above their statements, down below, the same bytes each time', () => {
  const operations: Operation[] = [
    { op: 'dropColumn', table, column: column('old\nname', { comment: "it's" }) },
    { op: 'addColumn', table, column: column('b', { nullable: false, default: '7' }) },
  ];
  expect(renderMigration(operations)).toBe(`-- migrate:up
-- hazard: data-loss Every value of t.old name is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN U&"old\\000aname";
ALTER TABLE "public"."t" ADD COLUMN "b" integer NOT NULL DEFAULT 7;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ADD COLUMN U&"old\\000aname" integer;
COMMENT ON COLUMN "public"."t".U&"old\\000aname" IS 'it''s';
`);
  expect(renderMigration(operations)).toBe(renderMigration(structuredClone(operations)));
});

test('an operation that nobody knows is refused', () => {
  expect(() => toSql({ op: 'dropEverything' } as unknown as Operation)).toThrow(/unknown operation/);
});
