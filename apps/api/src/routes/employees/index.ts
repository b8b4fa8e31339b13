import type { Route } from '../../http/route.ts';
import type { Once } from '../../idempotency/once.ts';
import { createEmployees } from './bulk.ts';
import { cursorsSignedBy } from './cursor.ts';
import { createEmployee, deleteEmployee, getEmployee, updateEmployee } from './item.ts';
import { listEmployees } from './list.ts';
import type { EmployeeStore } from './store.ts';
import { exportEmployees } from './transfer/export.ts';
import { importEmployees } from './transfer/import.ts';

/**
 * `/v1/employees` and what is below it.
 *
 * @param cursorSecret see `cursorsSignedBy`
 * @param once how what comes with an `Idempotency-Key` is done
 */
export const employeeRoutes = (store: EmployeeStore, cursorSecret: string, once: Once): Route[] => [
  listEmployees(store, cursorsSignedBy(cursorSecret)),
  createEmployee(store, once),
  createEmployees(store, once),
  exportEmployees(store),
  importEmployees(store, once),
  getEmployee(store),
  updateEmployee(store),
  deleteEmployee(store),
];
