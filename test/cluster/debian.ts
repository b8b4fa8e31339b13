import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { note } from '../harness/words.ts';

/** Of Debian's packages: a file that each brings, and the service that it would start. */
const PACKAGES: Readonly<Record<string, { file: string; service?: string }>> = {
  'postgresql-15': { file: '/usr/lib/postgresql/15/bin/postgres', service: 'postgresql' },
  patroni: { file: '/usr/bin/patroni', service: 'patroni' },
  'etcd-server': { file: '/usr/bin/etcd', service: 'etcd' },
  haproxy: { file: '/usr/sbin/haproxy', service: 'haproxy' },
  pgbouncer: { file: '/usr/sbin/pgbouncer', service: 'pgbouncer' },
  iproute2: { file: '/sbin/ip' },
};

/** Asked by Debian's install scripts before they start a service: 101 forbids it. */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Sees to it that what the cluster is made of is there, installing it where this may.
 *
 * @returns why there can be no cluster here; undefined: there can
 */
export function missingFromDebian(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux: each machine of the cluster is a network namespace';
  if (process.getuid?.() !== 0) return 'it needs root, to make the network that is cut';
  const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name]?.file ?? ''));
  if (missing.length > 0 && !existsSync('/usr/bin/apt-get')) {
    return `${missing.join(', ')} missing, and there is no apt-get to install them`;
  }
  if (missing.length > 0) install(missing);
  return canMakeNamespaces() ? undefined : 'this machine does not let root make network namespaces';
}

function install(packages: readonly string[]): void {
  note(`Installing ${packages.join(', ')}`);
  apt('update', '-qq');
  withoutServices(() => apt('install', '-y', '-qq', '--no-install-recommends', ...packages));
  // Nor at the next boot.
  const services = packages.flatMap((name) => PACKAGES[name]?.service ?? []);
  if (existsSync('/run/systemd/system') && services.length > 0) run('systemctl', 'disable', '--quiet', ...services);
}

/** Debian starts what it installs, which here would take ports and memory for nothing. */
function withoutServices(work: () => void): void {
  if (existsSync(POLICY)) return work();
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    rmSync(POLICY);
  }
}

function canMakeNamespaces(): boolean {
  try {
    run('unshare', '--net', '--pid', '--fork', '--mount-proc', 'ip', 'link', 'add', 'probe', 'type', 'bridge');
    return true;
  } catch {
    return false;
  }
}

function apt(...words: string[]): void {
  execFileSync('apt-get', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

const run = (command: string, ...words: string[]): void =>
  void execFileSync(command, words, { stdio: ['ignore', 'ignore', 'ignore'] });
