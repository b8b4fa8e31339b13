import type { Sequelize } from 'sequelize-typescript';
import { countAnswers, poolOf } from '../database/pool.ts';

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

/** Where statements wait for a connection. */
export interface Line {
  readonly waiting: number;
  /** Statements that were answered so far. */
  readonly answered: number;
}

/** @returns what statements without a shared connection wait in */
export function poolLine(sequelize: Sequelize): Line {
  const pool = poolOf(sequelize);
  const answered = countAnswers(sequelize);
  return {
    get waiting() {
      return pool.waiting;
    },
    get answered() {
      return answered();
    },
  };
}

/**
 * Whether requests take long because there are too many: this process is always at work, or they wait for connections that
 * have all to do. Where nothing is answered at all, as by a server that is gone, they wait for something else.
 *
 * @returns tells of the time since it was last asked
 */
export function saturation(lines: readonly Line[]): () => boolean {
  const isBusy = loopIsBusy();
  let before = lines.map(() => 0);
  return () => {
    const answered = lines.map((line) => line.answered);
    const isFull = lines.some(({ waiting }, at) => waiting > 0 && (answered[at] ?? 0) > (before[at] ?? 0));
    before = answered;
    return isBusy() || isFull;
  };
}

/** @returns tells whether something that costs more may be begun: there is time, and a connection */
export function leisure(sequelize: Sequelize): () => boolean {
  const pool = poolOf(sequelize);
  const isBusy = loopIsBusy();
  return () => pool.waiting === 0 && !isBusy();
}
