import type { Context } from 'koa';
import { clientAddress } from '../gate/client-address.ts';
import { exchangeOf } from '../http/exchange.ts';
import { BEYOND, type Lsn, lsnIn, textOf } from './lsn.ts';
import type { Replicas } from './replicas.ts';

/** What a client that reads after it wrote may send back, at any process, to see at least what it wrote. */
export const POSITION_HEADER = 'Roster-Position';
const POSITION_COOKIE = 'roster-position';

/** Longer than a failover takes, in milliseconds. */
const FAILOVER_MS = 60_000;
/** Longer than an outage in which replicas are read from, in milliseconds: a client does not know that its time does not count. */
const OUTAGE_MS = 3_600_000;

interface Written {
  lsn: Lsn;
  at: number;
}

/**
 * Who has written reads what was written. An answer to a write says how far the primary was then; of whoever sends that
 * back, by a header or a cookie, reads go only to replicas that are as far. A client that sends back neither is known to
 * the process that did its write, by its key or token, or by its address.
 */
export class ReadYourWrites {
  readonly #replicas: Pick<Replicas, 'position' | 'maxLag' | 'heardAt'>;
  readonly #trustProxy: number;
  readonly #written = new Map<string, Written>();

  /** @param trustProxy how many proxies of ours stand before this server */
  constructor(replicas: Pick<Replicas, 'position' | 'maxLag' | 'heardAt'>, trustProxy: number) {
    this.#replicas = replicas;
    this.#trustProxy = trustProxy;
  }

  /** Longer than any replica that is read from is behind, in milliseconds: one may come back at any time. */
  get #kept(): number {
    return this.#replicas.maxLag + FAILOVER_MS;
  }

  /** How far a replica has to be that answers this. */
  needed(ctx: Context): Lsn {
    const { [POSITION_HEADER.toLowerCase()]: header, cookie } = ctx.req.headers;
    const sent = [header, cookie && POSITION_IN_COOKIES.exec(cookie)?.[1]].filter((text) => typeof text === 'string');
    return sent.map(lsnIn).reduce((far, lsn) => (lsn > far ? lsn : far), this.#knownOf(this.#callerOf(ctx)));
  }

  /** Called when a write has ended, however it did. @returns headers for its answer */
  async written(ctx: Context): Promise<Record<string, string>> {
    const lsn = await this.#replicas.position();
    this.#remember(this.#callerOf(ctx), lsn);
    const text = textOf(lsn);
    // Where the place could not be told, all that the client reads until then comes from the primary.
    const age = this.#kept + (lsn < BEYOND ? OUTAGE_MS : 0);
    const cookie = `${POSITION_COOKIE}=${text}; Path=/v1; Max-Age=${Math.ceil(age / 1000)}; HttpOnly; SameSite=Strict`;
    return { [POSITION_HEADER]: text, 'Set-Cookie': cookie };
  }

  #knownOf(caller: string): Lsn {
    const written = this.#written.get(caller);
    return written === undefined || this.#isOver(written) ? 0n : written.lsn;
  }

  #remember(caller: string, lsn: Lsn): void {
    // The newest is the last.
    this.#written.delete(caller);
    this.#written.set(caller, { lsn, at: performance.now() });
    for (const [other, written] of this.#written) {
      if (!this.#isOver(written)) break;
      this.#written.delete(other);
    }
  }

  /** While the primary is away no replica comes any further, and nothing is forgotten. */
  #isOver({ at }: Written): boolean {
    return this.#replicas.heardAt - at > this.#kept;
  }

  #callerOf(ctx: Context): string {
    const { principal } = exchangeOf(ctx);
    return principal === undefined ? clientAddress(ctx.req, this.#trustProxy) : `${principal.kind}:${principal.name}`;
  }
}

const POSITION_IN_COOKIES = new RegExp(`(?:^|;\\s*)${POSITION_COOKIE}=([^;]*)`);
