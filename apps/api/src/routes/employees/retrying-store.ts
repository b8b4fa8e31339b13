import { isDatabaseAway, isNotConnected, isPoolExhausted, isUndone } from '../../database/away.ts';
import type { OutageWatch } from '../../database/outage.ts';
import { retrying } from '../../database/retry.ts';
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
  const canRead = (error: unknown): boolean => !outage.isAway && isDatabaseAway(error) && !isPoolExhausted(error);
  const canWrite = (error: unknown): boolean => !outage.isAway && (isNotConnected(error) || isUndone(error));
  const reading = <T>(read: () => Promise<T>): Promise<T> => retrying(read, canRead);
  const writing = <T>(write: () => Promise<T>): Promise<T> => retrying(write, canWrite);
  return {
    ...store,
    list: (page) => reading(() => store.list(page)),
    count: (filters) => reading(() => store.count(filters)),
    find: (id) => reading(() => store.find(id)),
    create: (employee, transaction) =>
      transaction ? store.create(employee, transaction) : writing(() => store.create(employee)),
    createMany: (employees, transaction) =>
      transaction ? store.createMany(employees, transaction) : writing(() => store.createMany(employees)),
    update: (id, changes, ifMatch) => writing(() => store.update(id, changes, ifMatch)),
    remove: (id, ifMatch) => writing(() => store.remove(id, ifMatch)),
  };
}
