import pg from 'pg';
import { passwordPath, readPassword, user } from './cluster.ts';
import type { Deadline } from './deadline.ts';
import { codeOf, localPostgresError } from './errors.ts';
import { host } from './port.ts';
import type { Server } from './server.ts';

/**
 * Opens one connection to the server.
 *
 * @param options.as the application_name, as pg_stat_activity shows it
 * @throws LOCAL_POSTGRES_PASSWORD_REFUSED; pg's own errors, of which isPassing() knows those that pass
 */
export async function connect(
  server: Server,
  options: { port: number; as: string; deadline: Deadline; database?: string },
): Promise<pg.Client> {
  const client = new pg.Client({
    host,
    port: options.port,
    user,
    password: readPassword(server.pgdata),
    database: options.database ?? 'postgres',
    application_name: options.as,
    // Both said, so that PGSSLMODE and PGOPTIONS of our environment say nothing.
    ssl: false,
    options: '-c statement_timeout=0 -c idle_session_timeout=0',
    connectionTimeoutMillis: Math.min(10_000, options.deadline.remaining()),
  });
  // The server may be stopped under an idle connection, which must not end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    await client.end().catch(() => undefined);
    if (codeOf(cause) !== '28P01') throw cause;
    const about = { path: passwordPath(server.pgdata), why: 'It was changed in the file, or in the cluster.' };
    throw localPostgresError('LOCAL_POSTGRES_PASSWORD_REFUSED', about, cause);
  }
}

/** Lets the process end although the connection is open. */
export function releaseProcess(client: pg.Client): void {
  (client as ReferencedClient).unref();
}

/** Keeps the process alive for as long as the connection is open. */
export function holdProcess(client: pg.Client): void {
  (client as ReferencedClient).ref();
}

/** Two methods of node-postgres (lib/client.js, since 8.0) that its types lack. */
type ReferencedClient = pg.Client & { ref(): void; unref(): void };

// 57P01 admin_shutdown, 57P02 crash_shutdown, 57P03 cannot_connect_now, 53300 too_many_connections
const passingStates = ['57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

/** Whether an error means no more than that the server is just starting, stopping or full. */
export function isPassing(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (passingStates.includes(codeOf(error) ?? '')) return true;
  // node-postgres has no codes for a connection that ends (lib/client.js, _handleErrorWhileConnecting and "end").
  return /^(Connection terminated|timeout expired|Client .*not queryable)/.test(error.message);
}
