import { ConnectionError } from 'sequelize';
import { isCancelled, isDatabaseAway, isPoolExhausted, isServerFull } from '../../database/away.ts';
import type { OutageWatch } from '../../database/outage.ts';
import type { Terms } from '../../database/terms.ts';
import { Problem } from '../../errors.ts';
import type { Lsn } from '../../replicas/lsn.ts';
import type { ReadReplica } from '../../replicas/read-replica.ts';
import type { Replicas, Sought } from '../../replicas/replicas.ts';
import { fastReads } from './fast/store.ts';
import { type EmployeeStore, plainReads, type Reads } from './store.ts';

type Ask<T> = (store: Reads) => Promise<T>;

type Outage = Pick<OutageWatch, 'isAway' | 'assertThere' | 'onAway'>;

/** No replica will do. */
const NOWHERE = Symbol('nowhere');

/** A problem of the request itself, or a statement that took too long, as it would elsewhere. */
const isFinal = (error: unknown): boolean => error instanceof Problem || isCancelled(error);

/** Not done here: it is done elsewhere. */
async function notHere(): Promise<never> {
  throw new Error('not done on a replica');
}

/** Finds the answer on a replica. @returns NOWHERE where none will do */
type Way = <T>(sought: Sought, ask: Ask<T>) => Promise<T | typeof NOWHERE>;

/** By the fast path of one after the other. @param next a replica's reads; none: there is no other */
const byTurns =
  (next: (sought: Sought, tried: Set<ReadReplica>) => Reads | undefined): Way =>
  async (sought, ask) => {
    const tried = new Set<ReadReplica>();
    for (let store = next(sought, tried); store !== undefined; store = next(sought, tried)) {
      try {
        return await ask(store);
      } catch (error) {
        if (isFinal(error)) throw error;
      }
    }
    return NOWHERE;
  };

/** By Sequelize's pool of reads, which has connections to all of them. */
function byPool(replicas: Replicas<ReadReplica>): Way {
  const pooled = plainReads({ useMaster: false });
  return async (sought, ask) => {
    if (!replicas.areAll(sought)) return NOWHERE;
    try {
      const found = await ask(pooled);
      // Nobody knows which of them it was, and one may have been left out while this waited for a connection.
      return replicas.areAll(sought) ? found : NOWHERE;
    } catch (error) {
      if (isFinal(error)) throw error;
      return NOWHERE;
    }
  };
}

/** The answer, or why the database is away where that is known first: who was cut off from it in silence hears of it last. */
const unlessAway = <T>(outage: Outage, answer: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const forget = outage.onAway((cause) => reject(new ConnectionError(cause as Error)));
    answer.then(resolve, reject).finally(forget);
  });

/** Where to ask next by the fast path; none: the primary. */
function nextOf(replicas: Replicas<ReadReplica>, plain: Reads) {
  const fast = new Map(replicas.all.map((replica) => [replica, replica.clients && fastReads(replica.clients, plain)]));
  return (sought: Sought, tried: Set<ReadReplica>): Reads | undefined => {
    const replica = replicas.pick(sought, tried);
    if (replica === undefined) return undefined;
    tried.add(replica);
    return fast.get(replica);
  };
}

/**
 * A store that reads from replicas. A replica's word counts where it is success, or a problem of the request itself;
 * whatever else happens there, the next one is asked, and at last the primary.
 *
 * @param primary the store that does all the rest
 * @param outage knows whether the primary is away
 */
export function replicaStore(primary: EmployeeStore, replicas: Replicas<ReadReplica>, outage: Outage): EmployeeStore {
  const next = nextOf(replicas, { list: notHere, count: notHere, find: notHere, pages: primary.pages });
  const pooled = byPool(replicas);
  const isFast = replicas.all.some(({ clients }) => clients !== undefined);
  const usual = isFast ? byTurns(next) : pooled;
  async function read<T>(way: Way, terms: Terms | undefined, ask: Ask<T>): Promise<T> {
    const needed = terms?.needed;
    const found = await way({ needed }, ask);
    if (found !== NOWHERE) return found;
    const last = outage.isAway ? await readFromFurthest(way, needed, ask) : NOWHERE;
    return last === NOWHERE ? readFromPrimary(way, needed, ask) : last;
  }

  /** What was written before this is on the standby that is furthest, unless another is the primary by now. */
  async function readFromFurthest<T>(way: Way, needed: Lsn | undefined, ask: Ask<T>): Promise<T | typeof NOWHERE> {
    await replicas.lookAgain();
    return way({ needed, isPrimaryAway: true }, ask);
  }

  /** That the primary is away may be news: then a replica will do that would not have done before. */
  async function readFromPrimary<T>(way: Way, needed: Lsn | undefined, ask: Ask<T>): Promise<T> {
    outage.assertThere();
    try {
      return await unlessAway(outage, ask(primary));
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      if (!outage.isAway) await replicas.look();
      await replicas.lookAgain();
      // Connections that are all taken, here or there, do not say that it is away.
      const isPrimaryAway = outage.isAway || !(isPoolExhausted(error) || isServerFull(error));
      const found = await way({ needed, isPrimaryAway }, ask);
      if (found === NOWHERE) throw error;
      return found;
    }
  }

  /** All of an export comes from one server. */
  async function exporterFor(needed: Lsn | undefined): Promise<Reads | undefined> {
    const first = next({ needed }, new Set());
    if (first !== undefined || !outage.isAway) return first;
    await replicas.lookAgain();
    const last = next({ needed, isPrimaryAway: true }, new Set());
    if (last === undefined) outage.assertThere();
    return last;
  }

  return {
    ...primary,
    list: (page, terms) => read(usual, terms, (store) => store.list(page, terms)),
    find: (id, terms) => read(usual, terms, (store) => store.find(id, terms)),
    count: (filters, terms) => read(pooled, terms, (store) => store.count(filters, terms)),
    async *pages(selection, format, terms) {
      const from = isFast ? await exporterFor(terms?.needed) : undefined;
      yield* (from ?? primary).pages(selection, format, terms);
    },
  };
}
