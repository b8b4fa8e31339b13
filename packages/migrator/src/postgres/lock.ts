import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { lockLost, lockTimeout, pooledByTransaction } from '../errors.ts';
import type { Connection, Database } from './database.ts';
import { type Watch, watchFrom } from './give-way.ts';
import { keepLease } from './lease.ts';
import { poolingOf } from './pooler.ts';
import { cut } from './socket.ts';

/**
 * The migration lock: a session advisory lock on a connection of its own.
 *
 * It is polled with pg_try_advisory_lock. A session that waits inside pg_advisory_lock holds a snapshot, and a CREATE
 * INDEX CONCURRENTLY in the run that has the lock waits for that snapshot: both for ever.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export interface Lock {
  /** Throws LOCK_LOST once the connection that holds the lock is gone, or can't be heard of any more. */
  assertHeld(): Promise<void>;
  /** Called once where the server has fallen silent: whoever waits for its answer waits in vain. */
  onSilence(listener: () => void): void;
  /** Watches a statement on another connection from that of the lock; undefined behind a pooler. */
  watch: Watch | undefined;
}

export interface LockOptions {
  /** Names what is locked: one history, one lock. */
  scope: string;
  /** In ms. */
  timeout: number;
  /** In ms: how long the server keeps the lock for a run that it does not hear of. */
  lease: number;
  /** Called once, when another run has the lock. */
  onWait?: (holder: string) => void;
  /** Called where the server is reached through a pooler that leaves sessions their connection. */
  onPooler?: () => void;
}

const POLL_FIRST = 50;
const POLL_MOST = 500;
/** 'Rost' in ASCII: keeps our locks apart from those of other programs on the database. */
const LOCK_CLASS = 0x526f7374;

const lockKey = (scope: string): number => createHash('sha256').update(scope).digest().readInt32BE(0);

/**
 * Runs `work` while holding the lock, and gives it back on every way out.
 *
 * @throws MigratorError LOCK_TIMEOUT naming the holder; DATABASE_POOLED; DATABASE_UNREACHABLE; what `work` throws
 */
export async function withLock<T>(
  database: Database,
  options: LockOptions,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const connection = await database.connect(`migrate lock (pid ${process.pid})`);
  try {
    const isPooled = await isSessionPooled(connection, database, options);
    return await whileHeld(connection, isPooled, options, work);
  } finally {
    // Behind a pooler the server's session, and the lock with it, would outlive our connection.
    await connection.client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await connection.release();
  }
}

/** @throws MigratorError DATABASE_POOLED: a lock of a session that a pooler lends to others holds nobody off */
async function isSessionPooled({ client }: Connection, database: Database, options: LockOptions): Promise<boolean> {
  const pooling = await poolingOf(client, () => database.connect(`migrate lock (pid ${process.pid})`));
  if (pooling === 'by transaction') throw pooledByTransaction(database.shown);
  if (pooling === 'by session') options.onPooler?.();
  return pooling === 'by session';
}

async function whileHeld<T>(
  connection: Connection,
  isPooled: boolean,
  options: LockOptions,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const { client } = connection;
  const listeners: (() => void)[] = [];
  // The server's session is the pooler's then, and not ours to set a limit for.
  const lease = await keepLease(client, isPooled ? 0 : options.lease, () => {
    cut(client);
    for (const listener of listeners) listener();
  });
  const assertHeld = async (): Promise<void> => {
    await lease.confirm();
    if (lease.lost !== undefined) throw lockLost(lease.lost.cause);
  };
  try {
    await acquire(connection, options);
    const watch = isPooled ? undefined : watchFrom(client);
    return await work({ assertHeld, watch, onSilence: (listener) => void listeners.push(listener) });
  } finally {
    lease.end();
  }
}

async function acquire({ client }: Connection, { scope, timeout, onWait }: LockOptions): Promise<void> {
  const key = lockKey(scope);
  const deadline = Date.now() + timeout;
  for (let pause = POLL_FIRST, waited = false; !(await tryLock(client, key)); pause = Math.min(pause * 2, POLL_MOST)) {
    const holder = await describeHolder(client, key);
    if (Date.now() >= deadline) throw lockTimeout(timeout / 1000, holder);
    if (!waited) onWait?.(holder);
    waited = true;
    // Jitter: eight replicas that began together need not ask together.
    await sleep(Math.min(pause * (0.5 + Math.random()), Math.max(0, deadline - Date.now())));
  }
}

async function tryLock(client: ClientBase, key: number): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
    LOCK_CLASS,
    key,
  ]);
  return rows[0]?.held === true;
}

/** https://www.postgresql.org/docs/current/view-pg-locks.html: objsubid is 2 for a key of two integers. */
async function describeHolder(client: ClientBase, key: number): Promise<string> {
  const { rows } = await client.query<{ pid: number; application: string; since: string }>(
    `SELECT a.pid, a.application_name AS application, coalesce(' since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC', '') AS since
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint = $1::bigint & 4294967295 AND l.objid::bigint = $2::bigint & 4294967295`,
    [LOCK_CLASS, key],
  );
  const [holder] = rows;
  if (holder === undefined) return 'a run that has just ended';
  return `server process ${holder.pid}, application_name "${holder.application}", connected${holder.since}`;
}
