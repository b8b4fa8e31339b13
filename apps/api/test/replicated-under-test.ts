import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalPostgres } from '@roster/local-postgres';
import { type Replicated, startReplicated } from '@roster/local-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { connectTo } from './database-under-test.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';

/** A primary with two standbys for the tests of one file. */
export class ReplicatedUnderTest {
  #folder = '';
  #database: Replicated | undefined;

  /** Called in the file itself. */
  constructor() {
    beforeAll(() => this.#start(), 120_000);
    afterAll(() => this.#stop());
  }

  get primary(): Replicated['primary'] {
    return this.#there.primary;
  }

  get standbys(): Replicated['standbys'] {
    return this.#there.standbys;
  }

  get #there(): Replicated {
    if (this.#database === undefined) throw new Error('the servers were not started');
    return this.#database;
  }

  /** A server that reads from both. */
  serve(settings: Record<string, string> = {}): ServerUnderTest {
    const replicas = this.standbys.map((standby) => standby.url()).join();
    return spawnServer({ DATABASE_URL: this.primary.url(), DATABASE_REPLICA_URLS: replicas, ...settings });
  }

  /** What commits wait for; none: nobody. */
  async setSynchronous(names: string): Promise<void> {
    const client = await connectTo(this.primary.url('postgres'));
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await client.query('SELECT pg_reload_conf()');
    // Those who watch it have heard of it.
    await sleep(1000);
  }

  async restartPrimary(): Promise<void> {
    const primary = await startLocalPostgres({ dataDir: join(this.#folder, 'primary') });
    this.#database = { ...this.#there, primary };
  }

  async #start(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'roster-replicas-'));
    this.#database = await startReplicated(this.#folder, 2);
    // As a server has it that was made where it stands: no text of a time is the same in every session.
    const client = new pg.Client({ connectionString: this.primary.url() });
    await client.connect();
    await client.query("ALTER DATABASE roster SET timezone = 'Europe/Berlin'");
    await client.end();
  }

  async #stop(): Promise<void> {
    try {
      const { primary, standbys = [] } = this.#database ?? {};
      await Promise.all([...standbys.map((standby) => standby.kill()), primary?.stop()]);
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }
}

const EVERY_PROCESS = `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid
  UNION ALL SELECT pid FROM pg_stat_activity`;

/** All processes of a server: what is left of one that was killed would answer until it finds that out. */
export async function killServer(superuser: pg.Client): Promise<void> {
  const { rows } = await superuser.query<{ pid: number }>(EVERY_PROCESS);
  for (const { pid } of rows) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // Gone by itself: its work was done, or it has noticed that the first one is dead.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

let count = 0;
export const newEmployee = () => ({ name: `replicated ${(count += 1)}`, salary: 1, gender: '男' });

export const said = (server: ServerUnderTest, msg: string) => server.lines().filter((line) => line['msg'] === msg);

/** @param times how often each was left out before, and once more */
export const untilBothAreRead = (server: ServerUnderTest, times = 1) =>
  vi.waitFor(
    () => {
      const read = said(server, 'reads go to a replica').map(({ replica }) => replica);
      const enough = [...new Set(read)].filter((name) => read.filter((other) => other === name).length >= times);
      expect(enough).toHaveLength(2);
    },
    { timeout: 15_000, interval: 100 },
  );
