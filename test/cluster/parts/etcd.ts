import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { asPostgres, type Running, start } from '../../harness/process.ts';
import { until } from '../../harness/until.ts';
import type { Machine } from '../network.ts';

/**
 * One etcd: what is tried here is the loss of database servers, not of the keeper of their leader's key. Its data is in
 * memory, since a disk that PostgreSQL keeps busy would make it late, and a late key is a failover of its own.
 */
export async function startEtcd(machine: Machine, folder: string): Promise<Running> {
  const home = join(folder, 'etcd');
  mkdirSync(home);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=0700,uid=postgres,gid=postgres', 'tmpfs', home]);
  const client = `http://${machine.address}:2379`;
  const peer = `http://${machine.address}:2380`;
  const options = {
    name: 'etcd',
    'data-dir': join(home, 'data'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `etcd=${peer}`,
    'log-level': 'warn',
  };
  const words = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const command = machine.onIt(asPostgres(['/usr/bin/etcd', ...words]));
  const running = start({ name: 'etcd', command, logFile: join(folder, 'etcd.log') });
  await until('etcd is healthy', () => isHealthy(client), { within: 20 });
  return running;
}

async function isHealthy(url: string): Promise<true | undefined> {
  const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) });
  return answer.ok ? true : undefined;
}
