import { type Case, notManaged, serialFulfilled } from '../case.ts';
import type { Change } from '../workbench.ts';

/** One thing made in two ways: nothing is to be done, in neither direction. */
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

const T = 'CREATE TABLE t (a int, b int';
const PARENT = 'CREATE TABLE p (id int PRIMARY KEY, x int, y int, UNIQUE (x, y))';

export const keyTwins: Case[] = [
  twin(
    'a primary key at the column and at the table',
    'CREATE TABLE t (a int PRIMARY KEY)',
    'CREATE TABLE t (a int, PRIMARY KEY (a))',
  ),
  twin(
    'a primary key that was added',
    'CREATE TABLE t (a int PRIMARY KEY)',
    'CREATE TABLE t (a int); ALTER TABLE t ADD PRIMARY KEY (a)',
  ),
  twin(
    'a primary key by way of an index',
    'CREATE TABLE t (a int PRIMARY KEY)',
    'CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX t_pkey ON t (a); ALTER TABLE t ADD PRIMARY KEY USING INDEX t_pkey',
  ),
  twin(
    'NOT NULL, set later',
    'CREATE TABLE t (a int NOT NULL)',
    'CREATE TABLE t (a int); ALTER TABLE t ALTER a SET NOT NULL',
  ),
  twin('NOT NULL under a name', 'CREATE TABLE t (a int NOT NULL)', 'CREATE TABLE t (a int CONSTRAINT given NOT NULL)'),
  twin(
    'a unique at the column and at the table',
    'CREATE TABLE t (a int UNIQUE)',
    'CREATE TABLE t (a int, CONSTRAINT t_a_key UNIQUE NULLS DISTINCT (a))',
    { since: 15 },
  ),
  twin(
    'a unique by way of an index',
    'CREATE TABLE t (a int UNIQUE)',
    'CREATE TABLE t (a int); CREATE UNIQUE INDEX t_a_key ON t (a); ALTER TABLE t ADD UNIQUE USING INDEX t_a_key',
  ),
  twin(
    'a unique that can be deferred',
    `${T}, UNIQUE (a) DEFERRABLE)`,
    `${T}, UNIQUE (a) DEFERRABLE INITIALLY IMMEDIATE)`,
  ),
  twin(
    'a foreign key at the column and at the table',
    `${PARENT}; CREATE TABLE c (p int REFERENCES p)`,
    `${PARENT}; CREATE TABLE c (p int, FOREIGN KEY (p) REFERENCES public.p (id))`,
  ),
  twin(
    'a foreign key, first not valid',
    `${PARENT}; CREATE TABLE c (p int REFERENCES p)`,
    `${PARENT}; CREATE TABLE c (p int); ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p NOT VALID; ALTER TABLE c VALIDATE CONSTRAINT c_p_fkey`,
  ),
  twin(
    'a foreign key that can be deferred',
    `${PARENT}; CREATE TABLE c (p int REFERENCES p DEFERRABLE)`,
    `${PARENT}; CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY IMMEDIATE)`,
  ),
  twin(
    'a composite foreign key',
    `${PARENT}; CREATE TABLE c (x int, y int, FOREIGN KEY (x, y) REFERENCES p (x, y) ON DELETE CASCADE)`,
    `${PARENT}; CREATE TABLE c (y int, x int); ALTER TABLE c ADD CONSTRAINT c_x_y_fkey FOREIGN KEY (x, y) REFERENCES p (x, y) ON UPDATE NO ACTION ON DELETE CASCADE`,
  ),
  twin(
    'a foreign key to its own table',
    'CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t)',
    'CREATE TABLE t (up int, id int PRIMARY KEY); ALTER TABLE t ADD FOREIGN KEY (up) REFERENCES t (id)',
  ),
  twin(
    'a cycle, begun at the other end',
    'CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b',
    'CREATE TABLE b (id int PRIMARY KEY, a int); CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b); ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a',
  ),
];

export const indexTwins: Case[] = [
  twin(
    'the usual method, order and operator class',
    `${T}); CREATE INDEX i ON t (a, b)`,
    `${T}); CREATE INDEX i ON t USING btree (a int4_ops ASC, b NULLS LAST)`,
  ),
  twin(
    'descending has its nulls first',
    `${T}); CREATE INDEX i ON t (a DESC)`,
    `${T}); CREATE INDEX i ON t (a DESC NULLS FIRST)`,
  ),
  twin(
    'a predicate',
    `${T}); CREATE INDEX i ON t (a) WHERE b IN (1, 2)`,
    `${T}); CREATE INDEX i ON t (a) WHERE ((b) = ANY (ARRAY[1, 2]))`,
  ),
  twin(
    'an expression',
    'CREATE TABLE t (a varchar(9)); CREATE INDEX i ON t (lower(a))',
    'CREATE TABLE t (a varchar(9)); CREATE INDEX i ON t ((lower(CAST(a AS text))))',
  ),
  twin(
    'a collation',
    'CREATE TABLE t (a text COLLATE "C", b text); CREATE INDEX i ON t (a, b COLLATE "C", lower(a))',
    'CREATE TABLE t (a text COLLATE "C", b text); CREATE INDEX i ON t (a COLLATE "C", b COLLATE pg_catalog."C", lower(a) COLLATE "C")',
  ),
  twin(
    'INCLUDE',
    `${T}); CREATE INDEX i ON t (a) INCLUDE (b)`,
    `${T}); CREATE INDEX i ON t USING btree (a) INCLUDE (b)`,
  ),
  twin(
    'nulls are distinct',
    `${T}); CREATE UNIQUE INDEX i ON t (a)`,
    `${T}); CREATE UNIQUE INDEX i ON t (a) NULLS DISTINCT`,
    { since: 15 },
  ),
  twin(
    'GIN and its usual operator class',
    'CREATE TABLE t (a jsonb, b int[]); CREATE INDEX i ON t USING gin (a); CREATE INDEX j ON t USING gin (b)',
    'CREATE TABLE t (a jsonb, b int[]); CREATE INDEX j ON t USING GIN (b array_ops); CREATE INDEX i ON t USING gin (a jsonb_ops)',
  ),
  twin(
    'a hostile name',
    `${T}); CREATE INDEX "i""; DROP TABLE t; --" ON t (a)`,
    `${T}); CREATE INDEX "i""; DROP TABLE t; --" ON public.t USING btree ("a")`,
  ),
];

export const numberingTwins: Case[] = [
  twin(
    'serial, and what it stands for',
    'CREATE TABLE t (id serial)',
    "CREATE SEQUENCE t_id_seq AS integer; CREATE TABLE t (id integer NOT NULL DEFAULT nextval('t_id_seq')); ALTER SEQUENCE t_id_seq OWNED BY t.id",
  ),
  twin(
    'serial that has counted',
    "CREATE TABLE t (id serial); SELECT setval('t_id_seq', 41)",
    'CREATE TABLE t (id serial)',
  ),
  twin(
    'serial, where numbers are always generated',
    'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
    'CREATE TABLE t (id serial PRIMARY KEY)',
    {
      equal: serialFulfilled(
        'set column:public.t.id identity',
        'add default:public.t.id',
        'add sequence:public.t_id_seq',
      ),
    },
  ),
  twin(
    'bigserial, where a big identity column is there',
    'CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY)',
    'CREATE TABLE t (id bigserial)',
    {
      equal: serialFulfilled(
        'set column:public.t.id identity',
        'add default:public.t.id',
        'add sequence:public.t_id_seq',
      ),
    },
  ),
  twin(
    'an identity column and its usual numbers',
    'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)',
    'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (START 1 INCREMENT 1 MINVALUE 1 NO CYCLE CACHE 1))',
  ),
  twin(
    'an identity column added later',
    'CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY)',
    'CREATE TABLE t (id int NOT NULL); ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY',
  ),
];

export const enumTwins: Case[] = [
  twin(
    'values added in their places',
    "CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd'); CREATE TABLE t (m mood)",
    "CREATE TYPE mood AS ENUM ('b', 'd'); ALTER TYPE mood ADD VALUE 'a' BEFORE 'b'; ALTER TYPE mood ADD VALUE 'c' AFTER 'b'; CREATE TABLE t (m mood)",
  ),
  twin(
    'a value that got its name later',
    "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood)",
    "CREATE TYPE mood AS ENUM ('a', 'x'); ALTER TYPE mood RENAME VALUE 'x' TO 'b'; CREATE TABLE t (m mood)",
  ),
  twin(
    'hostile values',
    "CREATE TYPE mood AS ENUM ('it''s', '\"; DROP TABLE t; --', E'a\\\\b\\n😀'); CREATE TABLE t (m mood)",
    "CREATE TYPE mood AS ENUM ($$it's$$, E'\"; DROP TABLE t; --', U&'a\\005cb\\000a\\+01F600'); CREATE TABLE t (m mood)",
  ),
  twin(
    'an enum of another schema',
    "CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('a'); CREATE TABLE t (m other.mood DEFAULT 'a')",
    "CREATE SCHEMA other; SET search_path = other; CREATE TYPE mood AS ENUM ('a'); CREATE TABLE public.t (m mood DEFAULT 'a'::mood)",
  ),
  twin(
    'an enum made before and after another',
    "CREATE TYPE x AS ENUM ('a'); CREATE TYPE y AS ENUM ('b'); CREATE TABLE t (x x, y y)",
    "CREATE TYPE y AS ENUM ('b'); CREATE TYPE x AS ENUM ('a'); CREATE TABLE t (y y, x x)",
  ),
];

export const leftAloneTwins: Case[] = [
  twin(
    'views and materialized views',
    `${T}); CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW w AS SELECT b FROM t`,
    `${T})`,
    { equal: notManaged('remove materializedView:public.w', 'remove view:public.v') },
  ),
  twin(
    'functions and triggers',
    `${T}); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    `${T})`,
    { equal: notManaged('remove function:public.f()', 'remove trigger:public.t.f') },
  ),
  twin('policies', `${T}); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON t USING (a = 1)`, `${T})`, {
    equal: notManaged('remove policy:public.t.mine', 'set table:public.t rowSecurity'),
  }),
  twin('rules', `${T}); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING`, `${T})`, {
    equal: notManaged('remove rule:public.t.r'),
  }),
  twin('an extension and its types', `CREATE EXTENSION citext; ${T})`, `${T})`, {
    equal: notManaged('remove comment:(extension:citext)', 'remove extension:citext'),
  }),
  twin('a free sequence', `${T}); CREATE SEQUENCE s`, `${T})`, { equal: notManaged('remove sequence:public.s') }),
  twin('domains and composite types', `CREATE DOMAIN d AS int; CREATE TYPE pair AS (x int, y int); ${T})`, `${T})`, {
    equal: notManaged(
      'remove domain:public.d',
      'remove type:public.pair',
      'remove typeAttribute:public.pair.x',
      'remove typeAttribute:public.pair.y',
    ),
  }),
  twin('statistics', `${T}); CREATE STATISTICS s ON a, b FROM t`, `${T})`),
  twin(
    'storage and fillfactor',
    'CREATE TABLE t (a text) WITH (fillfactor = 70); ALTER TABLE t ALTER a SET STORAGE EXTERNAL',
    'CREATE TABLE t (a text)',
    { equal: notManaged('set table:public.t reloptions') },
  ),
  twin('rights', `${T}); GRANT SELECT ON t TO PUBLIC`, `${T})`, {
    equal: notManaged('remove acl:(table:public.t).PUBLIC'),
  }),
  twin(
    'partitions with indexes of their own',
    'CREATE TABLE t (a int, b int) PARTITION BY RANGE (a); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (9); CREATE INDEX own ON t_1 (b); CREATE TABLE t_0 PARTITION OF t DEFAULT',
    'CREATE TABLE t (a int, b int) PARTITION BY RANGE (a)',
    { equal: notManaged('remove index:public.own', 'remove table:public.t_0', 'remove table:public.t_1') },
  ),
  twin(
    'the indexes of partitions',
    'CREATE TABLE t (a int, b int UNIQUE) PARTITION BY HASH (b); CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0); CREATE INDEX i ON t (a)',
    'CREATE TABLE t (a int, b int UNIQUE) PARTITION BY HASH (b); CREATE INDEX i ON t (a)',
    { equal: notManaged('remove table:public.t_1') },
  ),
];
