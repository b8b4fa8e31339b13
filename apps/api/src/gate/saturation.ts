import type { Sequelize } from 'sequelize-typescript';
import { poolOf } from '../database/pool.ts';
import type { SharedClients } from '../fast/shared-clients.ts';

/** Of its time, what the event loop is at work for when there is none to spare. */
const BUSY = 0.9;
/** Of less than that it tells nothing, in milliseconds. */
const LEAST_MS = 50;

/** @returns tells whether this process was always at work of late */
function loopIsBusy(): () => boolean {
  let before = performance.eventLoopUtilization();
  let isBusy = false;
  return () => {
    const since = performance.eventLoopUtilization(before);
    if (since.active + since.idle < LEAST_MS) return isBusy;
    before = performance.eventLoopUtilization();
    isBusy = since.utilization > BUSY;
    return isBusy;
  };
}

/**
 * @param lines what such requests may wait in, besides the pool
 * @returns tells whether they take long because there are too many: this process is always at work, or they wait for a connection
 */
export function saturation(sequelize: Sequelize, lines: readonly SharedClients[]): () => boolean {
  const pool = poolOf(sequelize);
  const isBusy = loopIsBusy();
  return () => isBusy() || pool.waiting > 0 || lines.some(({ waiting }) => waiting > 0);
}

/** @returns tells whether something that costs more may be begun: there is time, and a connection */
export function leisure(sequelize: Sequelize): () => boolean {
  const pool = poolOf(sequelize);
  const isBusy = loopIsBusy();
  return () => pool.waiting === 0 && !isBusy();
}
