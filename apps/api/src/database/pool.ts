import type { Sequelize } from 'sequelize-typescript';

/** What Sequelize's connection manager has and its types lack (sequelize-pool). */
export interface Pool {
  using: number;
  available: number;
  waiting: number;
  /** Those that are open, or about to be. */
  size: number;
  maxSize: number;
}

/** Whether who wants a connection has to wait for another one's. */
export const isFull = ({ available, size, maxSize }: Pool): boolean => available === 0 && size >= maxSize;

interface Internals {
  connectionManager: { pool: Pool & { write?: Pool } };
}

/** The pool of connections; where there are two, the one for what is not read from replicas. */
export function poolOf(sequelize: Sequelize): Pool {
  const { pool } = (sequelize as unknown as Internals).connectionManager;
  return pool.write ?? pool;
}

interface Query {
  connection: { _invalid?: boolean; queryType?: 'read' | 'write' };
}

interface Hooked {
  addHook(name: 'afterQuery', hook: (options: object, query: Query) => void): void;
}

/** @returns how many statements were answered on connections of `poolOf`, from now on. What ended without a word is none */
export function countAnswers(sequelize: Sequelize): () => number {
  let answers = 0;
  (sequelize as unknown as Hooked).addHook('afterQuery', (_options, { connection: { _invalid, queryType } }) => {
    if (_invalid !== true && queryType !== 'read') answers += 1;
  });
  return () => answers;
}
