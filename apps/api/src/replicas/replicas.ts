import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { anew } from './anew.ts';
import { BEYOND, type Lsn, lsnOf } from './lsn.ts';
import { type Judge, NOT_ASKED, type Replica } from './replica.ts';
import { Timeline } from './timeline.ts';
import type { WatchedServer } from './watched-server.ts';

/** Milliseconds between two looks. */
const INTERVAL_MS = 250;

const SEVERAL = 'the address of a replica leads to several servers: who has written does not read there';
const NAME_EACH = 'name each of them in DATABASE_REPLICA_URLS';

/** In the first eight digits of a WAL file's name is the number of the timeline, which each promotion makes anew. */
const PRIMARY = `SELECT pg_current_wal_flush_lsn()::text AS lsn, left(pg_walfile_name(pg_current_wal_flush_lsn()), 8) AS history,
  current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') NOT IN ('off', 'local') AS waits`;

/** What the primary says of itself. */
interface Primary {
  lsn: string;
  history: string;
  /** Whether it acknowledges no commit that no standby has. */
  waits: boolean;
}

export interface ReplicasOptions<R extends Replica> {
  primary: WatchedServer;
  replicas: readonly R[];
  /** How far behind one may be that is read from, in milliseconds. */
  maxLag: number;
  log: Logger;
  /** Told when no reads go to one any more, and again and again of one that answers. */
  onLeftOut: (replica: R) => void;
}

/**
 * What is wanted of a replica.
 *
 * While the primary is away nobody can say how far it was. What was acknowledged then is on the standby that is furthest,
 * where commits are synchronous, and to be seen when it has replayed all that it was sent. Where they are not, no standby
 * need have it, and the primary may be back in a moment: then only what a standby is known to have is read there.
 */
export interface Sought {
  /** How far it has to be. Default: anywhere. */
  needed?: Lsn | undefined;
  /**
   * Whether others than this watch have found the primary away: that its one connection here was slow once is no reason to
   * read from who is behind. Default: no.
   */
  isPrimaryAway?: boolean;
}

/**
 * The standbys, and which of them may be read from. Each is asked four times a second where it is: one that does not answer,
 * or is too far behind the primary, is left out, and taken back when it is well. Nothing of time is compared but this
 * process's own clock with itself.
 */
export class Replicas<R extends Replica = Replica> {
  readonly all: readonly R[];
  readonly #options: ReplicasOptions<R>;
  readonly #timeline: Timeline;
  readonly #closed = new AbortController();
  /** The primary, when it was asked last. */
  #hasAnswered = true;
  /** What it said last. */
  #primary: Primary | undefined;
  #turn = 0;
  /** Those of which the log has told that they are several. */
  readonly #several = new Set<R>();
  #onMissed: ((error: unknown) => void) | undefined;
  #watching: Promise<void> | undefined;
  /** Looks that are under way. */
  readonly #looking = new Map<R, Promise<void>>();

  constructor(options: ReplicasOptions<R>) {
    this.all = options.replicas;
    this.#options = options;
    this.#timeline = new Timeline(options.maxLag * 2 + 60_000);
  }

  /** How far behind one may be that is read from, in milliseconds. */
  get maxLag(): number {
    return this.#options.maxLag;
  }

  /** When the primary said last how far it is, by the clock of `performance.now`: what comes after that nobody knows yet. */
  get heardAt(): number {
    return this.#timeline.last?.at ?? 0;
  }

  /** @param tell called with why, whenever the primary does not answer */
  onPrimaryMissed(tell: (error: unknown) => void): void {
    this.#onMissed = tell;
  }

  /** Begins to look, and has looked once. */
  async start(): Promise<void> {
    await this.look();
    this.#watching = this.#watch();
  }

  /** Asks all of them where they are now. Those who want it at one time have one look. */
  readonly look: () => Promise<void> = anew(() => this.#look());

  /** Asks those that answered where they are now: one of them may have become the primary, and have what the others lack. */
  readonly lookAgain: () => Promise<unknown> = anew(() =>
    Promise.all(
      this.all
        .filter(({ isStandby, isPrimary }) => isStandby || isPrimary)
        .map((replica) => this.#following(replica, () => replica.ask(this.#judge))),
    ),
  );

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#watching;
    await Promise.all([this.#options.primary, ...this.all].map((server) => server.close()));
  }

  /** One to read from, each in its turn. */
  pick({ needed = 0n, isPrimaryAway = false }: Sought = {}, others: ReadonlySet<R> = new Set()): R | undefined {
    const well = this.all.filter((replica) => replica.leftOut === undefined && !others.has(replica));
    const fresh = well.filter((replica) => isFresh(replica, needed));
    if (fresh.length > 0) return fresh[(this.#turn += 1) % fresh.length];
    if (!isPrimaryAway || this.#isPrimaryThere()) return undefined;
    // Also one that is left out for what it lacks of the primary's log: of that nothing was acknowledged.
    return this.all.find((replica) => !others.has(replica) && this.#isFurthest(replica));
  }

  /** A connection to it that was lost tells before the next look does. */
  #isPrimaryThere(): boolean {
    return this.#hasAnswered && this.#options.primary.isConnected;
  }

  /** Whether there is one to read from, for who has written nothing. */
  canRead(isPrimaryAway: boolean): boolean {
    const isWell = this.all.some(({ leftOut }) => leftOut === undefined);
    return isWell || this.pick({ isPrimaryAway }) !== undefined;
  }

  /** What one has that can't be asked nobody knows, unless it is the primary that is away. */
  readonly #isFurthest = (replica: Replica): boolean =>
    this.#primary?.waits === true &&
    replica.isStandby &&
    replica.isFollowing &&
    replica.isDone &&
    // One that has got nothing for minutes is not the one that commits have waited for.
    Number.isFinite(this.#timeline.lagOf(replica.received)) &&
    this.all.every((other) => other.isOne && (other.isStandby ? hasNoMore(other, replica) : wasPrimary(other)));

  /** Whether each one that is read from is so far, and there is one. */
  areAll({ needed = 0n, isPrimaryAway = false }: Sought = {}): boolean {
    const well = this.all.filter(({ leftOut }) => leftOut === undefined);
    if (well.length === 0) return false;
    if (well.every((replica) => isFresh(replica, needed))) return true;
    return isPrimaryAway && !this.#isPrimaryThere() && well.every(this.#isFurthest);
  }

  /**
   * How far the primary is now: all that was committed before this call is before it. Those who ask at one time ask once.
   *
   * @returns BEYOND where it can't be told
   */
  readonly position: () => Promise<Lsn> = anew(() => this.#askPrimary().catch(() => BEYOND));

  async #askPrimary(): Promise<Lsn> {
    const said = await this.#options.primary.ask<Primary>(PRIMARY);
    const lsn = lsnOf(said.lsn);
    const before = this.#primary;
    this.#primary = said;
    // Who is astray from one primary may follow the next one, and the other way round.
    if (before !== undefined && before.history !== said.history) for (const replica of this.all) replica.doubt();
    return lsn;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await sleep(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.look();
    }
  }

  async #look(): Promise<void> {
    const at = Math.round(performance.now());
    const lsn = await this.#askPrimary().catch((error: unknown) => this.#onMissed?.(error));
    this.#hasAnswered = typeof lsn === 'bigint';
    if (typeof lsn === 'bigint') this.#timeline.add(at, lsn);
    // After that: what a standby has received counts as all that there is only where it was asked when the primary was gone.
    await Promise.all(this.all.map((replica) => this.#lookAt(replica)));
  }

  /** One that said nothing last time is not waited for: it must not keep the others from being asked. */
  async #lookAt(replica: R): Promise<void> {
    const { isSilent } = replica;
    const looking = this.#looking.get(replica) ?? this.#following(replica, () => replica.look(this.#judge));
    this.#looking.set(replica, looking);
    void looking.then(() => this.#looking.delete(replica));
    if (!isSilent) await looking;
  }

  readonly #judge: Judge = async (standby) => {
    await this.#findAstray(standby);
    if (standby.isAstray) return 'it has another log than the primary';
    if (!standby.isFollowing) return 'whether its log is the primary’s is not known yet';
    const lag = this.#timeline.lagOf(standby.replayed);
    return lag > this.maxLag ? `it is ${Number.isFinite(lag) ? `${lag} ms` : 'far'} behind` : undefined;
  };

  /**
   * A standby gets what the primary has on its disk. One that has more had it from another primary, and follows this one
   * when it was rewound, and restarted for that. One that may have had more is known to follow when it comes as far as this
   * one is by then.
   */
  async #findAstray(standby: Replica): Promise<void> {
    const last = this.#timeline.last?.lsn ?? BEYOND;
    const isDoubted = standby.toReach === BEYOND;
    if (!this.#hasAnswered || (standby.replayed <= last && !isDoubted)) return;
    // It was asked a moment after the primary, which had gone on by then.
    const now = await this.position();
    if (isDoubted) standby.toReach = now;
    const has = isDoubted && standby.received > standby.replayed ? standby.received : standby.replayed;
    if (has > now) standby.isAstray = true;
  }

  #warnOfSeveral(replica: R): void {
    if (replica.isOne || this.#several.has(replica)) return;
    this.#several.add(replica);
    this.#options.log.warn({ replica: replica.name, remedy: NAME_EACH }, SEVERAL);
  }

  /** Looks at one, and does what follows from what has changed. */
  async #following(replica: R, look: () => Promise<void>): Promise<void> {
    const { log, onLeftOut } = this.#options;
    const { leftOut: before, isStandby, isPrimary } = replica;
    await look();
    this.#warnOfSeveral(replica);
    if (replica.isPrimary) this.#doubtOthers();
    if (this.#closed.signal.aborted) return;
    const isNews = replica.leftOut !== undefined && (before === undefined || before === NOT_ASKED);
    if (isNews) log.warn({ replica: replica.name, reason: replica.leftOut }, 'a replica is left out');
    else if (replica.leftOut === undefined && before !== undefined)
      log.info({ replica: replica.name }, 'reads go to a replica');
    const isSilentNow = (isStandby || isPrimary) && replica.isSilent;
    // Each time: a connection to it that was being opened came about after the last one.
    const isBehind = replica.leftOut !== undefined && replica.isStandby;
    if (isNews || isSilentNow || isBehind) onLeftOut(replica);
  }

  /** One that was the primary and is silent may be a standby by now, and have what others lack. */
  #doubtOthers(): void {
    for (const other of this.all) if (wasPrimary(other)) other.received = 0n;
  }
}

const isFresh = ({ isOne, isFollowing, replayed }: Replica, needed: Lsn): boolean =>
  needed === 0n || (isOne && isFollowing && replayed >= needed);

/** What one has that is astray is no part of the log. */
const hasNoMore = (other: Replica, replica: Replica): boolean => other.isAstray || other.received <= replica.received;

/** And does not answer now. */
const wasPrimary = ({ isSilent, received }: Replica): boolean => isSilent && received >= BEYOND;
