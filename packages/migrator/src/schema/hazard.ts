export const HAZARD_CODES = [
  'data-loss',
  'rewrites-table',
  'blocks-writes',
  'blocks-reads',
  'fails-on-nulls',
  'fails-on-duplicates',
  'fails-on-orphans',
  'fails-on-cast',
  'reorders-enum',
  'not-transactional',
  'time-zone',
] as const;

export type HazardCode = (typeof HAZARD_CODES)[number];

/** What an operation can do to a database with rows and users in it. */
export interface Hazard {
  code: HazardCode;
  /** What happens, and the safe way. */
  text: string;
  table?: string;
  column?: string;
}
