import type { Opener } from '../database/connection.ts';
import { SharedClients } from './shared-clients.ts';

/** Those of the fast path's connections that have one use; what is slow for one of them holds up no other. */
export interface FastClients {
  /** For reads that an index answers at once: many statements on each connection. */
  reads: SharedClients;
  /** For creations and changes of single rows. */
  writes: SharedClients;
  /** For what may take its time: few statements on each. */
  slow: SharedClients;
}

/** Of all connections, those that requests share; the rest have one request each at a time, or a transaction. */
export type Shares = Readonly<Record<keyof FastClients, number>>;

/** What waits here is answered sooner than in the pool, where each statement has a connection to itself. */
const QUICK = { depth: 64, mostWaiting: 1000, part: 0.5 };

/**
 * Most of those that may take their time are answered by an index all the same. Where not, the pool has more connections,
 * which PostgreSQL serves side by side: nobody waits here for long.
 */
const SLOW = { depth: 4, mostWaiting: 1000, part: 0.4 };

/** `part`: of the patience that one would have for a connection of the pool. */
const USES = { reads: QUICK, writes: QUICK, slow: SLOW } as const;

const FEWEST = 6;
/**
 * From how many on two are for writes. On one, each write waits for the commits of those before it. On two PostgreSQL makes one of commits that come at a time,
 * and where a vacuum wants the processor as well, they get two parts of it.
 *
 * @see https://www.postgresql.org/docs/current/wal-configuration.html group commit
 */
const FEWEST_FOR_TWO = 8;

/** @returns none where there are too few to share */
export function sharesOf(connections: number): Shares | undefined {
  if (connections < FEWEST) return undefined;
  const some = Math.max(1, Math.floor(connections / 10));
  const writes = connections < FEWEST_FOR_TWO ? 1 : Math.max(2, some);
  return { reads: some, writes, slow: Math.floor(connections / 5) };
}

export const sumOf = ({ reads, writes, slow }: Shares): number => reads + writes + slow;

/**
 * @param patience how long a statement waits for its turn, in milliseconds
 * @param canOverflow whether there is room elsewhere for what finds none here; default: always
 */
export function openFastClients(
  opener: Opener,
  shares: Shares,
  patience: number,
  canOverflow?: () => boolean,
): FastClients {
  const open = (use: keyof FastClients): SharedClients => {
    const { depth, mostWaiting, part } = USES[use];
    return new SharedClients({ opener, size: shares[use], depth, mostWaiting, patience: patience * part, canOverflow });
  };
  return { reads: open('reads'), writes: open('writes'), slow: open('slow') };
}

export async function closeFastClients(clients: FastClients): Promise<void> {
  await Promise.all(Object.values(clients).map((shared: SharedClients) => shared.close()));
}
