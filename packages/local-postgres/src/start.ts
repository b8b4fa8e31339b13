import pg from 'pg';
import { ensureCluster, readPassword, user } from './cluster.ts';
import { connect } from './connection.ts';
import { type Deadline, deadlineIn, poll } from './deadline.ts';
import { codeOf } from './errors.ts';
import { holdLease } from './held-lease.ts';
import { giveBack, type Lease, takeLease } from './lease.ts';
import { choosePort, freePort, host } from './port.ts';
import { removeStaleLockFile, runningPostmaster } from './postmaster.ts';
import { prepareServer, type Server, type ServerOptions } from './server.ts';
import { spawnKeeper } from './spawn-keeper.ts';
import { startPostmaster } from './start-postmaster.ts';

/** The database that every server has. */
export const defaultDatabase = 'roster';

export interface StartOptions extends ServerOptions {
  /** Gets one line of text for each step that takes time. */
  onProgress?: ((message: string) => void) | undefined;
  /** Milliseconds until the server has to be ready, and again until it has to be stopped. Default: 60 000. */
  timeoutMs?: number | undefined;
}

/** A running PostgreSQL that this process may use until it calls stop(). */
export interface LocalPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Where the data really is: the directory that was asked for, unless the server cannot live there. */
  readonly dataDir: string;
  /** A connection URL. @param database default: `roster` */
  url(database?: string): string;
  /** Creates a database where it is missing. Any number of processes may ask at once. */
  ensureDatabase(name: string): Promise<void>;
  /** Gives this lease back; the last one out stops the server. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a data directory, or joins the one that runs there. It makes the cluster and the database
 * `roster` where they are missing. All processes of a machine that name one directory share one server; it stops when
 * the last one calls stop() or is gone. The lease does not keep the process alive.
 *
 * @throws LocalPostgresError, see errors.ts for the codes
 * @example
 * const postgres = await startLocalPostgres({ dataDir: workspaceDataDir(), onProgress: console.error });
 * const sequelize = new Sequelize(postgres.url());
 * …
 * await postgres.stop();
 */
export async function startLocalPostgres(options: StartOptions): Promise<LocalPostgres> {
  const { server, lease } = await join(options);
  const release = holdLease(server, lease, defaultDatabase);
  const stopMs = options.timeoutMs ?? 60_000;
  return describe(server, lease, async () => giveBack(server, await release(), deadlineIn(stopMs)));
}

/** Gets a lease, starting the server as often as it takes, and makes the default database where it is missing. */
export async function join(options: StartOptions): Promise<{ server: Server; lease: Lease; deadline: Deadline }> {
  const deadline = deadlineIn(options.timeoutMs ?? 60_000);
  const report = options.onProgress ?? (() => undefined);
  const server = await prepareServer(options);
  await ensureCluster(server, deadline, report);
  const starter = createStarter(server, deadline, report);
  let hindrance = 'another process was stopping it';
  const passing = (error: Error) => {
    hindrance = error.message;
  };
  const step = async () => {
    const postmaster = runningPostmaster(server.pgdata);
    if (!postmaster) await starter();
    else if (postmaster.status === 'ready')
      return takeLease(server, postmaster, { deadline, database: defaultDatabase, passing });
    return undefined;
  };
  const waitingFor = () => `joining it (last: ${hindrance})`;
  const lease = await poll(step, { deadline, everyMs: 15, waitingFor, log: server.log });
  if (!lease.isKept) spawnKeeper(server);
  await ensureDefaultDatabase(server, lease, deadline);
  return { server, lease, deadline };
}

async function ensureDefaultDatabase(server: Server, lease: Lease, deadline: Deadline): Promise<void> {
  if (lease.hasDatabase) return;
  try {
    await createDatabase(server, lease.postmaster.port, defaultDatabase, deadline);
  } catch (error) {
    await giveBack(server, lease, deadline).catch(() => undefined);
    throw error;
  }
}

/** A function that makes one attempt to start the server; it remembers what became of the one before. */
function createStarter(server: Server, deadline: Deadline, report: (message: string) => void): () => Promise<void> {
  let isPortTaken = false;
  let isKeeperOut = false;
  return async () => {
    removeStaleLockFile(server.pgdata);
    const port = isPortTaken ? await freePort() : await choosePort(server.pgdata);
    // Before the server, so that there is never a server which nobody would stop.
    if (!isKeeperOut) spawnKeeper(server);
    isKeeperOut = true;
    report(`Starting PostgreSQL on ${host}:${port}`);
    const start = await startPostmaster(server, port, deadline);
    isPortTaken = start === 'port-taken';
  };
}

function describe(server: Server, lease: Lease, release: () => Promise<void>): LocalPostgres {
  const { port } = lease.postmaster;
  const password = readPassword(server.pgdata);
  let stopped: Promise<void> | undefined;
  return {
    host,
    port,
    user,
    password,
    dataDir: server.dataDir,
    url: (database = defaultDatabase) => databaseUrl(server, port, database),
    ensureDatabase: (name) => createDatabase(server, port, name, deadlineIn(60_000)),
    stop: () => (stopped ??= release()),
  };
}

/** A URL that psql and every driver understands. */
export function databaseUrl(server: Server, port: number, database: string): string {
  const password = encodeURIComponent(readPassword(server.pgdata));
  return `postgres://${user}:${password}@${host}:${port}/${encodeURIComponent(database)}`;
}

/** 42P04 duplicate_database, and 23505 unique_violation where two create the name at one instant. */
const existsAlready = ['42P04', '23505'];

async function createDatabase(server: Server, port: number, name: string, deadline: Deadline): Promise<void> {
  const client = await connect(server, { port, as: 'roster create database', deadline });
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    if (!existsAlready.includes(codeOf(error) ?? '')) throw error;
  } finally {
    await client.end();
  }
}
