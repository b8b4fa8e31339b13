import { isDatabaseAway, isNotConnected, isPoolExhausted, isTimedOut, isUndone } from '../../database/away.ts';
import type { OutageWatch } from '../../database/outage.ts';
import { retrying } from '../../database/retry.ts';
import type { Terms } from '../../database/terms.ts';
import type { EmployeeStore } from './store.ts';

/**
 * A store whose statements are tried again where that can do no harm: all that read, when their connection was lost or
 * none came about; those that write, when none came about, or PostgreSQL has undone the statement (a deadlock). While the
 * database is known to be away nothing is tried again.
 *
 * An export goes on by itself where it was, and an import is a transaction of many statements: both are as they were. What
 * is a part of a transaction is tried again with all of it or not at all.
 */
export function retryingStore(store: EmployeeStore, outage: Pick<OutageWatch, 'isAway'>): EmployeeStore {
  const mayTry = (terms?: Terms): boolean => !outage.isAway && !terms?.transaction && !terms?.deadline?.isOver;
  const reading = <T>(read: () => Promise<T>, terms?: Terms): Promise<T> =>
    retrying(read, (error) => mayTry(terms) && isReadHarmless(error));
  const writing = <T>(write: () => Promise<T>, terms?: Terms): Promise<T> =>
    retrying(write, (error) => mayTry(terms) && isWriteHarmless(error));
  return {
    ...store,
    list: (page, terms) => reading(() => store.list(page, terms), terms),
    count: (filters, terms) => reading(() => store.count(filters, terms), terms),
    find: (id, terms) => reading(() => store.find(id, terms), terms),
    create: (employee, terms) => writing(() => store.create(employee, terms), terms),
    createMany: (employees, terms) => writing(() => store.createMany(employees, terms), terms),
    update: (id, changes, ifMatch, terms) => writing(() => store.update(id, changes, ifMatch, terms), terms),
    remove: (id, ifMatch, terms) => writing(() => store.remove(id, ifMatch, terms), terms),
  };
}

/** Not one that took too long: it would again. */
const isReadHarmless = (error: unknown): boolean =>
  isDatabaseAway(error) && !isPoolExhausted(error) && !isTimedOut(error);

const isWriteHarmless = (error: unknown): boolean => isNotConnected(error) || isUndone(error);
