import { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { isDatabaseAway } from './away.ts';

/** What Sequelize's transactions have and their types lack (its transaction.js). */
interface Inside {
  finished?: 'commit' | 'rollback';
  prepareEnvironment(useCls: boolean): Promise<void>;
  cleanup(): void;
  forceCleanup(): Promise<void>;
}

/**
 * Without what Sequelize's own says on stderr of each end that fails, which in an outage is a line for each request; and
 * without its wait for a connection to close that nobody answers on any more.
 */
class QuietTransaction extends Transaction {
  override commit(): Promise<void> {
    return this.#end('COMMIT');
  }

  override rollback(): Promise<void> {
    return this.#end('ROLLBACK');
  }

  /** Leaves the connection to PostgreSQL, which rolls back what it finds open on it. */
  abandon(): void {
    this.#inside.finished = 'rollback';
    this.#inside.forceCleanup().catch(() => undefined);
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }

  async #end(word: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    try {
      const [, result] = await this.#sequelize.query(word, { transaction: this });
      // So it answers to a COMMIT after a statement that failed, whoever made little of that.
      if ((result as { command?: string }).command !== word)
        throw new Error('PostgreSQL rolled back what was to be kept');
    } catch (error) {
      this.abandon();
      throw error;
    }
    this.#inside.finished = word === 'COMMIT' ? 'commit' : 'rollback';
    this.#inside.cleanup();
  }

  get #sequelize(): Sequelize {
    return (this as unknown as { sequelize: Sequelize }).sequelize;
  }
}

/** A transaction to be ended by `commit` or `rollback`; a lost connection ends it, too, and needs no word more. */
export async function beginTransaction(sequelize: Sequelize): Promise<QuietTransaction> {
  const transaction = new QuietTransaction(sequelize, {});
  await (transaction as unknown as Inside).prepareEnvironment(false);
  return transaction;
}

/**
 * All of a piece of work, or nothing of it: on one connection from BEGIN to COMMIT, and so right behind a pooler, too.
 *
 * @throws what the work threw, nothing of it being kept. Where COMMIT lost its connection, nobody knows whether it is
 * @example `await inTransaction(sequelize, (transaction) => Employee.create(row, { transaction }))`
 */
export async function inTransaction<T>(
  sequelize: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const transaction = await beginTransaction(sequelize);
  try {
    const result = await work(transaction);
    await transaction.commit();
    return result;
  } catch (error) {
    if (!isEnded(transaction)) await undo(transaction, error);
    throw error;
  }
}

const isEnded = (transaction: Transaction): boolean => (transaction as unknown as Inside).finished !== undefined;

async function undo(transaction: QuietTransaction, error: unknown): Promise<void> {
  // Another statement on a connection that went silent would be waited for as long as the first.
  if (isDatabaseAway(error)) transaction.abandon();
  else await transaction.rollback().catch(() => undefined);
}

/**
 * Work that PostgreSQL may refuse without taking the rest of a transaction along; not one of its own, so nothing where
 * there is none.
 */
export async function inSavepoint<T>(transaction: Transaction | undefined, work: () => Promise<T>): Promise<T> {
  if (transaction === undefined) return work();
  const { sequelize } = transaction as unknown as { sequelize: Sequelize };
  await sequelize.query('SAVEPOINT attempt', { transaction });
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) {
      await sequelize.query('ROLLBACK TO SAVEPOINT attempt', { transaction }).catch(() => undefined);
    }
    throw error;
  }
}
