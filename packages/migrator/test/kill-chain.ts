import { sql } from './project.ts';

/** A migration of the chain: its file, and whether a run that is cut in it may leave something. */
export interface Link {
  name: string;
  file: string;
  text: string;
  isAlone: boolean;
}

/** Long enough for a kill to meet it, also where nothing else takes time. */
const PAUSE = 'SELECT pg_sleep(0.04);';

const inTransaction = (n: number, text: string): string => sql(`${text}\n${PAUSE}\nINSERT INTO ran VALUES (${n});`);
const alone = (text: string): string => `-- migrate:up transaction:false\n${text};\n`;
const program = (n: number): string => `export const up = async ({ sequelize, queryInterface }) => {
  await queryInterface.createTable('p${n}', { id: 'integer', note: 'text' });
  await sequelize.query('SELECT pg_sleep(0.04)');
  await sequelize.query('INSERT INTO ran VALUES (${n})');
};\n`;

/** An index of it takes a while to build, so that a kill meets that. */
const FIRST = `CREATE TABLE ran (n int);
CREATE TYPE mood AS ENUM ('good');
CREATE FUNCTION slowly(note text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
  $$ BEGIN PERFORM pg_catalog.pg_sleep(0.0002); RETURN note; END $$;
INSERT INTO ran VALUES (1);`;

/** What comes again and again: each kind that can be cut, between those that leave both or neither. */
const KINDS: ((n: number) => string)[] = [
  (n) =>
    inTransaction(
      n,
      `CREATE TABLE t${n} (id int, note text); INSERT INTO t${n} SELECT i, i FROM generate_series(1, 600) i;`,
    ),
  (n) => alone(`CREATE INDEX CONCURRENTLY note_${n} ON t${n - 1} (slowly(note), id)`),
  (n) =>
    inTransaction(
      n,
      `ALTER TABLE t${n - 2} ADD COLUMN extra numeric DEFAULT random(), ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;`,
    ),
  (n) => alone(`ALTER TABLE t${n - 3} VALIDATE CONSTRAINT positive`),
  (n) => alone(`REINDEX TABLE CONCURRENTLY t${n - 4}`),
  (n) => program(n),
  (n) => alone(`CREATE UNIQUE INDEX CONCURRENTLY unique_${n} ON t${n - 6} (id, slowly(note)) WHERE id > ${n}`),
  (n) =>
    inTransaction(
      n,
      `ALTER TABLE t${n - 7} ADD CONSTRAINT whole_${n} CHECK (note <> ''); DELETE FROM t${n - 7} WHERE id % 7 = 0;`,
    ),
  (n) => alone(`DROP INDEX CONCURRENTLY note_${n - 7}`),
  (n) => alone(`ALTER TYPE mood ADD VALUE 'm${n}'`),
];

/** @param length how many migrations */
export const makeChain = (length: number): Link[] =>
  Array.from({ length }, (_, index) => {
    const kind = KINDS[(index + KINDS.length - 1) % KINDS.length];
    const n = index + 1;
    const text = index === 0 ? sql(FIRST) : (kind?.(n) ?? '');
    const name = `2026.01.01T00.${String(n).padStart(2, '0')}.00.step-${n}`;
    const file = `${name}.${text.startsWith('export') ? 'js' : 'sql'}`;
    return { name, file, text, isAlone: text.includes('transaction:false') };
  });
