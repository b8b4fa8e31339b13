import type { ClientBase } from 'pg';
import type { Sequelize, Transaction } from 'sequelize';
import type { Kept } from './errors.ts';
import { resetSession, type SessionSettings, setLocally } from './session-settings.ts';

/** The transaction of one migration, left open until its history row is in it. */
export interface OpenTransaction {
  client: ClientBase;
  /** What is left of the migration when its history row can't be written. */
  kept: Kept;
  /** Whether the migration has left its transaction as it found it. */
  isOpen(): boolean;
  /** Runs one last statement (the history row) and commits. */
  commitWith(sql: string): Promise<void>;
  /** Undoes all of it; never throws, because it follows an error that matters more. */
  rollback(): Promise<void>;
}

/**
 * The server writes each COMMIT to its log and does not wait for the disk: `flushCommits` waits once, for all of a run. A
 * server that crashes in between loses the last migrations with their history rows, as if they had not been reached.
 * https://www.postgresql.org/docs/current/wal-async-commit.html
 */
const COMMIT_SOON = 'SET LOCAL synchronous_commit = off';

/**
 * A commit that waits for the disk has all earlier ones there too. It waits only where its transaction has written
 * something to the log itself (RecordTransactionCommit, wrote_xlog): a message that nobody reads.
 */
export async function flushCommits(client: ClientBase): Promise<void> {
  await client.query(
    "RESET synchronous_commit; BEGIN; SELECT pg_catalog.pg_logical_emit_message(true, 'migrate', ''); COMMIT",
  );
}

const lockTimeoutSql = (milliseconds: number): string => `SET LOCAL lock_timeout = ${Math.round(milliseconds)}`;

/** For what follows an error that matters more. */
export const quietly = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => undefined);
};

/** https://www.postgresql.org/docs/current/protocol-message-formats.html (ReadyForQuery): T is inside a transaction. */
const isInTransaction = (client: ClientBase): boolean =>
  (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus() === 'T';

/** Whether the transaction that was begun on this connection is over: committed or rolled back by somebody else. */
export const hasEnded = (client: ClientBase): boolean =>
  (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus() === 'I';

/** The history row is ours to write, whatever role the migration has taken on. */
const asOurselves = (sql: string): string => `RESET ROLE; ${sql}`;

/** How the transaction of a migration is set up. */
export interface TransactionSettings {
  settings: SessionSettings;
  /** In ms, for each lock that a statement waits for. */
  lockTimeout: number;
  /** In ms, between a text and its COMMIT: no longer than that are its locks held for a run that is not heard of. */
  lease?: number;
}

const idleTimeoutSql = (milliseconds: number): string =>
  `SET LOCAL idle_in_transaction_session_timeout = ${Math.round(milliseconds)}`;

export async function beginTransaction(
  client: ClientBase,
  { settings, lockTimeout, lease = 0 }: TransactionSettings,
): Promise<OpenTransaction> {
  const begin = ['BEGIN', COMMIT_SOON, lockTimeoutSql(lockTimeout), idleTimeoutSql(lease)].join('; ');
  await resetSession(client, settings, begin);
  return {
    client,
    kept: 'nothing',
    isOpen: () => isInTransaction(client),
    commitWith: async (sql) => void (await client.query(`${asOurselves(sql)} COMMIT`)),
    rollback: () => quietly(client.query('ROLLBACK')),
  };
}

/** The same within Sequelize, for migrations that are programs. */
export async function beginSequelizeTransaction(
  sequelize: Sequelize,
  { settings, lockTimeout }: TransactionSettings,
): Promise<OpenTransaction & { transaction: Transaction }> {
  const transaction = await sequelize.transaction();
  const { connection: client } = transaction as unknown as { connection: ClientBase };
  await client.query(`${setLocally(settings)} ${lockTimeoutSql(lockTimeout)}`);
  return {
    client,
    transaction,
    kept: 'nothing',
    isOpen: () => (transaction as unknown as { finished?: string }).finished === undefined && isInTransaction(client),
    commitWith: async (sql) => {
      await client.query(asOurselves(sql));
      await transaction.commit();
    },
    rollback: () => quietly(transaction.rollback()),
  };
}

/** For the one statement behind `transaction:false`: what it did stays, whatever follows. */
export function withoutTransaction(client: ClientBase): OpenTransaction {
  return {
    client,
    kept: 'unrecorded',
    isOpen: () => true,
    commitWith: async (sql) => void (await client.query(sql)),
    rollback: () => Promise.resolve(),
  };
}
