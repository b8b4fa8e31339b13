import { BEYOND, type Lsn, lsnOf } from './lsn.ts';
import type { WatchedServer } from './watched-server.ts';

const WHERE = `SELECT pg_is_in_recovery() AS standby, coalesce(pg_last_wal_replay_lsn(), '0/0')::text AS replayed,
  coalesce(pg_last_wal_receive_lsn(), '0/0')::text AS received`;

interface Where {
  standby: boolean;
  replayed: string;
  received: string;
}

/** Looks at what a standby has said of itself. @returns why no reads go there; undefined: they may */
export type Judge = (standby: Replica) => Promise<string | undefined>;

/** Why none is read from before it was asked. */
export const NOT_ASKED = 'not asked yet';

/** A standby, and what was last heard of it. */
export class Replica {
  /** `host:port`. */
  readonly name: string;
  readonly #server: WatchedServer;
  /** All that was committed up to there is to be seen on it. */
  replayed: Lsn = 0n;
  /** What it has got, whether it has replayed it or not; it says less when it was restarted. */
  received: Lsn = 0n;
  /** Whether it has been ahead of the primary: then its log is another one, and places in it mean nothing here. */
  isAstray = false;
  /**
   * How far it has to come to be known to follow the primary: where that was when this one's log may have been another one.
   * BEYOND: where it will be when it is asked next.
   */
  toReach: Lsn = 0n;
  /** Whether it has said so when it was asked last. */
  isStandby = false;
  /** Why no reads go there; none: they do. */
  leftOut: string | undefined = NOT_ASKED;
  /** Whether it took writes when it was asked last, and answered: it was promoted, or was always the primary. */
  isPrimary = false;

  constructor(name: string, server: WatchedServer) {
    this.name = name;
    this.#server = server;
    // A server that was restarted may show less than it did, and is another where several are behind one address.
    server.onEnd(() => {
      if (!this.isFollowing) this.doubt();
      this.replayed = 0n;
    });
  }

  /** Its log may be another one than the primary's: its next answer tells. */
  doubt(): void {
    this.isAstray = false;
    this.toReach = BEYOND;
    if (this.received < BEYOND) this.received = 0n;
  }

  /** Whether its log is known to be the primary's. */
  get isFollowing(): boolean {
    return !this.isAstray && this.replayed >= this.toReach;
  }

  /** Whether all that it was sent is to be seen on it. */
  get isDone(): boolean {
    return this.replayed >= this.received;
  }

  /** Whether it said nothing when it was asked last. */
  get isSilent(): boolean {
    return !this.isStandby && !this.isPrimary && this.leftOut !== NOT_ASKED;
  }

  /** Whether what it says is true of the server that reads find at its address, which may be a load balancer's. */
  get isOne(): boolean {
    return true;
  }

  async look(judge: Judge): Promise<void> {
    await this.ask(judge);
  }

  /** Asks it alone where it is. */
  async ask(judge: Judge): Promise<void> {
    try {
      this.#hear(await this.#server.ask<Where>(WHERE));
      // One that was promoted is the primary, or believes to be.
      this.leftOut = this.isStandby ? await judge(this) : 'it is no standby';
    } catch (error) {
      this.isStandby = false;
      this.isPrimary = false;
      this.leftOut = error instanceof Error ? error.message : String(error);
    }
  }

  #hear({ standby, replayed, received }: Where): void {
    this.isStandby = standby;
    this.isPrimary = !standby;
    this.replayed = standby ? lsnOf(replayed) : 0n;
    const before = this.received < BEYOND ? this.received : 0n;
    this.received = standby ? [before, this.replayed, lsnOf(received)].reduce(later) : BEYOND;
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

const later = (a: Lsn, b: Lsn): Lsn => (a > b ? a : b);
