import type { Route } from '../../http/route.ts';
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
 */
export const employeeRoutes = (store: EmployeeStore, cursorSecret: string): Route[] => [
  listEmployees(store, cursorsSignedBy(cursorSecret)),
  createEmployee(store),
  createEmployees(store),
  exportEmployees(store),
  importEmployees(store),
  getEmployee(store),
  updateEmployee(store),
  deleteEmployee(store),
];
