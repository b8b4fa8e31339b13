import { type Case, sameValue } from '../case.ts';
import type { Change } from '../workbench.ts';

/** Two spellings of one thing: nothing is to be done, in neither direction. */
const twin = (
  name: string,
  before: string,
  after: string,
  more: Partial<Change> & Pick<Case, 'equal' | 'since'> = {},
): Case => ({
  name,
  before,
  after,
  ops: [],
  ...more,
});

const table = (...columns: string[]): string => `CREATE TABLE t (${columns.join(', ')})`;
const columns = (types: string): string => table(...types.split('; ').map((type, at) => `c${at} ${type}`));
const MOOD = "CREATE TYPE mood AS ENUM ('a', 'b', 'c')";

export const typeTwins: Case[] = [
  twin('integers', columns('int2; int4; int8'), columns('smallint; integer; bigint')),
  twin(
    'texts',
    columns('varchar; varchar(9); char; char(3)'),
    columns('character varying; character varying(9); character(1); character(3)'),
  ),
  twin('national texts', columns('nchar(3); national character varying(9)'), columns('character(3); varchar(9)')),
  twin('numerics', columns('decimal; decimal(5); dec(5, 2)'), columns('numeric; numeric(5, 0); numeric(5,2)')),
  twin('floats', columns('float; float(24); float(53)'), columns('double precision; real; float8')),
  twin(
    'times',
    columns('timestamp; timestamptz; time; timetz; timestamptz(3)'),
    columns(
      'timestamp without time zone; timestamp with time zone; time without time zone; time with time zone; timestamp(3) with time zone',
    ),
  ),
  twin('bits and booleans', columns('bool; varbit(5); bit'), columns('boolean; bit varying(5); bit(1)')),
  twin('arrays', columns('int[]; int[3]; int[][]; int ARRAY'), columns('integer[]; int4[]; integer[]; integer[]')),
  twin('with the schema of the system', columns('pg_catalog.jsonb; pg_catalog.int4'), columns('jsonb; int')),
  twin('serials', columns('serial4; serial8; serial2'), columns('serial; bigserial; smallserial')),
  twin(
    'an enum under its whole name, and its array',
    `${MOOD}; ${columns('mood; mood[]')}`,
    `CREATE TYPE public.mood AS ENUM ('a', 'b', 'c'); ${columns('public.mood; "public"."mood" ARRAY')}`,
  ),
  twin('intervals', columns('interval(3); interval; interval day'), columns('INTERVAL(3); INTERVAL; interval DAY')),
];

export const defaultTwins: Case[] = [
  twin(
    'the start of the transaction',
    columns('timestamptz DEFAULT now(); timestamptz DEFAULT CURRENT_TIMESTAMP'),
    columns('timestamptz DEFAULT transaction_timestamp(); timestamptz DEFAULT now()'),
    {
      equal: sameValue(
        'set default:public.t.c0 expr: now() → transaction_timestamp()',
        'set default:public.t.c1 expr: CURRENT_TIMESTAMP → now()',
      ),
    },
  ),
  twin(
    'none, and null',
    columns('int; text DEFAULT NULL; varchar(9)'),
    columns('int DEFAULT NULL; text; varchar(9) DEFAULT NULL::character varying'),
    { equal: sameValue('add default:public.t.c2') },
  ),
  twin(
    'whole numbers',
    columns('int DEFAULT 5; bigint DEFAULT 5; int DEFAULT -1; smallint DEFAULT 0'),
    columns("int DEFAULT '5'; bigint DEFAULT '5'::integer; int DEFAULT '-1'::int; smallint DEFAULT (0)"),
  ),
  twin('a number beyond an integer', columns('bigint DEFAULT 10000000000'), columns("bigint DEFAULT '10000000000'")),
  twin(
    'decimals',
    columns('numeric(10,2) DEFAULT 9.90; numeric DEFAULT 0'),
    columns("numeric(10,2) DEFAULT '9.9'; numeric DEFAULT 0.0"),
    { equal: sameValue('set default:public.t.c0 expr: 9.90 → 9.9', 'set default:public.t.c1 expr: 0 → 0.0') },
  ),
  twin(
    'texts with and without a cast',
    columns("text DEFAULT 'x'; varchar(9) DEFAULT 'x'"),
    columns("text DEFAULT 'x'::text; varchar(9) DEFAULT 'x'::text"),
    { equal: sameValue("set default:public.t.c1 expr: 'x'::character varying → 'x'::text") },
  ),
  twin(
    'quotes in four spellings',
    columns("text DEFAULT 'it''s'; text DEFAULT 'it''s'; text DEFAULT 'it''s'"),
    columns("text DEFAULT $$it's$$; text DEFAULT E'it\\'s'; text DEFAULT U&'it\\0027s'"),
  ),
  twin(
    'booleans',
    columns('boolean DEFAULT false; boolean DEFAULT true'),
    columns("boolean DEFAULT 'no'; boolean DEFAULT 't'::boolean"),
  ),
  twin(
    'empty arrays',
    columns("text[] DEFAULT '{}'; int[] DEFAULT '{}'"),
    columns("text[] DEFAULT ARRAY[]::text[]; int[] DEFAULT '{}'::int[]"),
    { equal: sameValue("set default:public.t.c0 expr: '{}'::text[] → ARRAY[]::text[]") },
  ),
  twin(
    'json',
    columns(`jsonb DEFAULT '{}'; json DEFAULT '[]'`),
    columns(`jsonb DEFAULT '{}'::jsonb; json DEFAULT '[]'::json`),
  ),
  twin(
    'functions',
    columns('uuid DEFAULT gen_random_uuid(); text DEFAULT md5(random()::text)'),
    columns('uuid DEFAULT pg_catalog.gen_random_uuid(); text DEFAULT md5(CAST(random() AS text))'),
  ),
  twin(
    'an interval from now',
    columns("timestamptz DEFAULT now() + interval '1 day'"),
    columns("timestamptz DEFAULT (now() + '1 day'::interval)"),
  ),
  twin(
    'a date, and the day of the session',
    columns("date DEFAULT CURRENT_DATE; date DEFAULT '2026-11-22'"),
    columns("date DEFAULT current_date; date DEFAULT '2026-11-22'::date"),
  ),
  twin(
    'a value of an enum',
    `${MOOD}; ${columns("mood DEFAULT 'a'; mood[] DEFAULT '{a,b}'")}`,
    `${MOOD}; ${columns("mood DEFAULT 'a'::mood; mood[] DEFAULT '{a,b}'::public.mood[]")}`,
  ),
  twin(
    'arithmetic',
    columns("int DEFAULT 1+1; text DEFAULT 'a'||'b'"),
    columns("int DEFAULT ((1 + 1)); text DEFAULT ('a' || 'b')"),
  ),
  twin(
    'a hostile text',
    columns(`text DEFAULT '"; DROP TABLE t; -- $$ \\ 😀'`),
    columns(`text DEFAULT E'"; DROP TABLE t; -- $$ \\\\ 😀'`),
  ),
];

export const expressionTwins: Case[] = [
  twin(
    'IN',
    table('a int', 'CONSTRAINT x CHECK (a IN (1, 2))'),
    table('a int', 'CONSTRAINT x CHECK (a = ANY (ARRAY[1, 2]))'),
  ),
  twin(
    'BETWEEN',
    table('a int', 'CONSTRAINT x CHECK (a BETWEEN 1 AND 2)'),
    table('a int', 'CONSTRAINT x CHECK (((a) >= 1) AND (a <= 2))'),
  ),
  twin(
    'LIKE',
    table('a text', "CONSTRAINT x CHECK (a LIKE 'x%')"),
    table('a text', "CONSTRAINT x CHECK (a ~~ 'x%'::text)"),
  ),
  twin(
    'unequal',
    table('a text', "CONSTRAINT x CHECK (a != '')"),
    table('a text', "CONSTRAINT x CHECK (a <> ''::text)"),
  ),
  twin(
    'casts',
    table('a text', 'CONSTRAINT x CHECK (CAST(a AS int) > 0)'),
    table('a text', 'CONSTRAINT x CHECK (a::integer > 0)'),
  ),
  twin(
    'a comment inside',
    table('a int', 'CONSTRAINT x CHECK (a > 0 /* so */ AND a < 9)'),
    table('a int', 'CONSTRAINT x CHECK (a > 0 -- so\n AND a < 9)'),
  ),
  twin('a check at the column', table('a int CHECK (a > 0)'), table('a int', 'CONSTRAINT t_a_check CHECK (a > 0)')),
  twin(
    'a check, first not valid',
    table('a int', 'CONSTRAINT x CHECK (a > 0)'),
    `${table('a int')}; ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT x`,
  ),
  twin(
    'a generated column',
    table('a text', 'g text GENERATED ALWAYS AS (upper(a)) STORED'),
    table('a text', 'g text GENERATED ALWAYS AS ((pg_catalog.upper(a))) STORED'),
  ),
  twin(
    'a virtual column',
    table('a int', 'g int GENERATED ALWAYS AS (a+1)'),
    table('a int', 'g int GENERATED ALWAYS AS ((a) + 1) VIRTUAL'),
    { since: 18 },
  ),
  twin(
    'an exclusion by the usual method',
    table('a int', 'EXCLUDE USING btree (a WITH =)'),
    table('a int', 'CONSTRAINT t_a_excl EXCLUDE (a WITH OPERATOR(pg_catalog.=))'),
  ),
];

export const nameTwins: Case[] = [
  twin('upper case without quotes', 'CREATE TABLE T (Id INT PRIMARY KEY)', 'CREATE TABLE t (id int PRIMARY KEY)'),
  twin(
    'quotes that are not needed',
    'CREATE TABLE "t" ("a" int CHECK ("a" > 0))',
    'CREATE TABLE t (a int CHECK (a > 0))',
  ),
  twin(
    'mixed case',
    'CREATE TABLE "Employee" ("firstName" text UNIQUE CHECK ("firstName" <> \'\'))',
    'CREATE TABLE public."Employee" ("firstName" text CHECK (("firstName") <> \'\'), UNIQUE ("firstName"))',
  ),
  twin(
    'reserved words',
    'CREATE TABLE "select" ("order" int PRIMARY KEY, "user" int REFERENCES "select" DEFAULT 1); CREATE INDEX "table" ON "select" ("user")',
    'CREATE TABLE "select" ("user" int DEFAULT \'1\', "order" int PRIMARY KEY); ALTER TABLE "select" ADD FOREIGN KEY ("user") REFERENCES "select" ("order"); CREATE INDEX "table" ON "select" USING btree ("user")',
  ),
  twin(
    'a name of 63 bytes, and a longer one that is cut to it',
    `CREATE TABLE "${'t'.repeat(63)}" ("${'c'.repeat(63)}" int)`,
    `CREATE TABLE "${'t'.repeat(64)}" ("${'c'.repeat(90)}" int)`,
  ),
  twin(
    'a name that is cut before a character of three bytes',
    `CREATE TABLE t ("${'员'.repeat(21)}" int, "a${'员'.repeat(20)}" int)`,
    `CREATE TABLE t ("${'员'.repeat(22)}" int, "a${'员'.repeat(21)}" int)`,
  ),
  twin(
    'names of constraints that PostgreSQL cuts',
    `CREATE TABLE "${'t'.repeat(40)}" ("${'c'.repeat(40)}" int UNIQUE CHECK ("${'c'.repeat(40)}" > 0))`,
    `CREATE TABLE "${'t'.repeat(40)}" ("${'c'.repeat(40)}" int CHECK ("${'c'.repeat(40)}" > 0), UNIQUE ("${'c'.repeat(40)}"))`,
  ),
  twin(
    'spaces, emoji, quotes and a line break',
    'CREATE TABLE "a b 😀" ("c""d" int, "e\n-- migrate:down" int UNIQUE)',
    'CREATE TABLE "a b 😀" (U&"e\\000a-- migrate:down" int, "c""d" int, UNIQUE ("e\n-- migrate:down"))',
  ),
  twin(
    'a name that wants out',
    'CREATE TABLE "t; DROP TABLE x; --" ("a\'; --" int DEFAULT 1)',
    'CREATE TABLE "t; DROP TABLE x; --" ("a\'; --" int DEFAULT \'1\')',
  ),
  twin(
    'a dollar in a name',
    'CREATE TABLE t$1 (a$b int, CHECK (a$b > 0))',
    'CREATE TABLE "t$1" ("a$b" int, CHECK ("a$b" > 0))',
  ),
  twin(
    'one table name in two schemas',
    'CREATE SCHEMA other; CREATE TABLE t (a int); CREATE TABLE other.t (b int)',
    'CREATE SCHEMA other; CREATE TABLE other.t (b int4); CREATE TABLE public.t (a int4)',
  ),
];

export const commentTwins: Case[] = [
  twin(
    'quotes',
    `${table('a int')}; COMMENT ON COLUMN t.a IS 'it''s "x"'`,
    `${table('a int')}; COMMENT ON COLUMN t.a IS $$it's "x"$$`,
  ),
  twin(
    'Chinese',
    `${table('a int')}; COMMENT ON TABLE t IS '员工资金，默认为非'`,
    `${table('a int')}; COMMENT ON TABLE t IS U&'\\5458\\5de5\\8d44\\91d1\\ff0c\\9ed8\\8ba4\\4e3a\\975e'`,
  ),
  twin(
    'a backslash, a line break and dollars',
    `${table('a int')}; COMMENT ON TABLE t IS E'a\\\\b\\n$$ -- migrate:down'`,
    `${table('a int')}; COMMENT ON TABLE t IS $c$a\\b\n$$ -- migrate:down$c$`,
  ),
  twin(
    'an emoji',
    `${table('a int')}; COMMENT ON TABLE t IS '😀'`,
    `${table('a int')}; COMMENT ON TABLE t IS E'\\U0001F600'`,
  ),
  twin(
    'none, the empty one, and one taken back',
    `${table('a int', 'b int')}; COMMENT ON COLUMN t.a IS ''`,
    `${table('a int', 'b int')}; COMMENT ON COLUMN t.b IS 'x'; COMMENT ON COLUMN t.b IS NULL`,
  ),
];
