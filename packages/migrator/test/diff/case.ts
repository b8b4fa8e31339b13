import type { Hints } from '../../src/schema/hints.ts';

/** A change, and what the diff makes of it. */
export interface Case {
  name: string;
  before: string;
  after: string;
  hints?: Hints;
  /** Inserted into the database before the migration runs. */
  rows?: string;
  /** A query whose answer is the same before and after. */
  keeps?: string;
  /** The operations' names, in their order. None: the two are the same to a user. */
  ops: string[];
  /** The codes of all hazards. */
  hazards?: string[];
}
