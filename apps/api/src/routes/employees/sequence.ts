import { Employee } from '@roster/models';
import { type Transaction, UniqueConstraintError } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { inSavepoint } from '../../database/transaction.ts';

export const TABLE = '"employee"';

/** The expression for the sequence of the ids. */
export const SEQUENCE = `pg_get_serial_sequence('${TABLE}', 'id')`;

/**
 * Not one step with what others draw in the meantime: at worst one of them draws an id that is there, and comes here
 * (`withFreeId`).
 *
 * @see https://www.postgresql.org/docs/current/functions-sequence.html
 */
const PAST_IDS = `SELECT setval(s, m) FROM (SELECT ${SEQUENCE}::regclass AS s, max(id)::bigint AS m FROM ${TABLE}) t
  WHERE m > coalesce(pg_sequence_last_value(s), 0)`;

/** Lets new ids begin after those that imports have brought along. */
export async function moveSequencePastIds(transaction?: Transaction): Promise<void> {
  await (Employee.sequelize as Sequelize).query(PAST_IDS, { ...(transaction && { transaction }) });
}

/** Another import may commit between two tries. */
const MOST_TRIES = 3;

/**
 * Creates, and again where the sequence gave an id that an import had brought along: the import moves it only when it
 * commits, since a sequence does not roll back. Of the transaction, where there is one, a refusal takes nothing along.
 */
export async function withFreeId<T>(create: () => Promise<T>, transaction?: Transaction): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inSavepoint(transaction, create);
    } catch (error) {
      if (!isIdTaken(error) || tries === MOST_TRIES) throw error;
      await moveSequencePastIds(transaction);
    }
  }
}

export const isIdTaken = (error: unknown): boolean => error instanceof UniqueConstraintError && 'id' in error.fields;
