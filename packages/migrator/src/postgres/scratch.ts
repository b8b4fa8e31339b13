import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { quoteIdentifier } from '../schema/quote.ts';
import { type Connection, databaseFromUrl } from './database.ts';

/** A database to try things on; nobody else's, and gone when its server is closed. */
export interface ScratchDatabase {
  url: string;
  name: string;
}

/** A server's scratch databases of one run. */
export interface ScratchServer {
  create(): Promise<ScratchDatabase>;
}

const PREFIX = 'roster_scratch_';
/** The owner of `roster_scratch_<run>_<n>` is the session with this application_name. */
const ownerName = (run: string): string => `migrate scratch ${run}`;

/**
 * Runs `work` with scratch databases on the server of `url`, and drops them on every way out.
 *
 * What a killed run has left is dropped by the next one. A run's databases are told from those of the dead by their
 * owner's session, which every role can see in pg_stat_activity from any database of the server.
 *
 * @param url of any database on the server; the role must be allowed to create databases
 */
export async function withScratch<T>(url: string, work: (server: ScratchServer) => Promise<T>): Promise<T> {
  const run = randomBytes(8).toString('hex');
  const owner = await databaseFromUrl(url).connect(ownerName(run));
  const names: string[] = [];
  try {
    await owner.client.query('SET idle_session_timeout = 0');
    await sweep(owner.client);
    return await work({
      create: async () => {
        const name = `${PREFIX}${run}_${names.length}`;
        names.push(name);
        // template0 holds nothing that an administrator may have put into template1.
        await owner.client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`);
        return { name, url: withDatabase(url, name) };
      },
    });
  } finally {
    await dropAll(owner, names);
  }
}

async function dropAll(owner: Connection, names: readonly string[]): Promise<void> {
  try {
    for (const name of names) await drop(owner.client, name);
  } catch {
    // The owner's session is lost: the next run finds its databases deserted.
  } finally {
    await owner.release();
  }
}

const drop = async (client: ClientBase, name: string): Promise<void> =>
  void (await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`));

async function sweep(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT d.datname AS name FROM pg_database d
      WHERE starts_with(d.datname, $1)
        AND NOT EXISTS (SELECT FROM pg_stat_activity a
                         WHERE a.application_name = $2 || split_part(substr(d.datname, length($1) + 1), '_', 1))`,
    [PREFIX, ownerName('')],
  );
  // Two runs may sweep at once, and one of the dead be dropped by the other.
  for (const { name } of rows) await drop(client, name).catch(() => undefined);
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
