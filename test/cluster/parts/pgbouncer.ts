import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '../../harness/database.ts';
import { asPostgres, type Running, start } from '../../harness/process.ts';
import { until } from '../../harness/until.ts';

export interface Pooler {
  /** `127.0.0.1:6432` */
  host: string;
  process: Running;
  /** What it tells of its connections now, all pools together. */
  load(): Promise<PoolerLoad>;
  /** Transactions that have passed, ever. */
  transactions(): Promise<number>;
}

export interface PoolerLoad {
  clients: number;
  /** Clients that wait for a server connection. */
  waiting: number;
  servers: number;
}

interface Options {
  port: number;
  /** The direct server. */
  serverPort: number;
  mode: 'transaction' | 'session';
  serverConnections: number;
  clientConnections: number;
}

/** PgBouncer before every database of a server of loopback, with so many connections to it in all. */
export async function startPgbouncer(folder: string, options: Options): Promise<Pooler> {
  const { port, mode } = options;
  const name = `pgbouncer-${mode}`;
  const users = join(folder, 'users.txt');
  writeFileSync(users, '"postgres" ""\n"roster" ""\n', { mode: 0o644 });
  const file = join(folder, `${name}.ini`);
  writeFileSync(file, configurationOf(options, users), { mode: 0o644 });
  const command = ['sh', '-c', 'ulimit -n 4096; exec "$@"', 'sh', '/usr/sbin/pgbouncer', file];
  const process = start({ name, command: asPostgres(command), logFile: join(folder, `${name}.log`) });
  const admin = `postgres://postgres@127.0.0.1:${port}/pgbouncer`;
  await until('PgBouncer answers', () => show(admin, 'VERSION'), { within: 10 });
  return {
    host: `127.0.0.1:${port}`,
    process,
    load: async () => loadOf(await show(admin, 'POOLS')),
    transactions: async () => sum(await show(admin, 'STATS'), 'total_xact_count'),
  };
}

/** `max_user_connections` counts over all databases, which a limit of a pool does not. */
const configurationOf = (options: Options, users: string): string =>
  `[databases]
* = host=127.0.0.1 port=${options.serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${options.port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
auth_user = postgres
admin_users = postgres
pool_mode = ${options.mode}
default_pool_size = ${options.serverConnections}
max_user_connections = ${options.serverConnections}
max_client_conn = ${options.clientConnections}
server_idle_timeout = 10
log_connections = 0
log_disconnections = 0
log_pooler_errors = 1
stats_period = 3600
`;

type Shown = Record<string, string>;

/** Its console speaks the simple protocol alone, as pg does where there are no values. */
const show = (admin: string, what: string): Promise<Shown[]> =>
  withClient(admin, async (client) => (await client.query<Shown>(`SHOW ${what}`)).rows);

function loadOf(pools: Shown[]): PoolerLoad {
  const real = pools.filter(({ database }) => database !== 'pgbouncer');
  const waiting = sum(real, 'cl_waiting');
  const servers = ['sv_active', 'sv_idle', 'sv_used', 'sv_tested', 'sv_login'].map((name) => sum(real, name));
  return {
    clients: sum(real, 'cl_active') + waiting,
    waiting,
    servers: servers.reduce((total, count) => total + count, 0),
  };
}

const sum = (rows: readonly Shown[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
