import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { scratchRefused } from '../errors.ts';
import { quoteIdentifier } from '../schema/quote.ts';
import { type Connection, type Database, databaseFromUrl } from './database.ts';

/** A database to try things on; nobody else's, and gone when its server is closed. */
export interface ScratchDatabase {
  url: string;
  name: string;
}

/** A server's scratch databases of one run. */
export interface ScratchServer {
  /** `server_version_num`: 180004. */
  version: string;
  create(): Promise<ScratchDatabase>;
  /** Drops them all. Never throws: what is left is dropped by the next run. */
  close(): Promise<void>;
}

const PREFIX = 'roster_scratch_';
/** The owner of `roster_scratch_<run>_<n>` is the session with this application_name. */
const ownerName = (run: string): string => `migrate scratch ${run}`;

/**
 * A server for scratch databases.
 *
 * What a killed run has left is dropped by the next one. A run's databases are told from those of the dead by their
 * owner's session, which every role can see in pg_stat_activity from any database of the server.
 *
 * @param url of any database on the server; the role must be allowed to create databases
 * @throws MigratorError DATABASE_UNREACHABLE, SCRATCH_REFUSED
 */
export async function openScratch(url: string): Promise<ScratchServer> {
  const run = randomBytes(8).toString('hex');
  const database = databaseFromUrl(url);
  const owner = await database.connect(ownerName(run));
  const names: string[] = [];
  const close = (): Promise<void> => dropAll(database, owner, names);
  try {
    return { version: await prepareOwner(owner.client), close, create };
  } catch (error) {
    await close();
    throw error;
  }

  async function create(): Promise<ScratchDatabase> {
    const name = `${PREFIX}${run}_${names.length}`;
    names.push(name);
    // template0 holds nothing that an administrator may have put into template1.
    await owner.client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`).catch((cause: unknown) => {
      throw scratchRefused(database.shown, cause);
    });
    return { name, url: withDatabase(url, name) };
  }
}

async function prepareOwner(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    "SELECT set_config('idle_session_timeout', '0', false), current_setting('server_version_num') AS version",
  );
  await sweep(client);
  return rows[0]?.version ?? '';
}

/** Runs `work` with scratch databases on the server of `url`, and drops them on every way out. */
export async function withScratch<T>(url: string, work: (server: ScratchServer) => Promise<T>): Promise<T> {
  const server = await openScratch(url);
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

/**
 * At one time: a DROP DATABASE first forgets what of its own database is not on the disk yet, then waits for a checkpoint,
 * which would write and flush the thousands of new files of one that is still to be dropped.
 */
async function dropAll(database: Database, owner: Connection, names: readonly string[]): Promise<void> {
  const [first, ...others] = names;
  try {
    await Promise.all([
      first === undefined ? undefined : drop(owner.client, first),
      ...others.slice(0, MOST_DROPS).map((name) => dropBeside(database, name)),
    ]);
    // Those that are left, and those that had no connection; the owner's session has kept others off them.
    for (const name of others) await drop(owner.client, name);
  } catch {
    // The owner's session is lost: the next run finds its databases deserted.
  } finally {
    await owner.release();
  }
}

/** Beside the owner's own; a run has two databases as a rule. */
const MOST_DROPS = 3;

async function dropBeside(database: Database, name: string): Promise<void> {
  try {
    const connection = await database.connect(`migrate drop (pid ${process.pid})`);
    try {
      await drop(connection.client, name);
    } finally {
      await connection.release();
    }
  } catch {
    // It is dropped by its owner.
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
