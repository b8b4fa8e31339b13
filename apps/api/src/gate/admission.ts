import type { OutageWatch } from '../database/outage.ts';
import { overloaded } from '../errors.ts';
import type { RouteSpec } from '../http/route.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';

/**
 * Whether the server can do a request at all at the moment: it refuses at once, and before a body is read, what would
 * only wait. Routes without a scope are always let in: the probes have to tell of all this.
 */
export class Admission {
  readonly #outage: OutageWatch;
  readonly #limit: ConcurrencyLimit;
  readonly #canRead: () => boolean;

  /** @param canRead whether reads have somewhere to go while the database is away */
  constructor(outage: OutageWatch, limit: ConcurrencyLimit, canRead: () => boolean) {
    this.#outage = outage;
    this.#limit = limit;
    this.#canRead = canRead;
  }

  /** @throws database-unavailable · overloaded */
  assertOpen({ scope, request }: RouteSpec): void {
    if (scope === undefined) return;
    if (scope !== 'employees:read' || !this.#canRead()) this.#outage.assertThere();
    if (request?.upload === undefined && !this.#limit.hasRoom) throw overloaded();
  }

  /** Does the work of one request, which counts as long as that takes. An upload takes as long as its client: it does not count. */
  async within<T>({ scope, request }: RouteSpec, work: () => Promise<T>): Promise<T> {
    if (scope === undefined || request?.upload !== undefined) return work();
    if (!this.#limit.hasRoom) throw overloaded();
    this.#limit.enter();
    try {
      return await work();
    } finally {
      this.#limit.leave();
    }
  }
}
