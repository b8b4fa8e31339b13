import type { Sequelize } from 'sequelize-typescript';
import type { FastClients } from '../fast/fast-clients.ts';
import type { SharedClients } from '../fast/shared-clients.ts';

/** Of its time, what the event loop is at work for when there is none to spare. */
const BUSY = 0.9;

/** What Sequelize's connection manager has and its types lack (sequelize-pool). */
interface Pool {
  waiting: number;
  /** Where it is two pools: the one for what is not read from replicas. */
  write?: Pool;
}

/**
 * Whether requests take long because there are too many: this process is always at work, or they wait for a connection.
 *
 * @returns tells of the time since it was last asked
 */
export function saturation(sequelize: Sequelize, clients: FastClients | undefined): () => boolean {
  const { pool } = (sequelize as unknown as { connectionManager: { pool: Pool } }).connectionManager;
  const lines: SharedClients[] = Object.values(clients ?? {});
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization > BUSY || (pool.write ?? pool).waiting > 0 || lines.some(({ waiting }) => waiting > 0);
  };
}
