import type { Transaction } from 'sequelize';
import type { Lsn } from '../replicas/lsn.ts';
import type { Deadline } from './deadline.ts';

/** On which terms something is asked of the database. */
export interface Terms {
  /** How far a replica has to be that answers; where nothing is read from replicas, it means nothing. */
  needed?: Lsn | undefined;
  deadline?: Deadline | undefined;
  /** Of which it is a part, also where it is refused. */
  transaction?: Transaction | undefined;
}

/** As Sequelize's options. */
export const optionsOf = ({ transaction, deadline }: Terms = {}): { transaction?: Transaction } => ({
  ...(transaction && { transaction }),
  ...(deadline && { deadline }),
});
