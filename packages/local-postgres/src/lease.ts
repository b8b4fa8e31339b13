import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { connect, holdProcess, isPassing } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { isPinned } from './pin.ts';
import { type Postmaster, readPostmaster } from './postmaster.ts';
import type { Server } from './server.ts';
import { stopPostmaster, waitForEnd } from './start-postmaster.ts';

/*
 * PostgreSQL is the lease book. Each process that uses the server holds one connection with a shared advisory lock,
 * which the kernel takes back however the process ends. Whoever gets the same lock exclusively knows that nobody else
 * is there, and that nobody can join: a joiner's try fails, so it waits for the end and starts the server anew.
 * Only tries, never waits: a waiting exclusive lock would turn joiners away (lock.c, LockAcquireExtended: a try also
 * fails against locks that others wait for).
 */

/** 'rost', so that an application's own advisory locks in the database `postgres` are others. */
const lockClass = 0x726f7374;
export const leaseLock = `${lockClass}, 1`;
export const keeperLock = `${lockClass}, 2`;

/** Advisory locks of two keys, as pg_locks shows them. */
const held = (object: 1 | 2) =>
  `FROM pg_locks WHERE locktype = 'advisory' AND classid = ${lockClass} AND objid = ${object} AND objsubid = 2 AND granted`;

/** One process's right to the server. */
export interface Lease {
  client: pg.Client;
  postmaster: Postmaster;
  /** Whether a keeper watches this server, or has had no time to begin yet. */
  isKept: boolean;
  /** Whether the default database exists. */
  hasDatabase: boolean;
}

/** A keeper needs about a quarter of a second to begin; a busy machine gets eight times that. */
const keeperDelaySeconds = 2;

const kept = `(EXISTS (SELECT ${held(2)})
  OR pg_postmaster_start_time() > clock_timestamp() - interval '${keeperDelaySeconds} s')`;

/** @returns undefined when the server is starting, stopping or gone: look again */
export async function takeLease(
  server: Server,
  postmaster: Postmaster,
  options: { deadline: Deadline; database: string; passing?: (error: Error) => void },
): Promise<Lease | undefined> {
  try {
    const as = `roster lease ${process.pid}`;
    const client = await connect(server, { port: postmaster.port, as, deadline: options.deadline });
    const { rows } = await client.query<{ leased: boolean; isKept: boolean; hasDatabase: boolean }>(
      `SELECT pg_try_advisory_lock_shared(${leaseLock}) AS leased,
              ${kept} AS "isKept",
              EXISTS (SELECT FROM pg_database WHERE datname = $1) AS "hasDatabase"`,
      [options.database],
    );
    const [row] = rows;
    if (row?.leased) return { client, postmaster, isKept: row.isKept, hasDatabase: row.hasDatabase };
    await client.end();
    return undefined;
  } catch (error) {
    if (!isPassing(error)) throw error;
    options.passing?.(error);
    return undefined;
  }
}

/** Gives a lease back; the last one stops the server, unless it is pinned. */
export async function giveBack(server: Server, lease: Lease, deadline: Deadline): Promise<void> {
  const { client, postmaster } = lease;
  // The socket let the process end all the time; from here the process has to see this through.
  holdProcess(client);
  try {
    await client.query(`SELECT pg_advisory_unlock_shared(${leaseLock})`);
    if (await closeServer(server, lease, deadline)) await stopPostmaster(server, postmaster, deadline);
  } catch (error) {
    if (!isPassing(error)) throw error;
    // The connection is lost, and the lease with it. Where that is because another one stops the server, stay for it.
    if (readPostmaster(server.pgdata)?.status === 'stopping') await waitForEnd(server, postmaster, deadline);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @returns whether we have the server to ourselves; then it is ours to stop */
async function closeServer(server: Server, { client, postmaster }: Lease, deadline: Deadline): Promise<boolean> {
  for (;;) {
    if (isPinned(server, postmaster)) return false;
    const { rows } = await client.query<{ alone: boolean; others: boolean }>(
      `SELECT pg_try_advisory_lock(${leaseLock}) AS alone, EXISTS (SELECT ${held(1)} AND mode = 'ShareLock') AS others`,
    );
    if (rows[0]?.alone) return await stillUnpinned(server, client, postmaster);
    if (rows[0]?.others || deadline.passed()) return false;
    // Nobody uses it and we did not get it: another one is just stopping it. Stay until that is done.
    await pause(10);
  }
}

/** `pnpm db` pins while it holds a lease of its own, so after the exclusive lock one more look is enough. */
export async function stillUnpinned(server: Server, client: pg.Client, postmaster: Postmaster): Promise<boolean> {
  if (!isPinned(server, postmaster)) return true;
  await client.query(`SELECT pg_advisory_unlock(${leaseLock})`);
  return false;
}

/** Whether a keeper watches the server, or has had no time to begin yet. */
export async function isKept(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ kept: boolean }>(`SELECT ${kept} AS kept`);
  return rows[0]?.kept === true;
}

/** How many leases there are. */
export async function countLeases(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ leases: number }>(
    `SELECT count(*)::integer AS leases ${held(1)} AND mode = 'ShareLock'`,
  );
  return rows[0]?.leases ?? 0;
}
