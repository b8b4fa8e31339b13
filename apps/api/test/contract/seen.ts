import type { Json } from '../json-client.ts';

/** A place in a request for something that an answer had: known only when the request is sent. */
export class Recall {
  readonly name: string;
  readonly index: number;
  readonly fallback: unknown;

  constructor(name: string, index: number, fallback: unknown) {
    this.name = name;
    this.index = index;
    this.fallback = fallback;
  }
}

/** How many values of one name are kept: few, so that they are recent and come again. */
const KEPT = 30;

interface Page {
  /** Without its cursor. */
  query: string;
  cursor: string;
}

/** What the answers so far had: ids, names, ETags, cursors. Without it, hardly a request would meet a row. */
export class Seen {
  readonly #values = new Map<string, unknown[]>();
  readonly #etags = new Map<string, string>();
  readonly #pages: Page[] = [];

  /** @param target path and query of the request */
  note(target: string, headers: Record<string, string | undefined>, body: Json): void {
    const [, query = ''] = target.split('?', 2);
    if (headers.etag !== undefined) this.#etags.set(headers.location ?? target, headers.etag);
    if (typeof body?.nextCursor === 'string') {
      const params = new URLSearchParams(query);
      // A cursor takes an offset's place.
      for (const name of ['cursor', 'offset']) params.delete(name);
      keep(this.#pages, { query: params.toString(), cursor: body.nextCursor });
    }
    this.#noteValues(body);
  }

  #noteValues(body: Json): void {
    if (typeof body !== 'object' || body === null) return;
    for (const [name, value] of Object.entries<Json>(body)) {
      if (typeof value === 'object') this.#noteValues(value);
      else keep(this.#list(name), value);
    }
  }

  #list(name: string): unknown[] {
    const list = this.#values.get(name) ?? [];
    this.#values.set(name, list);
    return list;
  }

  value({ name, index, fallback }: Recall): unknown {
    const list = this.#values.get(name) ?? [];
    return list.length === 0 ? fallback : list[index % list.length];
  }

  etagOf(target: string): string | undefined {
    return this.#etags.get(target);
  }

  page(index: number): Page | undefined {
    return this.#pages[index % Math.max(this.#pages.length, 1)];
  }
}

function keep<T>(list: T[], value: T): void {
  list.push(value);
  if (list.length > KEPT) list.shift();
}

/** A value with each Recall in it replaced. */
export function recalled(value: unknown, seen: Seen): unknown {
  if (value instanceof Recall) return seen.value(value);
  if (Array.isArray(value)) return value.map((item) => recalled(item, seen));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recalled(item, seen)]));
}
