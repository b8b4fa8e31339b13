import type { Context } from 'koa';
import { clientAddress } from '../gate/client-address.ts';
import { exchangeOf } from '../http/exchange.ts';
import { BEYOND, type Lsn, lsnIn, textOf } from './lsn.ts';
import type { Replicas } from './replicas.ts';

/** What a client that reads after it wrote may send back, at any process, to see at least what it wrote. */
export const POSITION_HEADER = 'Roster-Position';
const POSITION_COOKIE = 'roster-position';

/** Longer than any replica that is read from is behind, and than a failover takes; in milliseconds. */
const KEPT_MS = 60_000;

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
  readonly #replicas: Pick<Replicas, 'position' | 'areAll'>;
  readonly #trustProxy: number;
  readonly #written = new Map<string, Written>();

  /** @param trustProxy how many proxies of ours stand before this server */
  constructor(replicas: Pick<Replicas, 'position' | 'areAll'>, trustProxy: number) {
    this.#replicas = replicas;
    this.#trustProxy = trustProxy;
  }

  /** How far a replica has to be that answers this. */
  needed(ctx: Context): Lsn {
    const { [POSITION_HEADER.toLowerCase()]: header, cookie } = ctx.req.headers;
    const sent = [header, cookie && POSITION_IN_COOKIES.exec(cookie)?.[1]].filter((text) => typeof text === 'string');
    const known = this.#written.get(this.#callerOf(ctx))?.lsn ?? 0n;
    return sent.map(lsnIn).reduce((far, lsn) => (lsn > far ? lsn : far), known);
  }

  /** Called when a write has ended, however it did. @returns headers for its answer */
  async written(ctx: Context): Promise<Record<string, string>> {
    const lsn = await this.#replicas.position();
    this.#remember(this.#callerOf(ctx), lsn);
    const text = textOf(lsn);
    const cookie = `${POSITION_COOKIE}=${text}; Path=/v1; Max-Age=${KEPT_MS / 1000}; HttpOnly; SameSite=Strict`;
    return { [POSITION_HEADER]: text, 'Set-Cookie': cookie };
  }

  #remember(caller: string, lsn: Lsn): void {
    const at = performance.now();
    // The newest is the last.
    this.#written.delete(caller);
    this.#written.set(caller, { lsn, at });
    for (const [other, written] of this.#written) {
      const isOver = at - written.at > KEPT_MS || (written.lsn < BEYOND && this.#replicas.areAll(written.lsn));
      if (!isOver) break;
      this.#written.delete(other);
    }
  }

  #callerOf(ctx: Context): string {
    const { principal } = exchangeOf(ctx);
    return principal === undefined ? clientAddress(ctx.req, this.#trustProxy) : `${principal.kind}:${principal.name}`;
  }
}

const POSITION_IN_COOKIES = new RegExp(`(?:^|;\\s*)${POSITION_COOKIE}=([^;]*)`);
