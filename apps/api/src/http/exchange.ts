import type { Context } from 'koa';
import type { Principal } from '../auth/principal.ts';
import type { Deadline } from '../database/deadline.ts';

/** An answer that is whole: it goes out in one piece. */
export interface WholeAnswer {
  status: number;
  /** Names and values by turns, as `writeHead` takes them; without the body's own and those that every answer has. */
  headers: readonly string[];
  /** None: no body. */
  body?: { type: string; content: string | Buffer } | undefined;
}

/** What is known of a request on its way, in Koa's `ctx.state`. */
export interface Exchange {
  /** Given back as `X-Request-Id`. */
  id: string;
  /** `/v1/employees/{id}`: the path as its route declares it. None: no route has it. */
  route: string | undefined;
  /** Who sent it; none before that is known, and where nobody asked. */
  principal: Principal | undefined;
  /** What the log has to say of it. */
  error: Error | undefined;
  /** When what it wants of the database has to be done; none: it has not come so far, or wants nothing of it. */
  deadline: Deadline | undefined;
  cacheControl: string;
  /** None: Koa's own way (`ctx.body`), for streams and files. */
  answer: WholeAnswer | undefined;
}

export const exchangeOf = (ctx: Context): Exchange => ctx.state;

/** At the start of a request, with a place for all that will be known of it. */
export function beginExchange(ctx: Context, id: string): Exchange {
  const exchange: Exchange = {
    id,
    route: undefined,
    principal: undefined,
    error: undefined,
    deadline: undefined,
    cacheControl: 'no-store',
    answer: undefined,
  };
  ctx.state = exchange;
  return exchange;
}

/** @example `flat({ ETag: '"1"' }) // ['ETag', '"1"']` */
export function flat(headers: Readonly<Record<string, string>>): string[] {
  const list: string[] = [];
  for (const name of Object.keys(headers)) list.push(name, headers[name] as string);
  return list;
}
