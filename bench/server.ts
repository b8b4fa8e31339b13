import { startLocalPostgres, workspaceDataDir } from '@roster/local-postgres';
import pg from 'pg';

/** The checkout's own PostgreSQL, and on it the databases of one run. */
export interface Server {
  /** Makes a database anew, empty. @returns its URL */
  recreate(name: string): Promise<string>;
  /** For scratch databases. */
  url: string;
  version: string;
  query(url: string, sql: string): Promise<void>;
  /** A database that stays from run to run, made where it is missing. @returns its URL */
  kept(name: string): Promise<string>;
  /** The same, made anew and empty. @returns its URL */
  anew(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function openServer(root: string): Promise<Server> {
  const postgres = await startLocalPostgres({ dataDir: workspaceDataDir(root) });
  const admin = new pg.Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  const made = new Set<string>();
  const { rows } = await admin.query<{ server_version: string }>('SHOW server_version');
  const drop = async (name: string): Promise<void> =>
    void (await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`));
  const anew = async (name: string): Promise<string> => {
    await drop(name);
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`);
    return postgres.url(name);
  };
  return {
    url: postgres.url('postgres'),
    version: rows[0]?.server_version ?? '',
    query,
    anew,
    recreate: (purpose) => {
      const name = `roster_bench_${process.pid}_${purpose}`;
      made.add(name);
      return anew(name);
    },
    kept: async (name) => {
      await postgres.ensureDatabase(name);
      return postgres.url(name);
    },
    close: async () => {
      for (const name of made) await drop(name);
      await admin.end();
      await postgres.stop();
    },
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
