import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { asPostgres, type Running, start } from '../../harness/process.ts';
import { until } from '../../harness/until.ts';
import { type DatabaseNode, PATRONI_PORT, POSTGRES_PORT } from './patroni.ts';

/** Where HAProxy has the primary. */
export const PRIMARY_PORT = 5000;

/**
 * As Patroni's documentation has it: each node's REST interface says whether it is the primary, and sessions with a
 * node that no longer is are ended. Checked more often than in its example (3 s, twice): a second more or less counts.
 * https://patroni.readthedocs.io/en/latest/rest_api.html
 */
export async function startHaproxy(nodes: readonly DatabaseNode[], folder: string): Promise<Running> {
  const file = join(folder, 'haproxy.cfg');
  const text = [
    'global',
    '  maxconn 2000',
    'defaults',
    '  mode tcp',
    '  retries 2',
    '  timeout client 30m',
    '  timeout connect 2s',
    '  timeout server 30m',
    '  timeout check 1s',
    ...listener('primary', PRIMARY_PORT, '/primary', nodes),
  ];
  writeFileSync(file, `${text.join('\n')}\n`, { mode: 0o644 });
  const command = asPostgres(['/usr/sbin/haproxy', '-db', '-f', file]);
  const running = start({ name: 'haproxy', command, logFile: join(folder, 'haproxy.log') });
  await until('HAProxy listens', () => canConnect(PRIMARY_PORT), { within: 10 });
  return running;
}

const listener = (name: string, port: number, path: string, nodes: readonly DatabaseNode[]): string[] => [
  `listen ${name}`,
  `  bind 127.0.0.1:${port}`,
  '  balance roundrobin',
  `  option httpchk OPTIONS ${path}`,
  '  http-check expect status 200',
  '  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions',
  ...nodes.map(
    ({ name: node, address }) => `  server ${node} ${address}:${POSTGRES_PORT} maxconn 200 check port ${PATRONI_PORT}`,
  ),
];

const canConnect = (port: number): Promise<true> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });
