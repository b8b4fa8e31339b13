import type { ClientBase } from 'pg';
import type { Sequelize, Transaction } from 'sequelize';
import type { Kept } from './errors.ts';

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
 * What every connection that migrations run on is set to, so that one migration does the same by the command, by a boot
 * and whatever the role's own settings are. Those that this server's version lacks are left out.
 *
 * client_connection_check_interval: a run that is killed must not go on inside the server.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
 */
const SESSION: Record<string, string> = {
  TimeZone: 'UTC',
  client_connection_check_interval: '1s',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  statement_timeout: '0',
  transaction_timeout: '0',
};

/**
 * Brings a connection to the state in which every migration begins: what an earlier one has SET, prepared or put into
 * temporary tables is gone. Outside a transaction only.
 */
export async function resetSession(client: ClientBase): Promise<void> {
  await client.query('DISCARD ALL');
  await applySettings(client, false);
}

async function applySettings(client: ClientBase, local: boolean): Promise<void> {
  const [names, values] = [Object.keys(SESSION), Object.values(SESSION)];
  await client.query(
    `SELECT set_config(wanted.name, wanted.value, $3)
       FROM unnest($1::text[], $2::text[]) AS wanted (name, value) JOIN pg_settings s ON lower(s.name) = lower(wanted.name)`,
    [names, values, local],
  );
}

const lockTimeoutSql = (milliseconds: number): string => `SET LOCAL lock_timeout = ${Math.round(milliseconds)}`;

const quietly = async (work: Promise<unknown>): Promise<void> => {
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

/** @param lockTimeout in ms, for each lock that a statement waits for */
export async function beginTransaction(client: ClientBase, lockTimeout: number): Promise<OpenTransaction> {
  await resetSession(client);
  await client.query(`BEGIN; ${lockTimeoutSql(lockTimeout)}`);
  return {
    client,
    kept: 'nothing',
    isOpen: () => isInTransaction(client),
    commitWith: async (sql) => {
      await client.query(asOurselves(sql));
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
  await applySettings(client, true);
  await client.query(lockTimeoutSql(lockTimeout));
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
