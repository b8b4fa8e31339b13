import { isDeepStrictEqual } from 'node:util';
import type { ApiRequest } from '../contract/requests.ts';
import type { ApiResponse, Send } from '../contract/send.ts';

/** Header fields that are another's in each answer. */
const OWN = new Set(['x-request-id', 'date', 'ratelimit-reset']);

export interface Difference {
  request: string;
  fast: string;
  plain: string;
}

/**
 * Sends what the fuzzer sends to both ways over one database, and holds their answers against each other, byte by byte.
 * What changed something was done by the fast way; the plain way then has to read exactly what was answered.
 *
 * @param differences gets what differs
 */
export function differential(fast: Send, plain: Send, differences: Difference[]): Send {
  const turns = new Turns();
  const compare = (request: ApiRequest, one: ApiResponse, other: ApiResponse): ApiResponse => {
    const [a, b] = [one, other].map(partsOf);
    if (!isDeepStrictEqual(a, b)) {
      differences.push({
        request: `${request.method} ${request.path}?${request.query}`,
        fast: words(one),
        plain: words(other),
      });
    }
    return one;
  };
  return (request) => {
    if (request.method === 'GET') {
      return turns.shared(async () => {
        const [one, other] = await Promise.all([fast(request), plain(request)]);
        return compare(request, one, other);
      });
    }
    return turns.alone(async () => {
      const one = await fast(request);
      if (one.status >= 400) return compare(request, one, await plain(request));
      // What a request was answered before may have been changed since.
      if (one.headers['idempotency-replayed'] !== undefined) return one;
      const read = readingOf(request, one);
      if (read !== undefined) compare(request, asRead(one), asRead(await plain(read)));
      return one;
    });
  };
}

const partsOf = ({ status, headers, body }: ApiResponse) => ({
  status,
  headers: Object.entries(headers).filter(([name]) => !OWN.has(name)),
  body: body.toString('latin1'),
});

const words = ({ status, body }: ApiResponse): string => `${status} ${body.toString().slice(0, 400)}`;

/** How an employee that was created or changed is read. */
function readingOf(request: ApiRequest, { status, headers }: ApiResponse): ApiRequest | undefined {
  const path = headers.location ?? (request.method === 'PATCH' && status === 200 ? request.path : undefined);
  const { authorization, 'x-api-key': key } = request.headers;
  const caller = { ...(authorization && { authorization }), ...(key && { 'x-api-key': key }) };
  return path === undefined
    ? undefined
    : { ...request, method: 'GET', path, query: '', headers: caller, body: undefined };
}

/** What a reading has as well: the document and its ETag. */
const asRead = ({ headers, body }: ApiResponse): ApiResponse => ({
  status: 200,
  headers: { etag: headers.etag, 'content-type': headers['content-type'] },
  body,
});

/** Readers beside each other, writers alone, in the order in which they come. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #readers: Promise<unknown>[] = [];

  shared<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#readers.push(done.catch(() => undefined));
    return done;
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const before = [this.#last, ...this.#readers];
    this.#readers = [];
    const done = Promise.all(before).then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
