import type { ClientBase } from 'pg';

/**
 * A statement that waits for a table's strong lock holds up everyone who comes after it, readers too: PostgreSQL lets
 * nobody overtake. So one that waits is watched from another connection, and ends its waiting as soon as others have
 * waited behind it for a moment. Where nobody waits, it may wait for as long as `lock_timeout` says.
 * https://www.postgresql.org/docs/current/explicit-locking.html
 */

/** In ms: how often is looked, and for how long others may have waited behind. A request must not wait for a second. */
const EVERY = 75;
const PATIENCE = 200;

/** Waiting was ended for the sake of others; SQLSTATE lock_not_available, as where lock_timeout ends it. */
export class GaveWay extends Error {
  readonly code = '55P03';
}

/** What a watch has seen. */
export interface Watched<T> {
  result: T;
  /** Set where the statement was made to give way. */
  gaveWay?: GaveWay | undefined;
}

/** Runs `work`, whose statements go over `client`. */
export type Watch = <T>(client: ClientBase, work: () => Promise<T>) => Promise<Watched<T>>;

/** @param watcher a connection that is free while the migration runs */
export const watchFrom =
  (watcher: ClientBase): Watch =>
  async (client, work) => {
    const { processID: pid } = client as unknown as { processID: number | null };
    const settle = pid === null ? async () => undefined : lookAgainAndAgain(watcher, pid);
    try {
      const result = await work();
      return { result, gaveWay: await settle() };
    } finally {
      await settle();
    }
  };

/** @returns ends it, and waits for a cancel that is under way: that must not meet what is sent next */
function lookAgainAndAgain(watcher: ClientBase, pid: number): () => Promise<GaveWay | undefined> {
  let gaveWay: GaveWay | undefined;
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look(watcher, pid)
      .then((found) => void (gaveWay ??= found))
      .catch(() => undefined)
      .finally(() => void (looking = undefined));
  }, EVERY);
  return async () => {
    clearInterval(timer);
    await looking;
    return gaveWay;
  };
}

/** @returns set where the statement was told to give way */
async function look(watcher: ClientBase, pid: number): Promise<GaveWay | undefined> {
  const { rows: waits } = await watcher.query<{ waits: boolean }>(IS_WAITING, [pid]);
  if (!waits[0]?.waits) return undefined;
  const { rows } = await watcher.query<Behind>(BEHIND, [pid]);
  const [behind] = rows;
  if (behind === undefined || behind.waited < PATIENCE) return undefined;
  const holder = await describeHolders(watcher, pid);
  await watcher.query('SELECT pg_cancel_backend($1)', [pid]);
  return new GaveWay(`it gave way to ${behind.count} that waited behind it for ${behind.table}${holder}`);
}

interface Behind {
  table: string;
  count: number;
  /** In ms, the longest. */
  waited: number;
}

const IS_WAITING = `SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1`;

/** Whoever waits for a table that the process has locked or waits for, or for rows that it has changed. waitstart: PostgreSQL 14. */
const BEHIND = `SELECT coalesce(behind.relation::regclass::text, 'rows that it has changed') AS table, count(*)::int AS count,
    coalesce(max(extract(epoch FROM clock_timestamp() - behind.waitstart)) * 1000, 0)::float AS waited
  FROM pg_locks mine JOIN pg_locks behind ON behind.locktype = mine.locktype AND behind.pid <> mine.pid AND NOT behind.granted AND
    CASE mine.locktype WHEN 'relation' THEN behind.database = mine.database AND behind.relation = mine.relation
      WHEN 'transactionid' THEN mine.granted AND behind.transactionid = mine.transactionid ELSE false END
  WHERE mine.pid = $1
  GROUP BY 1 ORDER BY waited DESC LIMIT 1`;

/** What a role may not see of another's session is null. */
const HOLDERS = `SELECT a.pid, concat_ws(', ', '"' || coalesce(nullif(a.application_name, ''), a.usename) || '"', a.state,
    'its transaction ' || extract(epoch FROM clock_timestamp() - a.xact_start)::int || ' s old') AS who
  FROM unnest(pg_blocking_pids($1)) blocker(pid) JOIN pg_stat_activity a USING (pid) WHERE a.pid <> $1 ORDER BY a.xact_start LIMIT 1`;

/** Who is in the way: the oldest of them. */
async function describeHolders(watcher: ClientBase, pid: number): Promise<string> {
  const { rows } = await watcher.query<{ pid: number; who: string }>(HOLDERS, [pid]);
  const [first] = rows;
  if (first === undefined) return '';
  return `; the table is held by server process ${first.pid}${first.who === '' ? '' : ` (${first.who})`}`;
}
