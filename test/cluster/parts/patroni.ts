import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asPostgres, type Running, start } from '../../harness/process.ts';
import type { Machine } from '../network.ts';

/** A machine with a PostgreSQL that Patroni runs. */
export interface DatabaseNode extends Machine {
  /** Starts Patroni, which starts PostgreSQL. */
  start(): Running;
  /** As a replica it receives and keeps what the primary writes at once, and shows it so many seconds later. */
  lagBy(seconds: number): Promise<void>;
}

export const POSTGRES_PORT = 5432;
export const PATRONI_PORT = 8008;

/**
 * The shortest times that Patroni's documentation allows (ttl 20 at least, loop_wait + 2 × retry_timeout at most ttl).
 * https://patroni.readthedocs.io/en/latest/dynamic_configuration.html
 */
export const TIMES = { ttl: 20, loop_wait: 2, retry_timeout: 5 };

/** Small, because two cores run all of it. What durability rests on (fsync, full_page_writes) stays as it is. */
const PARAMETERS = {
  shared_buffers: '32MB',
  max_connections: 150,
  max_wal_senders: 10,
  wal_keep_size: '256MB',
  max_wal_size: '512MB',
  autovacuum_naptime: '30s',
  // A standby that has lost its primary asks again after 5 s otherwise, and in strict mode the next primary waits for it.
  wal_retrieve_retry_interval: '500ms',
  log_min_duration_statement: 1000,
};

/** Nobody outside this network namespace reaches it, so nobody is asked for a password. */
const ACCESS = ['local all all trust', 'host all all 0.0.0.0/0 trust', 'host replication all 0.0.0.0/0 trust'];

/** What all nodes agree on. With `strict`, a primary without a synchronous standby writes nothing. */
const AGREED = {
  ...TIMES,
  synchronous_mode: true,
  synchronous_mode_strict: true,
  failsafe_mode: false,
  postgresql: { use_pg_rewind: true, use_slots: true, parameters: PARAMETERS },
};

/** @param etcd its machine. @param folder for its configuration, data and log */
export function databaseNode(machine: Machine, etcd: Machine, folder: string): DatabaseNode {
  const { name, address } = machine;
  const file = join(folder, `${name}.yml`);
  const configure = (recovery: object): void =>
    writeFileSync(file, configurationOf(machine, etcd, folder, recovery), { mode: 0o644 });
  configure({});
  const command = machine.onIt(asPostgres(['/usr/bin/patroni', file]));
  return {
    ...machine,
    start: () => start({ name, command, logFile: join(folder, `${name}.log`), cwd: folder }),
    lagBy: async (seconds) => {
      configure({ recovery_min_apply_delay: `${seconds}s` });
      await fetch(`http://${address}:${PATRONI_PORT}/reload`, { method: 'POST', signal: AbortSignal.timeout(5000) });
    },
  };
}

/** JSON, which is YAML as well. */
function configurationOf({ name, address }: Machine, etcd: Machine, folder: string, recovery: object): string {
  const configuration = {
    scope: 'roster',
    name,
    etcd3: { host: `${etcd.address}:2379` },
    restapi: { listen: `${address}:${PATRONI_PORT}`, connect_address: `${address}:${PATRONI_PORT}` },
    bootstrap: { dcs: AGREED, initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'] },
    postgresql: {
      listen: `${address}:${POSTGRES_PORT}`,
      connect_address: `${address}:${POSTGRES_PORT}`,
      data_dir: join(folder, `${name}-data`),
      bin_dir: '/usr/lib/postgresql/15/bin',
      pgpass: join(folder, `${name}.pgpass`),
      pg_hba: ACCESS,
      parameters: { unix_socket_directories: '' },
      recovery_conf: recovery,
      authentication: {
        superuser: { username: 'postgres', password: 'postgres' },
        replication: { username: 'replicator', password: 'replicator' },
      },
    },
    watchdog: { mode: 'off' },
  };
  return JSON.stringify(configuration, undefined, 2);
}
