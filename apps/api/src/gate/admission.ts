import type { Scope } from '../auth/principal.ts';
import type { OutageWatch } from '../database/outage.ts';
import { overloaded, Problem } from '../errors.ts';
import type { RouteSpec } from '../http/route.ts';
import type { ConcurrencyLimit, End } from './concurrency-limit.ts';

/** Writes that wait for a standby must not keep anybody from reading. */
export type Limits = Readonly<Record<Scope, ConcurrencyLimit>>;

/**
 * Whether the server can do a request at all at the moment: it refuses at once, and before a body is read, what would
 * only wait. Routes without a scope are always let in: the probes have to tell of all this.
 */
export class Admission {
  readonly #outage: OutageWatch;
  readonly #limits: Limits;
  readonly #canRead: () => boolean;

  /** @param canRead whether reads have somewhere to go while the database is away */
  constructor(outage: OutageWatch, limits: Limits, canRead: () => boolean) {
    this.#outage = outage;
    this.#limits = limits;
    this.#canRead = canRead;
  }

  /** @throws database-unavailable · overloaded */
  assertOpen({ scope, request }: RouteSpec): void {
    if (scope === undefined) return;
    if (scope !== 'employees:read' || !this.#canRead()) this.#outage.assertThere();
    if (request?.upload === undefined && !this.#limits[scope].hasRoom) throw overloaded();
  }

  /**
   * Does the work of one request, which counts as long as that takes. What takes as long as its client does not count: an
   * upload, and of a stream, which is made while it is read, all but its beginning.
   */
  async within<T extends { stream?: unknown }>({ scope, request }: RouteSpec, work: () => Promise<T>): Promise<T> {
    if (scope === undefined || request?.upload !== undefined) return work();
    const limit = this.#limits[scope];
    if (!limit.hasRoom) throw overloaded();
    const start = limit.enter();
    try {
      const done = await work();
      limit.leave(start, done.stream === undefined ? 'answered' : 'begun');
      return done;
    } catch (error) {
      limit.leave(start, endOf(error));
      throw error;
    }
  }
}

/** Of what the database did not answer the time says nothing: it was away, or cancelled it. */
function endOf(error: unknown): End {
  if (!(error instanceof Problem) || error.code === 'database-unavailable') return 'failed';
  return error.code === 'overloaded' ? 'refused' : 'answered';
}
