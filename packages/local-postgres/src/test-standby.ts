import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { program } from './binaries.ts';
import { serverSpawnOptions } from './command.ts';
import { freePort, host } from './port.ts';
import { findServer, type Server } from './server.ts';
import { type LocalPostgres, startLocalPostgres } from './start.ts';

const PATIENCE_MS = 30_000;

/** A standby that follows a primary by streaming. */
export interface TestStandby {
  readonly host: string;
  readonly port: number;
  /** Without a password in it nobody gets in: it is the primary's. @param database default: `roster` */
  url(database?: string): string;
  /** Runs one statement there as the superuser: `SELECT pg_wal_replay_pause()`. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** As a machine that loses its power. */
  kill(): Promise<void>;
  /** After `kill`. */
  restart(): Promise<void>;
}

export interface Replicated {
  primary: LocalPostgres;
  standbys: TestStandby[];
}

/**
 * A server of its own with standbys, for tests of what reads from them. They are copies of the stopped primary's files:
 * the embedded binaries have no pg_basebackup.
 *
 * @param folder that is empty, and the caller's to remove
 */
export async function startReplicated(folder: string, count: number): Promise<Replicated> {
  const dataDir = join(folder, 'primary');
  const first = await startLocalPostgres({ dataDir });
  await first.stop();
  const server = findServer({ dataDir: first.dataDir });
  if (server === undefined) throw new Error(`there is no server in ${first.dataDir}`);
  const folders = Array.from({ length: count }, (_, index) => `${server.pgdata}-standby-${index + 1}`);
  for (const pgdata of folders) execFileSync('cp', ['-a', server.pgdata, pgdata]);
  const primary = await startLocalPostgres({ dataDir });
  const standbys = await Promise.all(
    folders.map((pgdata, index) => startStandby(`standby_${index + 1}`, { ...server, pgdata }, primary)),
  );
  return { primary, standbys };
}

async function startStandby(name: string, server: Server, primary: LocalPostgres): Promise<TestStandby> {
  const port = await freePort();
  const { user, password } = primary;
  const url = (database = 'roster') => `postgres://${user}:${password}@${host}:${port}/${database}`;
  writeFileSync(join(server.pgdata, 'standby.signal'), '');
  const settings = {
    listen_addresses: host,
    unix_socket_directories: '',
    // A standby has to have as many as its primary.
    max_connections: '200',
    // In pg_stat_replication each has a name of its own: standby_1, standby_2 …
    primary_conninfo: `host=${primary.host} port=${primary.port} user=${user} password=${password} application_name=${name}`,
    // A read may not keep the log from being replayed for longer than a test waits.
    max_standby_streaming_delay: '1s',
  };
  const args = ['-D', server.pgdata, '-p', String(port)];
  for (const setting of Object.entries(settings)) args.push('-c', setting.join('='));
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program(server.binaries, 'postgres'), args, {
      ...serverSpawnOptions(server.account),
      stdio: 'ignore',
    });
    await untilItAnswers(url());
    return child;
  };
  let child = await start();
  return {
    host,
    port,
    url,
    // What is replayed may cancel it (40001, a conflict with recovery), which says nothing of the statement.
    query: (sql) =>
      query(url(), sql).catch((error: { code?: string }) => {
        if (error.code === '40001') return query(url(), sql);
        throw error;
      }),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // All of its processes end with the postmaster, which they notice.
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    restart: async () => void (child = await start()),
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    try {
      return void (await query(url, 'SELECT 1'));
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(50);
    }
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'roster test standby' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
