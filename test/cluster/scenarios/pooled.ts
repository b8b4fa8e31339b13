import type { Pooler } from '../parts/pgbouncer.ts';

export const SERVER_CONNECTIONS = 20;
export const CLIENTS = 500;

/** What all parts of the scenario `pgbouncer` have. */
export interface Pooled {
  folder: string;
  /** A superuser's, past the pooler. */
  directUrl: string;
  pooler: Pooler;
}
