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
  /** What the independent judge calls a difference although the migration has run, all of it. Default: nothing. */
  equal?: Equal;
}

/** A difference in the catalogs that the contract calls none. */
export interface Equal {
  why: string;
  differences: string[];
}

const equal =
  (why: string) =>
  (...differences: string[]): Equal => ({ why, differences });

export const nobodysName = equal('a name that the model does not give is not compared');
export const sameValue = equal('defaults compare by value');
export const serialFulfilled = equal('autoIncrement is satisfied by serial or identity, whichever is there');
export const otherWords = equal('PostgreSQL prints it in other words once it has read its own print');
export const notManaged = equal('what is not managed is never dropped');

/** The file in which the migration of a case is kept. */
export const expectedFile = (area: string, { name }: Case): string => {
  const words =
    name
      .toLowerCase()
      .replaceAll(/[’']/g, '')
      .match(/[a-z0-9]+/g) ?? [];
  return `${area}/${words.join('-')}.sql`;
};
