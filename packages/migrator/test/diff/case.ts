import type { Change } from './workbench.ts';

/** A change, and what the diff makes of it. */
export interface Case extends Change {
  name: string;
  /** The operations' names, in their order. None: the two are the same to a user. */
  ops: string[];
  /** The codes of all hazards. */
  hazards?: string[];
  /** The first major version of PostgreSQL that can do it, where that is not 14. */
  since?: number;
}
