import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '../../harness/database.ts';
import { asPostgres, type Running, start } from '../../harness/process.ts';
import { until } from '../../harness/until.ts';

const BINARIES = '/usr/lib/postgresql/15/bin';

/** Small, and as durable as ever. */
const SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  'shared_buffers = 64MB',
  'max_connections = 200',
  'autovacuum_naptime = 30s',
];

/** One PostgreSQL of Debian on loopback, with no Patroni around it. */
export async function startPostgres(port: number, folder: string): Promise<{ url: string; process: Running }> {
  const home = join(folder, 'postgres');
  mkdirSync(home);
  execFileSync('chown', ['postgres:postgres', home]);
  const data = join(home, 'data');
  const words = ['-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-U', 'postgres'];
  const [file = '', ...rest] = asPostgres([`${BINARIES}/initdb`, ...words]);
  execFileSync(file, rest, { stdio: 'ignore', cwd: home });
  appendFileSync(join(data, 'postgresql.conf'), `${[...SETTINGS, `port = ${port}`].join('\n')}\n`);
  const command = asPostgres([`${BINARIES}/postgres`, '-D', data]);
  const process = start({ name: 'postgres', command, logFile: join(folder, 'postgres.log'), cwd: home });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await until('PostgreSQL answers', () => withClient(url, (client) => client.query('SELECT 1')), { within: 30 });
  return { url, process };
}
