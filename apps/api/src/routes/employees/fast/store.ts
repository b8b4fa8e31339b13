import { Employee } from '@roster/models';
import { besidesColumns } from '../../../fast/besides-columns.ts';
import type { FastClients } from '../../../fast/fast-clients.ts';
import type { EmployeeStore, Reads } from '../store.ts';
import { finder, lister, pager } from './reads.ts';
import { rows } from './row.ts';
import { bulkCreator, creator, updater } from './writes.ts';

/** `Timestamped` asks for the times to be read back, which is done here in any case; of values the wire's schemas take fewer. */
const NOT_NEEDED = ['readBackTimes', 'name.len', 'salary.assertSalary', 'gender.isIn'];

/**
 * The short way to the same rows: SQL that Sequelize wrote once, rows that go from PostgreSQL's text to JSON, requests of
 * one turn that share a statement.
 *
 * It knows success alone. Whatever it can't do, or is refused, is done by the plain way, whose answer counts: so both
 * behave alike, down to the words of an error.
 *
 * @param plain the models' own way; does the rest as well
 */
export function fastStore(clients: FastClients, plain: EmployeeStore): EmployeeStore {
  const { writing } = besidesColumns(Employee, NOT_NEEDED);
  const made = rows();
  const writes = (): Partial<EmployeeStore> => {
    const create = creator(clients, made, plain);
    const createMany = bulkCreator(clients, made, plain);
    // A transaction has a connection of its own.
    return {
      create: (employee, terms) => (terms?.transaction ? plain.create(employee, terms) : create(employee, terms)),
      createMany: (employees, terms) =>
        terms?.transaction ? plain.createMany(employees, terms) : createMany(employees, terms),
      update: updater(clients, made, plain),
    };
  };
  return { ...plain, ...fastReads(clients, plain), ...(writing.length === 0 && writes()) };
}

/** What of it reads. */
export function fastReads(clients: FastClients, plain: Reads): Reads {
  const { reading } = besidesColumns(Employee, NOT_NEEDED);
  if (reading.length > 0) return plain;
  const made = rows();
  return {
    count: plain.count,
    find: finder(clients, made, plain),
    list: lister(clients, made, plain),
    pages: pager(clients, plain),
  };
}
