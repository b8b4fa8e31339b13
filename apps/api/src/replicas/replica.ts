import { BEYOND, type Lsn, lsnOf } from './lsn.ts';
import type { WatchedServer } from './watched-server.ts';

/** One that was restarted and has received nothing since has what it has replayed. */
const WHERE = `SELECT pg_is_in_recovery() AS standby, coalesce(pg_last_wal_replay_lsn(), '0/0')::text AS replayed,
  greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(), '0/0')::text AS received`;

interface Where {
  standby: boolean;
  replayed: string;
  received: string;
}

/** Why none is read from before it was asked. */
export const NOT_ASKED = 'not asked yet';

/** A standby, and what was last heard of it. */
export class Replica {
  /** `host:port`. */
  readonly name: string;
  readonly #server: WatchedServer;
  /** All that was committed up to there is to be seen on it. */
  replayed: Lsn = 0n;
  received: Lsn = 0n;
  /** Whether it has said so when it was asked last. */
  isStandby = false;
  /** Why no reads go there; none: they do. */
  leftOut: string | undefined = NOT_ASKED;
  /** Whether it took writes when it was asked last, and answered: it was promoted, or was always the primary. */
  isPrimary = false;

  constructor(name: string, server: WatchedServer) {
    this.name = name;
    this.#server = server;
  }

  /** Whether all that it was sent is to be seen on it. */
  get isDone(): boolean {
    return this.replayed >= this.received;
  }

  /** Whether what it says is true of the server that reads find at its address, which may be a load balancer's. */
  get isOne(): boolean {
    return true;
  }

  /** @param lagOf how far behind it is, in milliseconds */
  async look(lagOf: (replayed: Lsn) => number, maxLag: number): Promise<void> {
    try {
      const { standby, replayed, received } = await this.#server.ask<Where>(WHERE);
      this.isStandby = standby;
      this.isPrimary = !standby;
      this.replayed = standby ? lsnOf(replayed) : 0n;
      this.received = standby ? lsnOf(received) : BEYOND;
      const lag = lagOf(this.replayed);
      // One that was promoted is the primary, or believes to be.
      if (!standby) this.leftOut = 'it is no standby';
      else this.leftOut = lag > maxLag ? `it is ${Number.isFinite(lag) ? `${lag} ms` : 'far'} behind` : undefined;
    } catch (error) {
      this.fail(error);
    }
  }

  /** No more is known of it than that it does not answer. */
  protected fail(error: unknown): void {
    this.isStandby = false;
    this.isPrimary = false;
    this.leftOut = error instanceof Error ? error.message : String(error);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
