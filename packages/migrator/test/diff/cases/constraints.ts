import { type Case, nobodysName, notManaged, otherWords } from '../case.ts';

const T = 'CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int';
const PARENT = 'CREATE TABLE p (id int PRIMARY KEY, x int, y int, UNIQUE (x, y))';
const CHILD = 'CREATE TABLE c (id int PRIMARY KEY, p int, q int';
const unnamed = (...names: string[]) => ({ unnamed: names.map((name) => ({ schema: 'public', table: 't', name })) });

export const keyCases: Case[] = [
  {
    name: 'a primary key, added',
    before: 'CREATE TABLE t (id int)',
    after: 'CREATE TABLE t (id int PRIMARY KEY)',
    rows: 'INSERT INTO t VALUES (1)',
    ops: ['setNotNull', 'addPrimaryKey'],
    hazards: ['fails-on-nulls', 'fails-on-duplicates', 'blocks-reads'],
  },
  {
    name: 'a primary key, dropped',
    before: 'CREATE TABLE t (id int PRIMARY KEY)',
    after: 'CREATE TABLE t (id int)',
    ops: ['dropPrimaryKey', 'dropNotNull'],
  },
  {
    name: 'a primary key, single to composite, that foreign keys lean on',
    before: 'CREATE TABLE t (id int PRIMARY KEY, b int NOT NULL, UNIQUE (b)); CREATE TABLE c (t int REFERENCES t (id))',
    after:
      'CREATE TABLE t (id int UNIQUE NOT NULL, b int NOT NULL, UNIQUE (b), PRIMARY KEY (id, b)); CREATE TABLE c (t int REFERENCES t (id))',
    rows: 'INSERT INTO t VALUES (1, 2); INSERT INTO c VALUES (1)',
    ops: ['dropForeignKey', 'dropPrimaryKey', 'addPrimaryKey', 'addUnique', 'addForeignKey'],
  },
  {
    name: 'a primary key with another order of columns',
    before: 'CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))',
    after: 'CREATE TABLE t (a int, b int, PRIMARY KEY (b, a))',
    ops: ['dropPrimaryKey', 'addPrimaryKey'],
  },
  {
    name: 'a primary key under another name',
    before: 'CREATE TABLE t (a int, CONSTRAINT old PRIMARY KEY (a)); CREATE TABLE c (t int REFERENCES t)',
    after: 'CREATE TABLE t (a int, CONSTRAINT new PRIMARY KEY (a)); CREATE TABLE c (t int REFERENCES t)',
    ops: ['renameConstraint'],
    hazards: [],
  },
  {
    name: 'a primary key under a name that nobody gave',
    before: 'CREATE TABLE t (a int, CONSTRAINT old PRIMARY KEY (a))',
    after: 'CREATE TABLE t (a int PRIMARY KEY)',
    hints: unnamed('t_pkey'),
    ops: [],
    equal: nobodysName('remove constraint:public.t.old', 'add constraint:public.t.t_pkey'),
  },
  {
    name: 'another primary key where nobody names them',
    before: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL, CONSTRAINT old PRIMARY KEY (a))',
    after: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b))',
    hints: unnamed('t_pkey'),
    ops: ['dropPrimaryKey', 'addPrimaryKey'],
    equal: nobodysName('remove constraint:public.t.old', 'add constraint:public.t.t_pkey'),
  },
  {
    name: 'a unique, added',
    before: `${T})`,
    after: `${T}, UNIQUE (a))`,
    rows: 'INSERT INTO t VALUES (1, 1), (2, 2)',
    ops: ['addUnique'],
    hazards: ['fails-on-duplicates', 'blocks-reads'],
  },
  { name: 'a unique, dropped', before: `${T}, UNIQUE (a))`, after: `${T})`, ops: ['dropUnique'], hazards: [] },
  {
    name: 'a unique of other columns',
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}, CONSTRAINT u UNIQUE (a, b))`,
    ops: ['dropUnique', 'addUnique'],
  },
  {
    name: 'a unique with NULLS NOT DISTINCT',
    since: 15,
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a))`,
    ops: ['dropUnique', 'addUnique'],
  },
  {
    name: 'a unique with INCLUDE',
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}, CONSTRAINT u UNIQUE (a) INCLUDE (b))`,
    ops: ['dropUnique', 'addUnique'],
  },
  {
    name: 'a unique that can be deferred',
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}, CONSTRAINT u UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)`,
    ops: ['dropUnique', 'addUnique'],
  },
  {
    name: 'the same unique',
    since: 15,
    before: `${T}, UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b))`,
    after: `${T}); ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b)`,
    ops: [],
  },
  {
    name: 'a unique under another name',
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}, CONSTRAINT v UNIQUE (a))`,
    ops: ['renameConstraint'],
  },
  {
    name: 'a primary key that takes the name which a unique gives up',
    since: 15,
    before: 'CREATE TABLE t (a int, CONSTRAINT p PRIMARY KEY (a), CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a))',
    after: 'CREATE TABLE t (a int, CONSTRAINT u PRIMARY KEY (a), CONSTRAINT v UNIQUE NULLS NOT DISTINCT (a))',
    ops: ['renameConstraint', 'renameConstraint'],
    hazards: [],
  },
  {
    name: 'a unique and an index that exchange their names, in two tables',
    before: `${T}, CONSTRAINT x UNIQUE (a)); CREATE TABLE o (a int); CREATE INDEX y ON o (a)`,
    after: `${T}, CONSTRAINT y UNIQUE (a)); CREATE TABLE o (a int); CREATE INDEX x ON o (a)`,
    ops: ['renameConstraint', 'renameIndex', 'renameConstraint'],
    hazards: [],
  },
  {
    name: 'checks of two tables, each under the name that the other’s had',
    before: 'CREATE TABLE t (a int CONSTRAINT x CHECK (a > 0)); CREATE TABLE o (a int CONSTRAINT y CHECK (a > 0))',
    after: 'CREATE TABLE t (a int CONSTRAINT y CHECK (a > 0)); CREATE TABLE o (a int CONSTRAINT x CHECK (a > 0))',
    ops: ['renameConstraint', 'renameConstraint'],
    hazards: [],
  },
  {
    name: 'a unique under a name that nobody gave',
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}, UNIQUE (a))`,
    hints: unnamed('t_a_key'),
    ops: [],
    equal: nobodysName('add constraint:public.t.t_a_key', 'remove constraint:public.t.u'),
  },
  {
    name: 'a unique index is no unique constraint',
    before: `${T}, CONSTRAINT u UNIQUE (a))`,
    after: `${T}); CREATE UNIQUE INDEX u ON t (a)`,
    ops: ['dropUnique', 'addIndex'],
  },
  {
    name: 'a name that nobody gave, taken by another constraint',
    before: `${T}, CONSTRAINT t_a_key UNIQUE (b))`,
    after: `${T}, CONSTRAINT t_a_key UNIQUE (a), CONSTRAINT t_b_key UNIQUE (b))`,
    hints: unnamed('t_a_key', 't_b_key'),
    ops: ['renameConstraint', 'addUnique'],
  },
];

export const checkCases: Case[] = [
  {
    name: 'a check that PostgreSQL prints in other words once it is read back',
    before: 'CREATE TABLE t (a int, v varchar(9))',
    after: "CREATE TABLE t (a int, v varchar(9), CONSTRAINT c CHECK (a BETWEEN 1 AND 5 AND v NOT IN ('x', 'y')))",
    ops: ['addCheck'],
    equal: otherWords(
      "set constraint:public.t.c def: CHECK (((a >= 1) AND (a <= 5) AND ((v)::text <> ALL (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])))) → CHECK ((((a >= 1) AND (a <= 5)) AND ((v)::text <> ALL ((ARRAY['x'::character varying, 'y'::character varying])::text[]))))",
    ),
  },
  {
    name: 'a check, added',
    before: `${T})`,
    after: `${T}, CHECK (a > 0))`,
    rows: 'INSERT INTO t VALUES (1, 1)',
    ops: ['addCheck'],
    hazards: ['blocks-reads'],
  },
  { name: 'a check, dropped', before: `${T}, CHECK (a > 0))`, after: `${T})`, ops: ['dropCheck'] },
  {
    name: 'a check, changed',
    before: `${T}, CHECK (a > 0))`,
    after: `${T}, CHECK (a > 1))`,
    ops: ['dropCheck', 'addCheck'],
  },
  {
    name: 'a check under another name',
    before: `${T}, CONSTRAINT x CHECK (a > 0))`,
    after: `${T}, CONSTRAINT y CHECK (a > 0))`,
    ops: ['renameConstraint'],
  },
  {
    name: 'the same check in other words',
    before: `${T}, CONSTRAINT x CHECK (a IN (1, 2)))`,
    after: `${T}, CONSTRAINT x CHECK ((a) = ANY (ARRAY[1, 2])))`,
    ops: [],
  },
  {
    name: 'a check under a name that nobody gave',
    before: `${T}, CONSTRAINT x CHECK (a > 0))`,
    after: `${T}, CHECK (a > 0))`,
    hints: unnamed('t_a_check'),
    ops: [],
    equal: nobodysName('add constraint:public.t.t_a_check', 'remove constraint:public.t.x'),
  },
  {
    name: 'checks that nobody names, one gone and one come',
    before: `${T}, CONSTRAINT t_a_check CHECK (a > 0), CONSTRAINT t_a_check1 CHECK (a > 1))`,
    after: `${T}, CONSTRAINT t_a_check CHECK (a > 1), CONSTRAINT t_a_check1 CHECK (a > 2))`,
    hints: unnamed('t_a_check', 't_a_check1'),
    ops: ['dropCheck', 'renameConstraint', 'addCheck'],
  },
  {
    name: 'NO INHERIT',
    before: `${T}, CONSTRAINT x CHECK (a > 0))`,
    after: `${T}, CONSTRAINT x CHECK (a > 0) NO INHERIT)`,
    ops: ['dropCheck', 'addCheck'],
  },
  {
    name: 'a check, validated',
    before: `${T}); ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0) NOT VALID`,
    after: `${T}, CONSTRAINT x CHECK (a > 0))`,
    ops: ['validateConstraint'],
    hazards: [],
  },
  {
    name: 'a check with a hostile text',
    before: `${T})`,
    after: `${T}, d text CHECK (d <> E'\\\\''; DROP TABLE t; --'))`,
    ops: ['addColumn', 'addCheck'],
  },
  {
    name: 'an exclusion, added, changed and under another name',
    before: `CREATE TABLE t (a int4range, b int4range, CONSTRAINT x EXCLUDE USING gist (a WITH &&), CONSTRAINT y EXCLUDE USING gist (b WITH &&))`,
    after: `CREATE TABLE t (a int4range, b int4range, CONSTRAINT x EXCLUDE USING gist (a WITH =), CONSTRAINT z EXCLUDE USING gist (b WITH &&), CONSTRAINT w EXCLUDE USING gist (a WITH &&, b WITH &&) WHERE (a IS NOT NULL) DEFERRABLE)`,
    ops: ['dropExclusion', 'renameConstraint', 'addExclusion', 'addExclusion'],
  },
  {
    name: 'the same exclusion',
    before: 'CREATE TABLE t (a int4range, EXCLUDE USING gist (a WITH &&))',
    after: 'CREATE TABLE t (a int4range, EXCLUDE USING gist (a WITH &&))',
    ops: [],
  },
];

export const foreignKeyCases: Case[] = [
  {
    name: 'added',
    before: `${PARENT}; ${CHILD})`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    rows: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)',
    ops: ['addForeignKey'],
    hazards: ['fails-on-orphans', 'blocks-writes'],
  },
  {
    name: 'dropped',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    after: `${PARENT}; ${CHILD})`,
    ops: ['dropForeignKey'],
    hazards: [],
  },
  {
    name: 'another action',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p ON DELETE SET NULL)`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE ON UPDATE RESTRICT)`,
    rows: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)',
    ops: ['alterForeignKey'],
    hazards: ['blocks-writes'],
  },
  {
    name: 'another action, under a name that nobody gave',
    before: `${PARENT}; ${CHILD}, CONSTRAINT mine FOREIGN KEY (p) REFERENCES p ON DELETE SET NULL)`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE)`,
    hints: { unnamed: [{ schema: 'public', table: 'c', name: 'c_p_fkey' }] },
    ops: ['alterForeignKey'],
    equal: nobodysName('add constraint:public.c.c_p_fkey', 'remove constraint:public.c.mine'),
  },
  {
    name: 'deferrable',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p DEFERRABLE INITIALLY DEFERRED)`,
    ops: ['alterForeignKey'],
    hazards: [],
  },
  {
    name: 'no longer deferrable, and another action',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p DEFERRABLE)`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE)`,
    ops: ['alterForeignKey'],
  },
  {
    name: 'NO ACTION is what there is without a word',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p (id) MATCH SIMPLE ON DELETE NO ACTION ON UPDATE NO ACTION NOT DEFERRABLE)`,
    ops: [],
  },
  {
    name: 'another target',
    before: `${PARENT}; CREATE TABLE r (id int PRIMARY KEY); ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    after: `${PARENT}; CREATE TABLE r (id int PRIMARY KEY); ${CHILD}, FOREIGN KEY (p) REFERENCES r)`,
    ops: ['dropForeignKey', 'addForeignKey'],
  },
  {
    name: 'composite, MATCH FULL',
    before: `${PARENT}; ${CHILD}, CONSTRAINT f FOREIGN KEY (p, q) REFERENCES p (x, y))`,
    after: `${PARENT}; ${CHILD}, CONSTRAINT f FOREIGN KEY (p, q) REFERENCES p (x, y) MATCH FULL)`,
    ops: ['alterForeignKey'],
  },
  {
    name: 'composite, another order',
    before: `${PARENT}; ${CHILD}, CONSTRAINT f FOREIGN KEY (p, q) REFERENCES p (x, y))`,
    after: `${PARENT}; ${CHILD}, CONSTRAINT f FOREIGN KEY (q, p) REFERENCES p (x, y))`,
    ops: ['dropForeignKey', 'addForeignKey'],
  },
  {
    name: 'to itself',
    before: 'CREATE TABLE t (id int PRIMARY KEY, up int)',
    after: 'CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t ON DELETE SET NULL)',
    ops: ['addForeignKey'],
  },
  {
    name: 'validated',
    before: `${PARENT}; ${CHILD}); ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (p) REFERENCES p NOT VALID`,
    after: `${PARENT}; ${CHILD}, CONSTRAINT f FOREIGN KEY (p) REFERENCES p)`,
    ops: ['validateConstraint'],
    hazards: ['fails-on-orphans'],
  },
  {
    name: 'under another name',
    before: `${PARENT}; ${CHILD}, CONSTRAINT f FOREIGN KEY (p) REFERENCES p)`,
    after: `${PARENT}; ${CHILD}, CONSTRAINT g FOREIGN KEY (p) REFERENCES p)`,
    ops: ['renameConstraint'],
  },
  {
    name: 'twins of one key, and one is wanted',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p, CONSTRAINT again FOREIGN KEY (p) REFERENCES p)`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    hints: { unnamed: [{ schema: 'public', table: 'c', name: 'c_p_fkey' }] },
    ops: ['dropForeignKey'],
  },
  {
    name: 'to a table that is new',
    before: `${CHILD})`,
    after: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    ops: ['createTable', 'addForeignKey'],
  },
  {
    name: 'to a unique that is new, from a table that is new',
    before: 'CREATE TABLE p (id int PRIMARY KEY, x int)',
    after: 'CREATE TABLE p (id int PRIMARY KEY, x int UNIQUE); CREATE TABLE c (x int REFERENCES p (x))',
    ops: ['addUnique', 'createTable'],
  },
  {
    name: 'to a unique index that is dropped',
    before:
      'CREATE TABLE p (id int PRIMARY KEY, x int); CREATE UNIQUE INDEX i ON p (x); CREATE TABLE c (x int REFERENCES p (x))',
    after: 'CREATE TABLE p (id int PRIMARY KEY, x int UNIQUE); CREATE TABLE c (x int REFERENCES p (x))',
    ops: ['dropForeignKey', 'dropIndex', 'addUnique', 'addForeignKey'],
  },
];

export const tableCases: Case[] = [
  {
    name: 'a table with everything',
    before: 'CREATE TABLE o (id int PRIMARY KEY)',
    after: `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE t (id serial PRIMARY KEY, m mood DEFAULT 'a', o int REFERENCES o, up int REFERENCES t, n numeric CHECK (n > 0) UNIQUE, r int4range, EXCLUDE USING gist (r WITH &&)); CREATE INDEX i ON t (lower(n::text)) WHERE n > 1; COMMENT ON TABLE t IS 'T'; COMMENT ON COLUMN t.n IS 'N'; ALTER TABLE t ADD CONSTRAINT late CHECK (n < 9) NOT VALID; ALTER TABLE t ADD CONSTRAINT late_key FOREIGN KEY (id) REFERENCES o NOT VALID`,
    ops: ['createEnum', 'createTable'],
    hazards: [],
  },
  {
    name: 'a dropped table',
    before: `${PARENT}; CREATE TABLE t (id serial)`,
    after: PARENT,
    rows: 'INSERT INTO t DEFAULT VALUES',
    ops: ['dropTable'],
    hazards: ['data-loss'],
  },
  {
    name: 'a dropped table that others refer to',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    after: `${CHILD})`,
    ops: ['dropForeignKey', 'dropTable'],
  },
  {
    name: 'a dropped table that refers to a column whose type changes',
    before: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p)',
    after: 'CREATE TABLE p (id text PRIMARY KEY)',
    ops: ['dropTable', 'alterType'],
  },
  {
    name: 'a chain of tables, created',
    before: 'SELECT 1',
    after:
      'CREATE TABLE z (id int PRIMARY KEY); CREATE TABLE y (id int PRIMARY KEY REFERENCES z); CREATE TABLE x (id int PRIMARY KEY REFERENCES y)',
    ops: ['createTable', 'createTable', 'createTable'],
  },
  {
    name: 'a chain of tables, dropped',
    before:
      'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a); CREATE TABLE c (id int PRIMARY KEY REFERENCES b)',
    after: 'SELECT 1',
    ops: ['dropTable', 'dropTable', 'dropTable'],
  },
  {
    name: 'a cycle of tables, created',
    before: 'SELECT 1',
    after:
      'CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b',
    ops: ['createTable', 'createTable', 'addForeignKey'],
    hazards: [],
  },
  {
    name: 'a cycle of tables, dropped',
    before:
      'CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b',
    after: 'SELECT 1',
    ops: ['dropForeignKey', 'dropTable', 'dropTable'],
  },
  {
    name: 'a table comes and another goes',
    before: 'CREATE TABLE a (id serial, x text)',
    after: 'CREATE TABLE b (name varchar(9), day date)',
    ops: ['dropTable', 'createTable'],
  },
  {
    name: 'a new schema with a table and an enum',
    before: 'SELECT 1',
    after: "CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('a'); CREATE TABLE other.t (id serial, m other.mood)",
    ops: ['createSchema', 'createEnum', 'createTable'],
  },
  {
    name: 'a schema that goes',
    before: 'CREATE SCHEMA other; CREATE TABLE other.t (id serial)',
    after: 'SELECT 1',
    ops: ['dropTable', 'dropSchema'],
  },
  {
    name: 'tables of one name in two schemas',
    before: 'CREATE SCHEMA other; CREATE TABLE other.t (a int); CREATE TABLE t (a int)',
    after: 'CREATE SCHEMA other; CREATE TABLE other.t (a bigint); CREATE TABLE t (a int)',
    ops: ['alterType'],
  },
  {
    name: 'a partitioned table keeps its partitions',
    before:
      "CREATE TABLE t (a int, region text) PARTITION BY LIST (region); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN ('x')",
    after: 'CREATE TABLE t (a int, region text, b int) PARTITION BY LIST (region)',
    ops: ['addColumn'],
    equal: notManaged('remove table:public.t_1'),
  },
  {
    name: 'a partitioned table',
    before: 'SELECT 1',
    after: 'CREATE TABLE t (a int, region text, PRIMARY KEY (a, region)) PARTITION BY LIST (region)',
    ops: ['createTable'],
  },
  {
    name: 'views, functions and free sequences',
    before:
      'CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS x; CREATE SEQUENCE s; CREATE DOMAIN d AS int; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    after: 'CREATE TABLE t (a int)',
    ops: [],
    equal: notManaged(
      'remove domain:public.d',
      'remove function:public.f()',
      'remove sequence:public.s',
      'remove view:public.v',
    ),
  },
  {
    name: 'the same tables, made in another order',
    before: `${PARENT}; ${CHILD}, FOREIGN KEY (p) REFERENCES p)`,
    after: `${CHILD}); ${PARENT}; ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p`,
    ops: [],
  },
];

export const indexCases: Case[] = [
  {
    name: 'a predicate that PostgreSQL prints in other words once it is read back',
    before: 'CREATE TABLE t (a int, v varchar(9))',
    after: "CREATE TABLE t (a int, v varchar(9)); CREATE INDEX i ON t (a) WHERE v IN ('x', 'y') AND a BETWEEN 1 AND 5",
    ops: ['addIndex'],
    equal: otherWords(
      "set index:public.i def: CREATE INDEX i ON public.t USING btree (a) WHERE (((v)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])) AND ((a >= 1) AND (a <= 5))) → CREATE INDEX i ON public.t USING btree (a) WHERE (((v)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) AND ((a >= 1) AND (a <= 5)))",
    ),
  },
  {
    name: 'added',
    before: `${T})`,
    after: `${T}); CREATE INDEX i ON t (a)`,
    ops: ['addIndex'],
    hazards: ['blocks-writes'],
  },
  {
    name: 'unique, added',
    before: `${T})`,
    after: `${T}); CREATE UNIQUE INDEX i ON t (a)`,
    ops: ['addIndex'],
    hazards: ['fails-on-duplicates', 'blocks-writes'],
  },
  { name: 'dropped', before: `${T}); CREATE INDEX i ON t (a)`, after: `${T})`, ops: ['dropIndex'], hazards: [] },
  ...[
    ['made unique', 'CREATE UNIQUE INDEX i ON t (a)'],
    ['another predicate', 'CREATE INDEX i ON t (a) WHERE a > 1'],
    ['descending', 'CREATE INDEX i ON t (a DESC)'],
    ['nulls first', 'CREATE INDEX i ON t (a NULLS FIRST)'],
    ['another method', 'CREATE INDEX i ON t USING hash (a)'],
    ['INCLUDE', 'CREATE INDEX i ON t (a) INCLUDE (b)'],
    ['more columns', 'CREATE INDEX i ON t (a, b)'],
    ['an expression', 'CREATE INDEX i ON t ((a + 1))'],
  ].map(
    ([name, after]): Case => ({
      name: String(name),
      before: `${T}); CREATE INDEX i ON t (a)`,
      after: `${T}); ${after}`,
      ops: ['dropIndex', 'addIndex'],
    }),
  ),
  {
    name: 'NULLS NOT DISTINCT',
    since: 15,
    before: `${T}); CREATE INDEX i ON t (a)`,
    after: `${T}); CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT`,
    ops: ['dropIndex', 'addIndex'],
  },
  {
    name: 'another operator class',
    before: 'CREATE TABLE t (a text); CREATE INDEX i ON t (a)',
    after: 'CREATE TABLE t (a text); CREATE INDEX i ON t (a text_pattern_ops)',
    ops: ['dropIndex', 'addIndex'],
  },
  {
    name: 'another predicate of a partial one',
    before: `${T}); CREATE INDEX i ON t (a) WHERE b > 0`,
    after: `${T}); CREATE INDEX i ON t (a) WHERE b > 1`,
    ops: ['dropIndex', 'addIndex'],
  },
  {
    name: 'under another name',
    before: `${T}); CREATE INDEX i ON t (lower(a::text)) WHERE b > 0`,
    after: `${T}); CREATE INDEX j ON t (lower(a::text)) WHERE b > 0`,
    ops: ['renameIndex'],
    hazards: [],
  },
  {
    name: 'under a name that nobody gave',
    before: `${T}); CREATE INDEX i ON t (a)`,
    after: `${T}); CREATE INDEX t_a ON t (a)`,
    hints: unnamed('t_a'),
    ops: [],
    equal: nobodysName('remove index:public.i', 'add index:public.t_a'),
  },
  {
    name: 'the same in other words',
    before: `${T}); CREATE INDEX i ON t (a ASC NULLS LAST) WHERE (a > 0)`,
    after: `${T}); CREATE INDEX i ON t USING btree (a int4_ops) WHERE a > 0`,
    ops: [],
  },
  {
    name: 'two that exchange their names',
    before: `${T}); CREATE INDEX i ON t (a); CREATE INDEX j ON t (b)`,
    after: `${T}); CREATE INDEX i ON t (b); CREATE INDEX j ON t (a)`,
    ops: ['renameIndex', 'renameIndex', 'renameIndex'],
  },
  {
    name: 'GIN and an expression of jsonb',
    before: 'CREATE TABLE t (a jsonb)',
    after:
      "CREATE TABLE t (a jsonb); CREATE INDEX i ON t USING gin (a jsonb_path_ops); CREATE INDEX j ON t ((a ->> 'it''s'))",
    ops: ['addIndex', 'addIndex'],
  },
];
