import { Employee } from '@roster/models';
import { Op, QueryTypes, type Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { beginTransaction } from '../../../database/transaction.ts';
import { attributeNames, insertText, recordsText } from '../records.ts';
import { moveSequencePastIds } from '../sequence.ts';
import type { EmployeeRow } from './row.ts';

export interface NumberedRow {
  /** Where in the file it stands, from 1 on. */
  line: number;
  row: EmployeeRow;
}

/** A row whose name or id another employee has, in the table or earlier in the file. */
export interface TakenRow {
  line: number;
  field: 'name' | 'id';
}

/** One import: nothing of it is to be seen before `commit`. */
export interface ImportSession {
  /** @param rows all with an id, or none, in all calls. @returns which were not put in since they are there already */
  insert(rows: readonly NumberedRow[]): Promise<TakenRow[]>;
  commit(): Promise<void>;
  /** Does nothing after `commit` or another `rollback`. */
  rollback(): Promise<void>;
}

const sequelizeOf = (): Sequelize => Employee.sequelize as Sequelize;

/** Each keeps a connection, and its rows' locks, for as long as its client takes to send; others need some, too. */
export const importsAtOnce = (): number => Math.min(2, (sequelizeOf().options.pool?.max ?? 5) - 1);

/**
 * Takes a connection with the first rows: a client that sends none has none.
 *
 * @param given the transaction of which it is a part; its `commit` and `rollback` leave the end to whoever began that
 */
export function beginImport(given?: Transaction): ImportSession {
  let begun: Promise<Transaction> | undefined = given && Promise.resolve(given);
  let withIds = false;
  const end = async (step: (transaction: Transaction) => Promise<void>): Promise<void> => {
    const transaction = await begun;
    if (transaction === undefined) return;
    await step(transaction);
    begun = undefined;
  };
  return {
    async insert(rows) {
      if (rows.length === 0) return [];
      begun ??= beginTransaction(sequelizeOf());
      withIds ||= rows[0]?.row.id !== undefined;
      return insert(rows, await begun);
    },
    commit: () =>
      end(async (transaction) => {
        if (withIds) await moveSequencePastIds(transaction);
        if (given === undefined) await transaction.commit();
      }),
    // A connection that is lost has rolled back by itself.
    rollback: () =>
      end(async (transaction) => {
        if (given === undefined) await transaction.rollback();
      }).catch(() => undefined),
  };
}

type Made = Pick<EmployeeRow, 'id' | 'name'>;

interface Inserted {
  count: number;
  /** Which; null where all were, or none. */
  made: Made[] | null;
}

/** No two rows that were made have the same. */
const keyOf = ({ id, name }: Made): string => `${id} ${name}`;

/** Of `$2` records: which went in is said only where some did not. */
const insertIfFree = (): string =>
  `WITH made AS (${insertText(attributeNames(), 'ON CONFLICT DO NOTHING RETURNING "id", "name"')})
   SELECT "count", CASE WHEN "count" < $2 THEN (SELECT json_agg(made) FROM made) END AS "made"
   FROM (SELECT count(*)::int FROM made) AS counted`;

async function insert(rows: readonly NumberedRow[], transaction: Transaction): Promise<TakenRow[]> {
  // As bytes: in each text Sequelize looks for NUL, and pg for its length.
  const records = Buffer.from(recordsText(rows.map(({ row }) => row)));
  const options = { bind: [records, rows.length], type: QueryTypes.SELECT as const, transaction };
  const [inserted] = await sequelizeOf().query<Inserted>(insertIfFree(), options);
  if (inserted?.count === rows.length) return [];
  // PostgreSQL takes them in order: the first of two that have the key is the one that went in.
  const withIds = rows[0]?.row.id !== undefined;
  const keys = new Set(inserted?.made?.map(({ id, name }) => keyOf(withIds ? { id, name } : { name })));
  const others = rows.filter(({ row }) => !keys.delete(keyOf(row)));
  return whyTaken(others, rows, transaction);
}

/** @param batch what they were left out of: what went in after a row is not why it was left out */
async function whyTaken(
  rows: readonly NumberedRow[],
  batch: readonly NumberedRow[],
  transaction: Transaction,
): Promise<TakenRow[]> {
  const names = rows.map(({ row }) => row.name);
  const ids = rows.flatMap(({ row }) => row.id ?? []);
  const where = { [Op.or]: [{ name: names }, { id: ids }] };
  const others = await Employee.findAll({ attributes: ['id', 'name'], where, raw: true, transaction });
  const lines = new Map(batch.map(({ line, row }) => [keyOf(row), line]));
  const ownerOf = new Map(others.map((other) => [other.id, lines.get(keyOf(other)) ?? 0]));
  return rows.map(({ line, row: { id } }) => ({
    line,
    field: id !== undefined && (ownerOf.get(id) ?? line) < line ? 'id' : 'name',
  }));
}
