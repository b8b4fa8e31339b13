import type { EndpointName } from './load/traffic.ts';

export interface Endpoint {
  name: EndpointName;
  /** As the tables have it. */
  title: string;
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
  { name: 'one', title: 'one by id', comparable: true, open: true },
  { name: 'list', title: 'list of 50, first page', comparable: true, open: true },
  { name: 'list-offset', title: 'list of 50, deep offset', comparable: true, open: true },
  { name: 'list-cursor', title: 'list of 50, deep cursor', comparable: true, open: true },
  { name: 'filter-sort', title: 'list of 50, filter and sort', comparable: true, open: true },
  { name: 'q', title: 'list of 50, name contains', comparable: true, open: true },
  { name: 'create', title: 'create', writes: true, open: true },
  { name: 'patch', title: 'patch', writes: true, open: true },
  { name: 'bulk', title: 'bulk of 1000', writes: true, connections: 4 },
  { name: 'export', title: 'export of all rows, NDJSON', connections: 2 },
  { name: 'import', title: 'import of 10 000 rows, NDJSON', writes: true, connections: 1 },
];
