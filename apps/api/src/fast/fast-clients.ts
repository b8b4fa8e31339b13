import type { Sequelize } from 'sequelize-typescript';
import { SharedClients } from './shared-clients.ts';

/** The connections of the fast path. */
export interface FastClients {
  /** For what is found by an index at once: many statements on each, and none of them waits for long. */
  quick: SharedClients;
  /** For what may take its time: few statements on each. */
  slow: SharedClients;
}

/** Of all connections, those that requests share; the rest have one request each at a time, or a transaction. */
export interface Shares {
  quick: number;
  slow: number;
}

const QUICK_DEPTH = 64;
/** Most of those that may take their time are answered by an index all the same. */
const SLOW_DEPTH = 4;

/** @returns none where there are too few to share */
export function sharesOf(connections: number): Shares | undefined {
  if (connections < 4) return undefined;
  return { quick: connections < 8 ? 1 : 2, slow: Math.floor(connections / 4) };
}

/** @param patience how long a statement waits for its turn, in milliseconds */
export function openFastClients(sequelize: Sequelize, { quick, slow }: Shares, patience: number): FastClients {
  return {
    quick: new SharedClients({ sequelize, size: quick, depth: QUICK_DEPTH, patience }),
    slow: new SharedClients({ sequelize, size: slow, depth: SLOW_DEPTH, patience }),
  };
}

export async function closeFastClients({ quick, slow }: FastClients): Promise<void> {
  await Promise.all([quick.close(), slow.close()]);
}
