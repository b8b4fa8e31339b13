/** What somebody does to a database behind the back of its migrations, what is told of it, and the server that it needs. */
export type Mutation = [sql: string, told: string[], since?: number];

const since = (major: number, [sql, told]: Mutation): Mutation => [sql, told, major];

const OF = 'ALTER TABLE staff.employee';

const replace = (constraint: string, body: string): string =>
  `${OF} DROP CONSTRAINT ${constraint}, ADD CONSTRAINT ${constraint} ${body}`;

const COLUMNS: Mutation[] = [
  [`${OF} ADD email text`, ['added column staff.employee.email']],
  [`${OF} ADD "a.b; --, ""(" text DEFAULT ')'`, ['added column staff.employee.a.b; --, "(']],
  [`${OF} DROP tags`, ['missing column staff.employee.tags']],
  [`${OF} RENAME tags TO labels`, ['missing column staff.employee.tags', 'added column staff.employee.labels']],
  ['ALTER TABLE company ALTER name TYPE varchar(41)', ['changed column company.name']],
  ['ALTER TABLE company ALTER founded TYPE timestamp', ['changed column company.founded']],
  ['ALTER TABLE company ALTER founded TYPE text', ['changed column company.founded']],
  [`${OF} ALTER joined TYPE timestamptz(4)`, ['changed column staff.employee.joined']],
  [`${OF} ALTER room TYPE bigint`, ['changed column staff.employee.room']],
  [`${OF} ALTER tags TYPE varchar(9)[]`, ['changed column staff.employee.tags']],
  [
    `DROP INDEX staff.employee_doc; ${OF} ALTER doc TYPE json`,
    ['changed column staff.employee.doc', 'missing index staff.employee_doc'],
  ],
  [`${OF} ALTER moods TYPE text[]`, ['changed column staff.employee.moods']],
  [`${OF} ALTER level TYPE text`, ['missing enum staff.level', 'changed column staff.employee.level']],
  ['ALTER TABLE night ALTER room TYPE positive', ['changed column night.room']],
  [`${OF} ALTER tags SET NOT NULL`, ['changed column staff.employee.tags']],
  [`${OF} ALTER salary DROP NOT NULL`, ['changed column staff.employee.salary']],
  [`${OF} ALTER name SET DEFAULT 'somebody'`, ['changed column staff.employee.name']],
  [`${OF} ALTER name SET DEFAULT NULL`, ['changed column staff.employee.name']],
  [`${OF} ALTER name DROP DEFAULT`, ['changed column staff.employee.name']],
  [`${OF} ALTER nick SET DEFAULT ''`, ['changed column staff.employee.nick']],
  [`${OF} ALTER nick SET DEFAULT E'a\\\\b;\\n'`, ['changed column staff.employee.nick']],
  [`${OF} ALTER mood SET DEFAULT 'sad'`, ['changed column staff.employee.mood']],
  [`${OF} ALTER moods SET DEFAULT '{ok,sad}'`, ['changed column staff.employee.moods']],
  [`${OF} ALTER joined SET DEFAULT clock_timestamp()`, ['changed column staff.employee.joined']],
  ['ALTER TABLE company ALTER region SET DEFAULT \'eu, "west";\'', ['changed column company.region']],
  ['ALTER TABLE event ALTER kind SET NOT NULL', ['changed column event.kind']],
  [`${OF} ADD CONSTRAINT tags_not_null NOT NULL tags NOT VALID`, ['added constraint staff.employee.tags_not_null'], 18],
  [`${OF} ALTER total DROP EXPRESSION`, ['changed column staff.employee.total']],
  [`${OF} ALTER total SET EXPRESSION AS (salary - bonus)`, ['changed column staff.employee.total'], 17],
  [
    `${OF} DROP total, ADD total numeric(10,2) GENERATED ALWAYS AS (salary + bonus) VIRTUAL`,
    ['changed column staff.employee.total'],
    18,
  ],
  [
    `${OF} DROP bonus CASCADE`,
    [
      'missing column staff.employee.bonus',
      'missing column staff.employee.total',
      'missing constraint staff.employee.employee_bonus_check',
    ],
  ],
];

const NUMBERS: Mutation[] = [
  ['ALTER SEQUENCE staff.employee_id_seq INCREMENT 3', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq START 7', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq MINVALUE 0', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq MAXVALUE 99', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq CYCLE', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq CACHE 20', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq AS bigint', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq OWNED BY NONE', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq OWNED BY staff.employee.room', ['changed column staff.employee.id']],
  ['ALTER SEQUENCE staff.employee_id_seq RENAME TO ids', ['changed column staff.employee.id']],
  [`${OF} ALTER id DROP DEFAULT`, ['changed column staff.employee.id']],
  [`${OF} ALTER id SET DEFAULT 1`, ['changed column staff.employee.id']],
  [`${OF} ALTER id SET DEFAULT nextval('free')`, ['changed column staff.employee.id']],
  [
    `${OF} ALTER id DROP DEFAULT; DROP SEQUENCE staff.employee_id_seq; ${OF} ALTER id ADD GENERATED ALWAYS AS IDENTITY`,
    ['changed column staff.employee.id'],
  ],
  ['ALTER SEQUENCE staff.badge INCREMENT 11', ['changed column staff.employee.badge']],
  ['ALTER SEQUENCE staff.badge AS bigint', ['changed column staff.employee.badge']],
  ['ALTER SEQUENCE staff.badge RENAME TO "bad;ge"', ['changed column staff.employee.badge']],
  [`${OF} ALTER number SET GENERATED ALWAYS`, ['changed column staff.employee.number']],
  [`${OF} ALTER number SET INCREMENT BY 6`, ['changed column staff.employee.number']],
  [`${OF} ALTER number SET START WITH 6`, ['changed column staff.employee.number']],
  [`${OF} ALTER number SET MAXVALUE 600`, ['changed column staff.employee.number']],
  [`${OF} ALTER number SET MINVALUE -6`, ['changed column staff.employee.number']],
  [`${OF} ALTER number SET CYCLE`, ['changed column staff.employee.number']],
  [`${OF} ALTER number SET CACHE 6`, ['changed column staff.employee.number']],
  [`${OF} ALTER number DROP IDENTITY`, ['changed column staff.employee.number']],
  ['ALTER SEQUENCE staff.employee_number_seq RENAME TO numbers', ['changed column staff.employee.number']],
  ['ALTER TABLE company ALTER id SET GENERATED BY DEFAULT', ['changed column company.id']],
  ['ALTER SEQUENCE company_id_seq INCREMENT 2', ['changed column company.id']],
  ['ALTER SEQUENCE company_id_seq AS integer', ['changed column company.id']],
  ['ALTER SEQUENCE staff.employee_number_seq AS bigint', ['changed column staff.employee.number']],
  ['ALTER SEQUENCE staff.employee_number_seq AS bigint MAXVALUE 2147483647', ['changed column staff.employee.number']],
  [
    'ALTER TABLE night ALTER room SET NOT NULL, ALTER room ADD GENERATED ALWAYS AS IDENTITY',
    ['changed column night.room'],
  ],
];

const KEYS: Mutation[] = [
  [
    `${OF} DROP CONSTRAINT employee_pkey CASCADE`,
    [
      'missing constraint staff.employee.employee_pkey',
      'missing constraint staff.employee.employee_boss_fkey',
      'missing constraint staff.employee.employee_number_fkey',
    ],
  ],
  [
    `${OF} RENAME CONSTRAINT employee_pkey TO pk`,
    ['missing constraint staff.employee.employee_pkey', 'added constraint staff.employee.pk'],
  ],
  ['ALTER TABLE event DROP CONSTRAINT event_pkey', ['missing constraint event.event_pkey']],
  ['ALTER TABLE event DROP CONSTRAINT event_pkey, ADD PRIMARY KEY (at, id)', ['changed constraint event.event_pkey']],
  [
    'ALTER TABLE night ALTER room SET NOT NULL, ADD PRIMARY KEY (room)',
    ['changed column night.room', 'added constraint night.night_pkey'],
  ],
  ['ALTER TABLE company DROP CONSTRAINT company_name_key', ['missing constraint company.company_name_key']],
  [
    'ALTER TABLE company RENAME CONSTRAINT company_name_key TO company_name',
    ['missing constraint company.company_name_key', 'added constraint company.company_name'],
  ],
  [
    'ALTER TABLE company DROP CONSTRAINT company_name_key; CREATE UNIQUE INDEX company_name_key ON company (name)',
    ['missing constraint company.company_name_key', 'added index company_name_key'],
  ],
  [
    replace('employee_badge_key', 'UNIQUE (badge) INCLUDE (name)'),
    ['changed constraint staff.employee.employee_badge_key'],
  ],
  [
    replace('employee_badge_key', 'UNIQUE (badge) INCLUDE (name) DEFERRABLE'),
    ['changed constraint staff.employee.employee_badge_key'],
  ],
  [
    replace('employee_badge_key', 'UNIQUE (badge) INCLUDE (nick) DEFERRABLE INITIALLY DEFERRED'),
    ['changed constraint staff.employee.employee_badge_key'],
  ],
  [
    replace('employee_badge_key', 'UNIQUE (badge) DEFERRABLE INITIALLY DEFERRED'),
    ['changed constraint staff.employee.employee_badge_key'],
  ],
  [
    replace('employee_name_company_key', 'UNIQUE (name, company)'),
    ['changed constraint staff.employee.employee_name_company_key'],
    15,
  ],
  [
    replace('employee_name_company_key', 'UNIQUE NULLS NOT DISTINCT (company, name)'),
    ['changed constraint staff.employee.employee_name_company_key'],
    15,
  ],
  [
    replace('employee_name_company_key', 'UNIQUE NULLS NOT DISTINCT (name, room)'),
    ['changed constraint staff.employee.employee_name_company_key'],
    15,
  ],
  [`${OF} ADD UNIQUE (nick)`, ['added constraint staff.employee.employee_nick_key']],
  [
    'ALTER TABLE stay DROP CONSTRAINT stay_key, ADD CONSTRAINT stay_key UNIQUE (room, during WITHOUT OVERLAPS)',
    ['changed constraint stay.stay_key'],
    18,
  ],
];

const CHECKS: Mutation[] = [
  [`${OF} DROP CONSTRAINT employee_salary_check`, ['missing constraint staff.employee.employee_salary_check']],
  [replace('employee_salary_check', 'CHECK (salary > 0)'), ['changed constraint staff.employee.employee_salary_check']],
  [
    replace('employee_salary_check', 'CHECK (salary >= 0) NOT VALID'),
    ['changed constraint staff.employee.employee_salary_check'],
  ],
  [
    replace('employee_salary_check', 'CHECK (salary >= 0) NO INHERIT'),
    ['changed constraint staff.employee.employee_salary_check'],
  ],
  [
    replace('employee_salary_check', 'CHECK (salary >= 0) NOT ENFORCED'),
    ['changed constraint staff.employee.employee_salary_check'],
    18,
  ],
  [
    replace('employee_bonus_check', 'CHECK (bonus < 1000) NOT ENFORCED'),
    ['changed constraint staff.employee.employee_bonus_check'],
    18,
  ],
  [
    replace('employee_nick_check', "CHECK (nick <> 'a;c' AND nick <> '') NO INHERIT"),
    ['changed constraint staff.employee.employee_nick_check'],
  ],
  [
    `${OF} RENAME CONSTRAINT employee_nick_check TO "c;"`,
    ['missing constraint staff.employee.employee_nick_check', 'added constraint staff.employee.c;'],
  ],
  [`${OF} VALIDATE CONSTRAINT employee_bonus_check`, ['changed constraint staff.employee.employee_bonus_check']],
  [`${OF} ADD CHECK (room > 0)`, ['added constraint staff.employee.employee_room_check']],
  [`${OF} DROP CONSTRAINT employee_room_excl`, ['missing constraint staff.employee.employee_room_excl']],
  [
    replace('employee_room_excl', 'EXCLUDE USING gist (room WITH =, during WITH &&)'),
    ['changed constraint staff.employee.employee_room_excl'],
  ],
  [
    replace('employee_room_excl', 'EXCLUDE USING gist (room WITH <>, during WITH &&) WHERE (room > 0)'),
    ['changed constraint staff.employee.employee_room_excl'],
  ],
  [
    replace('employee_room_excl', 'EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 0) DEFERRABLE'),
    ['changed constraint staff.employee.employee_room_excl'],
  ],
];

const company = (rest: string, columns = 'company', target = 'company'): Mutation => [
  replace('employee_company_fkey', `FOREIGN KEY (${columns}) REFERENCES ${target} ${rest}`),
  ['changed constraint staff.employee.employee_company_fkey'],
];

const FOREIGN_KEYS: Mutation[] = [
  [`${OF} DROP CONSTRAINT employee_company_fkey`, ['missing constraint staff.employee.employee_company_fkey']],
  [
    `${OF} RENAME CONSTRAINT employee_company_fkey TO fk`,
    ['missing constraint staff.employee.employee_company_fkey', 'added constraint staff.employee.fk'],
  ],
  company('ON UPDATE CASCADE'),
  company('ON DELETE CASCADE ON UPDATE CASCADE'),
  company('ON DELETE RESTRICT ON UPDATE CASCADE'),
  company('ON DELETE SET DEFAULT ON UPDATE CASCADE'),
  company('ON DELETE SET NULL'),
  company('ON DELETE SET NULL ON UPDATE RESTRICT'),
  company('ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE'),
  company('ON DELETE SET NULL ON UPDATE CASCADE NOT VALID'),
  since(18, company('ON DELETE SET NULL ON UPDATE CASCADE NOT ENFORCED')),
  since(15, company('ON DELETE SET NULL (company) ON UPDATE CASCADE')),
  company('ON DELETE SET NULL ON UPDATE CASCADE', 'room'),
  company('(id) ON DELETE SET NULL ON UPDATE CASCADE', 'room', 'staff.employee'),
  [
    `${OF} ALTER CONSTRAINT employee_boss_fkey DEFERRABLE INITIALLY DEFERRED`,
    ['changed constraint staff.employee.employee_boss_fkey'],
  ],
  [
    `${OF} ALTER CONSTRAINT employee_boss_fkey NOT DEFERRABLE`,
    ['changed constraint staff.employee.employee_boss_fkey'],
  ],
  [
    `${OF} ALTER CONSTRAINT employee_boss_fkey NOT ENFORCED`,
    ['changed constraint staff.employee.employee_boss_fkey'],
    18,
  ],
  [
    `${OF} ALTER CONSTRAINT employee_number_fkey NOT ENFORCED`,
    ['changed constraint staff.employee.employee_number_fkey'],
    18,
  ],
  [`${OF} VALIDATE CONSTRAINT employee_number_fkey`, ['changed constraint staff.employee.employee_number_fkey']],
  [
    replace('employee_code_fkey', 'FOREIGN KEY (company_code, company_region) REFERENCES company (code, region)'),
    ['changed constraint staff.employee.employee_code_fkey'],
  ],
  [`${OF} ADD FOREIGN KEY (room) REFERENCES company`, ['added constraint staff.employee.employee_room_fkey']],
  [
    `ALTER TABLE stay DROP CONSTRAINT stay_key, ADD CONSTRAINT stay_key UNIQUE (room, during WITHOUT OVERLAPS);
     ALTER TABLE night ADD CONSTRAINT night_fkey FOREIGN KEY (room, PERIOD during) REFERENCES stay (room, PERIOD during)`,
    ['changed constraint stay.stay_key', 'added constraint night.night_fkey'],
    18,
  ],
];

const again = (index: string, definition: string): Mutation => [
  `DROP INDEX staff.${index}; CREATE ${definition.replace('ON', 'ON staff.employee')}`,
  [`changed index staff.${index}`],
];

const INDEXES: Mutation[] = [
  ['DROP INDEX staff.employee_nick', ['missing index staff.employee_nick']],
  ['ALTER INDEX staff.employee_nick RENAME TO nick', ['missing index staff.employee_nick', 'added index staff.nick']],
  ['CREATE INDEX ON staff.employee (room)', ['added index staff.employee_room_idx']],
  ['CREATE INDEX ON event (at)', ['added index event_at_idx']],
  ['DROP INDEX event_kind', ['missing index event_kind']],
  again('employee_nick', 'UNIQUE INDEX employee_nick ON (nick)'),
  again('employee_nick', 'INDEX employee_nick ON (nick DESC)'),
  again('employee_nick', 'INDEX employee_nick ON (nick NULLS FIRST)'),
  again('employee_nick', 'INDEX employee_nick ON (nick text_pattern_ops)'),
  again('employee_nick', 'INDEX employee_nick ON USING hash (nick)'),
  again('employee_nick', 'INDEX employee_nick ON (name)'),
  again('employee_nick', 'INDEX employee_nick ON (nick, name)'),
  again('employee_nick', 'INDEX employee_nick ON (lower(nick))'),
  again('employee_nick', 'INDEX employee_nick ON (nick) INCLUDE (name)'),
  again('employee_nick', "INDEX employee_nick ON (nick) WHERE nick <> ';'"),
  again('employee_mixed', 'INDEX employee_mixed ON (mood, joined) INCLUDE (salary)'),
  again('employee_mixed', 'INDEX employee_mixed ON (joined DESC, mood) INCLUDE (salary)'),
  again('employee_mixed', 'INDEX employee_mixed ON (mood, joined DESC NULLS LAST) INCLUDE (salary)'),
  again('employee_mixed', 'INDEX employee_mixed ON (mood, joined DESC)'),
  again('employee_mixed', 'INDEX employee_mixed ON (mood, joined DESC) INCLUDE (salary, bonus)'),
  again('employee_lower', 'UNIQUE INDEX employee_lower ON (upper(name)) WHERE nick IS NOT NULL'),
  again('employee_lower', 'UNIQUE INDEX employee_lower ON (lower(name)) WHERE nick IS NULL'),
  again('employee_lower', 'UNIQUE INDEX employee_lower ON (lower(name))'),
  since(
    15,
    again('employee_lower', 'UNIQUE INDEX employee_lower ON (lower(name)) NULLS NOT DISTINCT WHERE nick IS NOT NULL'),
  ),
  again('employee_lower', 'INDEX employee_lower ON (lower(name)) WHERE nick IS NOT NULL'),
  again('employee_doc', 'INDEX employee_doc ON USING gin (doc jsonb_path_ops)'),
  again('employee_vector', 'INDEX employee_vector ON USING gist (vector tsvector_ops (siglen=100))'),
  [
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'staff.employee_nick'::regclass",
    ['changed index staff.employee_nick'],
  ],
];

const TYPES: Mutation[] = [
  ["ALTER TYPE mood ADD VALUE 'angry'", ['changed enum mood']],
  ["ALTER TYPE mood ADD VALUE 'angry' BEFORE 'ok'", ['changed enum mood']],
  ["ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", ['changed enum mood']],
  ["ALTER TYPE staff.level RENAME VALUE '长' TO E'a\\\\,('", ['changed enum staff.level']],
  [
    'ALTER TYPE staff.level RENAME TO grade',
    ['missing enum staff.level', 'added enum staff.grade', 'changed column staff.employee.level'],
  ],
  [
    'ALTER TYPE staff.level SET SCHEMA public',
    ['missing enum staff.level', 'added enum level', 'changed column staff.employee.level'],
  ],
  ["CREATE TYPE size AS ENUM ('s'); ALTER TABLE night ADD size size", ['added enum size', 'added column night.size']],
  ['ALTER TABLE night ADD lonely lonely', ['added enum lonely', 'added column night.lonely']],
];

const TABLES: Mutation[] = [
  ['CREATE TABLE extra (id serial PRIMARY KEY, a int CHECK (a > 0)); CREATE INDEX ON extra (a)', ['added table extra']],
  [`CREATE TABLE "x;""(" (a text DEFAULT ');'); COMMENT ON COLUMN "x;""(".a IS ''';"'`, ['added table x;"(']],
  ['DROP TABLE night', ['missing table night']],
  ['ALTER TABLE night RENAME TO nights', ['missing table night', 'added table nights']],
  ['ALTER TABLE night SET SCHEMA staff', ['missing table night', 'added table staff.night']],
  ['ALTER TABLE night SET UNLOGGED', ['changed table night']],
  ['ALTER TABLE a_parent INHERIT z_child', ['changed table a_parent']],
  [
    'DROP TABLE event; CREATE TABLE event (id integer, at date, kind text, PRIMARY KEY (id, at)); CREATE INDEX event_kind ON event (kind)',
    ['changed table event'],
  ],
  [
    'DROP TABLE event; CREATE TABLE event (id integer, at date, kind text, PRIMARY KEY (id, at)) PARTITION BY LIST (at); CREATE INDEX event_kind ON event (kind)',
    ['changed table event'],
  ],
  ['DROP TABLE night; CREATE VIEW night AS SELECT 1 AS room', ['missing table night']],
  ['CREATE SCHEMA fourth', ['added schema fourth']],
  ['DROP SCHEMA hollow', ['missing schema hollow']],
  ["COMMENT ON TABLE staff.employee IS 'other'", ['changed comment staff.employee']],
  ['COMMENT ON TABLE staff.employee IS NULL', ['missing comment staff.employee']],
  [`COMMENT ON TABLE company IS ''';"--'`, ['added comment company']],
  ["COMMENT ON COLUMN staff.employee.bonus IS '员工'", ['changed comment staff.employee.bonus']],
  ['COMMENT ON COLUMN staff.employee.bonus IS NULL', ['missing comment staff.employee.bonus']],
  ["COMMENT ON COLUMN company.id IS E'\\\\'''", ['added comment company.id']],
  ["COMMENT ON COLUMN event.at IS 'when'", ['added comment event.at']],
];

export const NOTICED = [...COLUMNS, ...NUMBERS, ...KEYS, ...CHECKS, ...FOREIGN_KEYS, ...INDEXES, ...TYPES, ...TABLES];

/** What is not managed, and what comes to the same. */
export const NOT_MANAGED: (string | [sql: string, since: number])[] = [
  'DROP VIEW staff.rooms',
  'CREATE VIEW v AS SELECT * FROM company',
  'CREATE MATERIALIZED VIEW m AS SELECT * FROM company',
  'DROP TRIGGER touch ON company',
  'ALTER TABLE company DISABLE TRIGGER touch',
  "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
  'CREATE RULE nothing AS ON DELETE TO company DO INSTEAD NOTHING',
  'CREATE POLICY p ON company USING (true)',
  'ALTER TABLE company ENABLE ROW LEVEL SECURITY',
  'CREATE EXTENSION citext',
  'DROP SEQUENCE free',
  'ALTER SEQUENCE free INCREMENT 2',
  'CREATE SEQUENCE more OWNED BY company.founded',
  'ALTER DOMAIN positive DROP CONSTRAINT positive_check',
  'CREATE TYPE pair AS (a int, b int)',
  'DROP TYPE lonely',
  "ALTER TYPE lonely ADD VALUE 'y'",
  "CREATE TYPE unused AS ENUM ('a')",
  'DROP TABLE event_2026',
  "CREATE TABLE event_2027 PARTITION OF event FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  'CREATE INDEX ON event_2026 (kind)',
  'CREATE TABLE unseen.t (a int)',
  `${OF} ALTER nick SET STATISTICS 500`,
  `${OF} ALTER nick SET STORAGE EXTERNAL`,
  `${OF} ALTER nick SET COMPRESSION pglz`,
  `${OF} ALTER nick TYPE text COLLATE "C"`,
  `${OF} ALTER nick SET (n_distinct = 5)`,
  `${OF} SET (fillfactor = 70)`,
  `${OF} REPLICA IDENTITY FULL`,
  `${OF} CLUSTER ON employee_nick`,
  'ALTER INDEX staff.employee_nick SET (fillfactor = 70)',
  'CREATE STATISTICS s ON name, nick FROM staff.employee',
  'GRANT SELECT ON company TO PUBLIC',
  "COMMENT ON INDEX staff.employee_nick IS 'x'",
  "COMMENT ON CONSTRAINT company_name_key ON company IS 'x'",
  "COMMENT ON TYPE mood IS 'x'",
  "SELECT setval('staff.employee_id_seq', 1000)",
  "INSERT INTO company (name, code) VALUES ('a', 'b')",
  // The order of columns, and names that PostgreSQL gives itself.
  `${OF} DROP tags, ADD tags text[]`,
  ['ALTER TABLE company RENAME CONSTRAINT company_name_not_null TO other', 18],
];
