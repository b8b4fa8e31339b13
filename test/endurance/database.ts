import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalPostgres, startLocalPostgres } from '@roster/local-postgres';
import { rowOf, withClient } from '../harness/database.ts';
import { note } from '../harness/words.ts';

export interface Database {
  url: string;
  port: number;
  /** PostgreSQL's own data directory. */
  pgdata: string;
  /** The process id of the server, which starts one for each connection. */
  pid: number;
  stop(): Promise<void>;
}

/** The embedded PostgreSQL on a data directory of its own, with its ordinary durability. */
export async function startDatabase(folder: string): Promise<Database> {
  const dataDir = join(folder, 'postgres');
  await mkdir(dataDir, { recursive: true });
  // The server runs as another user where this is root, and has to get in.
  await chmod(folder, 0o755);
  const postgres: LocalPostgres = await startLocalPostgres({ dataDir, onProgress: note });
  const url = postgres.url();
  const { pgdata, pid } = await rowOf<{ pgdata: string; pid: number }>(
    url,
    `SELECT current_setting('data_directory') AS pgdata,
       split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid`,
  );
  return { url, port: postgres.port, pgdata, pid, stop: () => postgres.stop() };
}

/** Rows for the mixed workload: ids from 1 on, salaries and names that differ. The schema must be there. */
export async function seedRows(url: string, rows: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO employee (name, salary, gender, is_leave)
       SELECT 'seed ' || n, (300000 + n::bigint * 7919 % 4700000) / 100.0, CASE n % 2 WHEN 0 THEN '男' ELSE '女' END::enum_employee_gender, n % 5 = 0
       FROM generate_series(1, $1::int) AS n`,
      [rows],
    );
    await client.query('VACUUM ANALYZE employee');
  });
}
