import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { mustRun } from '../run-command.ts';
import type { Server } from '../server.ts';
import { FIRST, GIVEN, LAST, SURNAMES } from './load/vocabulary.ts';
import { childrenOf, cpuOf, cpuOfEnded, parentOf } from './process-usage.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'packages/migrator/dist/cli.js');

/** Counts what is below: databases of another number are made anew. */
const SEED = 1;

/** The employees of the benchmark, and what is done to them between runs. */
export interface Database {
  url: string;
  rows: number;
  /** As it was before anything was measured. */
  putBack(): Promise<void>;
  /** PostgreSQL's own processor time so far, in milliseconds. */
  cpu(): number;
  close(): Promise<void>;
}

/** One database for each size, kept from run to run while the schema and the rows are those that are wanted. */
export async function openDatabase(server: Server, rows: number, say: (line: string) => void): Promise<Database> {
  const name = `roster_bench_api_${rows}`;
  const label = await labelOf(rows);
  let url = await server.kept(name);
  if (!(await isRight(url, label, rows))) {
    say(`making ${rows} employees`);
    url = await server.anew(name);
    await mustRun({ args: [CLI, 'up', '--url', url], directory: ROOT });
    await server.query(url, seedSql(rows));
    await server.query(url, 'VACUUM ANALYZE employee');
    await server.query(url, `COMMENT ON DATABASE ${pg.escapeIdentifier(name)} IS ${pg.escapeLiteral(label)}`);
  }
  return opened(url, rows);
}

async function opened(url: string, rows: number): Promise<Database> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: own } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(own[0]?.pid ?? 0);
  const database: Database = {
    url,
    rows,
    putBack: async () => {
      for (const statement of putBackSql(rows)) await client.query(statement);
    },
    // A connection that closes takes its process with it.
    cpu: () => cpuOf([postmaster, ...childrenOf(postmaster)]) + cpuOfEnded(postmaster),
    close: () => client.end(),
  };
  await database.putBack();
  return database;
}

/** What must be the same for a database to be used again. */
async function labelOf(rows: number): Promise<string> {
  const schema = await readFile(join(ROOT, 'packages/models/migrations/schema.sql'));
  return `benchmark: ${rows} rows, seed ${SEED}, schema ${createHash('sha256').update(schema).digest('hex')}`;
}

async function isRight(url: string, label: string, rows: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ label: string | null; count: number }>(
      `SELECT shobj_description(oid, 'pg_database') AS label, (SELECT count(*)::int FROM employee WHERE id <= $1) AS count
       FROM pg_database WHERE datname = current_database()`,
      [rows],
    );
    return found.rows[0]?.label === label && found.rows[0].count === rows;
  } catch {
    // It has no such tables yet.
    return false;
  } finally {
    await client.end();
  }
}

const array = (words: readonly string[]): string => `(ARRAY[${words.map((word) => pg.escapeLiteral(word)).join()}])`;
const nth = (words: readonly string[], step: number): string => `${array(words)}[1 + (n * ${step}) % ${words.length}]`;

const NAME = `CASE WHEN n % 2 = 0 THEN ${nth(SURNAMES, 7)} || ${nth(GIVEN, 5)} ELSE ${nth(FIRST, 3)} || ' ' || ${nth(LAST, 5)} END || ' ' || n`;
const salaryOf = (id: string): string => `((300000 + (${id}::bigint * 7919) % 4700000) / 100.0)::numeric(10,2)`;

/** Whole seconds, and nearly in the order of the ids, as people come: thirteen years from 2012 on. */
export const FIRST_DAY = Date.UTC(2012, 0, 1);
export const DAYS = 4700;
const entryDate = (rows: number): string =>
  `'2012-01-01Z'::timestamptz + make_interval(secs => floor(n::float8 / ${rows} * ${DAYS} * 86400) + (n::bigint * 104729) % 86400)`;

const seedSql = (rows: number): string => `
  INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date, created_time, update_time)
  SELECT ${NAME}, ${salaryOf('n')}, (n * 31) % 5000, n % 11 = 0, (CASE WHEN (n * 13) % 7 < 3 THEN '女' ELSE '男' END)::enum_employee_gender,
         ${entryDate(rows)}, '2026-01-01Z', '2026-01-01Z'
  FROM generate_series(1, ${rows}) AS n`;

/** The rows that came go, those that were changed become what they were; then nothing is left of either. */
const putBackSql = (rows: number): string[] => [
  `DELETE FROM employee WHERE id > ${rows}`,
  `UPDATE employee SET salary = ${salaryOf('id')}, update_time = created_time WHERE update_time <> created_time`,
  'VACUUM ANALYZE employee',
];
