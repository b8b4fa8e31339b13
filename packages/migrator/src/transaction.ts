import type { ClientBase } from 'pg';
import type { Sequelize, Transaction } from 'sequelize';

/** The transaction of one migration, left open until its history row is in it. */
export interface OpenTransaction {
  client: ClientBase;
  /** Runs one last statement (the history row) and commits. */
  commitWith(sql: string): Promise<void>;
  /** Undoes all of it; never throws, because it follows an error that matters more. */
  rollback(): Promise<void>;
}

const settings = (lockTimeout: number): string =>
  [
    `SET LOCAL lock_timeout = ${Math.round(lockTimeout)}`,
    'SET LOCAL statement_timeout = 0',
    'SET LOCAL idle_in_transaction_session_timeout = 0',
  ].join('; ');

const quietly = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => undefined);
};

/** @param lockTimeout in ms, for each lock that a statement waits for */
export async function beginTransaction(client: ClientBase, lockTimeout: number): Promise<OpenTransaction> {
  await client.query(`BEGIN; ${settings(lockTimeout)}`);
  return {
    client,
    commitWith: async (sql) => {
      await client.query(sql);
      await client.query('COMMIT');
    },
    rollback: () => quietly(client.query('ROLLBACK')),
  };
}

/** The same within Sequelize, for migrations that are programs. */
export async function beginSequelizeTransaction(
  sequelize: Sequelize,
  lockTimeout: number,
): Promise<OpenTransaction & { transaction: Transaction }> {
  const transaction = await sequelize.transaction();
  const { connection: client } = transaction as unknown as { connection: ClientBase };
  await client.query(settings(lockTimeout));
  return {
    client,
    transaction,
    commitWith: async (sql) => {
      await client.query(sql);
      await transaction.commit();
    },
    rollback: () => quietly(transaction.rollback()),
  };
}

/** For the one statement behind `transaction:false`: what it did stays, whatever follows. */
export function withoutTransaction(client: ClientBase): OpenTransaction {
  return {
    client,
    commitWith: async (sql) => void (await client.query(sql)),
    rollback: () => Promise.resolve(),
  };
}
