/** A part of the safe way: a migration, or what is done in batches between two migrations. */
export type Part = { migration: string } | { batches: (from: number, to: number) => string };

/** A hazard: the statement that has it, and the way that its text proposes, to the letter. */
export interface Case {
  code: string;
  what: string;
  /** The migration with the hazard; absent where the statement itself is the way. */
  unsafe?: string;
  /** It waits for nothing and yet holds up others, by its rows: no lock_timeout ends that. */
  isRunning?: true;
  safe: Part[];
}

const up = (text: string): string => `-- migrate:up\n${text}\n`;
const alone = (text: string): string => `-- migrate:up transaction:false\n${text}\n`;
const accepted = (code: string, text: string): string => `-- accepted: ${code} as its text proposes\n${text}`;

const range = (from: number, to: number): string => `id BETWEEN ${from} AND ${to}`;

const KEEP_TRIGGER = `ALTER TABLE employee ADD COLUMN bonus_new bigint;
CREATE FUNCTION keep_bonus() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.bonus_new := NEW.bonus; RETURN NEW; END $$;
CREATE TRIGGER keep_bonus BEFORE INSERT OR UPDATE ON employee FOR EACH ROW EXECUTE FUNCTION keep_bonus();`;

const SWITCH = `DROP TRIGGER keep_bonus ON employee;
DROP FUNCTION keep_bonus();
-- accepted: data-loss every value is in bonus_new
ALTER TABLE employee DROP COLUMN bonus;
ALTER TABLE employee RENAME COLUMN bonus_new TO bonus;`;

export const CASES: readonly Case[] = [
  {
    code: 'blocks-writes',
    what: 'an index',
    unsafe: up('CREATE INDEX employee_entry ON employee (entry_date);'),
    safe: [{ migration: alone('CREATE INDEX CONCURRENTLY employee_entry ON employee (entry_date);') }],
  },
  {
    code: 'blocks-writes, fails-on-orphans',
    what: 'a foreign key',
    unsafe: up(
      'ALTER TABLE employee ADD CONSTRAINT employee_department FOREIGN KEY (department) REFERENCES department (id);',
    ),
    safe: [
      {
        migration: up(
          'ALTER TABLE employee ADD CONSTRAINT employee_department FOREIGN KEY (department) REFERENCES department (id) NOT VALID;',
        ),
      },
      { migration: up(accepted('fails-on-orphans', 'ALTER TABLE employee VALIDATE CONSTRAINT employee_department;')) },
    ],
  },
  {
    code: 'blocks-reads',
    what: 'a check',
    unsafe: up('ALTER TABLE employee ADD CONSTRAINT salary_positive CHECK (salary >= 0);'),
    safe: [
      { migration: up('ALTER TABLE employee ADD CONSTRAINT salary_positive CHECK (salary >= 0) NOT VALID;') },
      { migration: up('ALTER TABLE employee VALIDATE CONSTRAINT salary_positive;') },
    ],
  },
  {
    code: 'blocks-reads, fails-on-duplicates',
    what: 'a unique',
    unsafe: up('ALTER TABLE employee ADD CONSTRAINT employee_nick_key UNIQUE (nick);'),
    safe: [
      {
        migration: alone(
          accepted('fails-on-duplicates', 'CREATE UNIQUE INDEX CONCURRENTLY employee_nick_key ON employee (nick);'),
        ),
      },
      { migration: up('ALTER TABLE employee ADD CONSTRAINT employee_nick_key UNIQUE USING INDEX employee_nick_key;') },
    ],
  },
  {
    code: 'fails-on-nulls',
    what: 'NOT NULL on a column with nulls',
    unsafe: up('ALTER TABLE employee ALTER COLUMN team SET NOT NULL;'),
    safe: [
      // So that nulls which come while it is filled are few; what is new is the application's to give.
      { migration: up('ALTER TABLE employee ALTER COLUMN team SET DEFAULT 0;') },
      { batches: (from, to) => `UPDATE employee SET team = 0 WHERE team IS NULL AND ${range(from, to)}` },
      { migration: up('ALTER TABLE employee ADD CONSTRAINT team_there CHECK (team IS NOT NULL) NOT VALID;') },
      { migration: up('ALTER TABLE employee VALIDATE CONSTRAINT team_there;') },
      {
        migration: up(
          `${accepted('fails-on-nulls', 'ALTER TABLE employee ALTER COLUMN team SET NOT NULL;')}\nALTER TABLE employee DROP CONSTRAINT team_there;`,
        ),
      },
    ],
  },
  {
    code: 'fails-on-nulls',
    what: 'a new column that is NOT NULL',
    unsafe: up('ALTER TABLE employee ADD COLUMN level integer NOT NULL;'),
    safe: [{ migration: up('ALTER TABLE employee ADD COLUMN level integer NOT NULL DEFAULT 1;') }],
  },
  {
    code: 'rewrites-table',
    what: 'integer to bigint',
    unsafe: up('ALTER TABLE employee ALTER COLUMN bonus TYPE bigint;'),
    safe: [
      { migration: up(KEEP_TRIGGER) },
      { batches: (from, to) => `UPDATE employee SET bonus_new = bonus WHERE bonus_new IS NULL AND ${range(from, to)}` },
      { migration: up(SWITCH) },
    ],
  },
  {
    code: 'rewrites-table',
    what: 'a new column with another value in each row',
    unsafe: up('ALTER TABLE employee ADD COLUMN token uuid DEFAULT gen_random_uuid();'),
    safe: [
      {
        migration: up(
          'ALTER TABLE employee ADD COLUMN token uuid;\nALTER TABLE employee ALTER COLUMN token SET DEFAULT gen_random_uuid();',
        ),
      },
      {
        batches: (from, to) =>
          `UPDATE employee SET token = gen_random_uuid() WHERE token IS NULL AND ${range(from, to)}`,
      },
    ],
  },
  {
    code: 'rewrites-table, data-loss',
    what: 'an UPDATE of every row',
    unsafe: up("UPDATE employee SET note = 'new';"),
    isRunning: true,
    safe: [{ batches: (from, to) => `UPDATE employee SET note = 'new' WHERE ${range(from, to)}` }],
  },
  {
    code: 'data-loss',
    what: 'a column dropped',
    safe: [{ migration: up(accepted('data-loss', 'ALTER TABLE employee DROP COLUMN note;')) }],
  },
  {
    code: 'blocks-reads',
    what: 'REINDEX',
    unsafe: up('REINDEX INDEX employee_name_key;'),
    safe: [{ migration: alone('REINDEX INDEX CONCURRENTLY employee_name_key;') }],
  },
  {
    code: 'blocks-reads',
    what: 'VACUUM FULL',
    unsafe: alone('VACUUM FULL employee;'),
    safe: [{ migration: alone('VACUUM employee;') }],
  },
];
