import { rowOf } from '../../harness/database.ts';
import { urlOf } from '../cluster.ts';
import type { DatabaseNode } from '../parts/patroni.ts';

/** How often the employees have been read on this node, as PostgreSQL counts it: only clients read them there. */
export const readsOf = async (node: DatabaseNode): Promise<number> =>
  (
    await rowOf<{ reads: number }>(
      urlOf(node, 'roster', 'postgres'),
      "SELECT (seq_scan + coalesce(idx_scan, 0))::int AS reads FROM pg_stat_user_tables WHERE relname = 'employee'",
    )
  ).reads;

/** By how many seconds what it shows is behind its primary; 0 where it has replayed all that it has received. */
export const lagOf = async (node: DatabaseNode): Promise<number> =>
  (
    await rowOf<{ lag: number }>(
      urlOf(node, 'roster', 'postgres'),
      `SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                   ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END::float8 AS lag`,
    )
  ).lag;
