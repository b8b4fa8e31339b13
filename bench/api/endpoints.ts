import type { EndpointName } from './load/traffic.ts';

export interface Endpoint {
  name: EndpointName;
  /** As the tables have it. */
  title: string;
  /** Requests until V8 has compiled what they run through: a number and not a time, as a busy machine takes longer. */
  warmUp: number;
  /** Where not as many as the command says: what one request of it holds would not fit 64 times. */
  connections?: number;
  /** Whether the database must be put back afterwards. */
  writes?: true;
  /** Whether all answers can be compared between the servers. */
  comparable?: true;
  /** Whether it is measured at equal load, too. */
  open?: true;
}

/** In the order of the tables. */
export const endpoints: readonly Endpoint[] = [
  { name: 'one', title: 'one by id', warmUp: 4000, comparable: true, open: true },
  { name: 'list', title: 'list of 50, first page', warmUp: 1500, comparable: true, open: true },
  { name: 'list-offset', title: 'list of 50, deep offset', warmUp: 500, comparable: true, open: true },
  { name: 'list-cursor', title: 'list of 50, deep cursor', warmUp: 1500, comparable: true, open: true },
  { name: 'filter-sort', title: 'list of 50, filter and sort', warmUp: 1000, comparable: true, open: true },
  { name: 'q', title: 'list of 50, name contains', warmUp: 500, comparable: true, open: true },
  { name: 'create', title: 'create', warmUp: 2500, writes: true, open: true },
  { name: 'patch', title: 'patch', warmUp: 2500, writes: true, open: true },
  { name: 'bulk', title: 'bulk of 1000', warmUp: 24, writes: true, connections: 4 },
  { name: 'export', title: 'export of all rows, NDJSON', warmUp: 6, connections: 2 },
  { name: 'import', title: 'import of 10 000 rows, NDJSON', warmUp: 3, writes: true, connections: 1 },
];
