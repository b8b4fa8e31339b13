import type { Route } from '../http/route.ts';
import type { Once } from '../idempotency/once.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { employeeRoutes } from './employees/index.ts';
import type { EmployeeStore } from './employees/store.ts';
import { healthRoutes } from './health/index.ts';
import type { ReadinessChecks } from './health/readiness.ts';

export interface RouteOptions {
  employees: EmployeeStore;
  /** Signs the list's cursors; the same for all replicas. */
  cursorSecret: string;
  /** How what comes with an `Idempotency-Key` is done. */
  once: Once;
  checks: ReadinessChecks;
  lifecycle: Lifecycle;
}

/** Every operation of the API: what is mounted, and what the document and the client are made of. */
export const allRoutes = ({ employees, cursorSecret, once, checks, lifecycle }: RouteOptions): Route[] => [
  ...employeeRoutes(employees, cursorSecret, once),
  ...healthRoutes(checks, lifecycle),
];
