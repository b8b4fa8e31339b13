import { Employee } from '@roster/models';
import { type ModelAttributeColumnOptions, Op, QueryTypes, type Transaction } from 'sequelize';
import type { EmployeeRow } from './transfer/row.ts';

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
  /** @returns which rows were not put in since they are there already */
  insert(rows: readonly NumberedRow[]): Promise<TakenRow[]>;
  commit(): Promise<void>;
  /** Does nothing after `commit` or another `rollback`. */
  rollback(): Promise<void>;
}

export async function beginImport(): Promise<ImportSession> {
  const sequelize = Employee.sequelize as NonNullable<typeof Employee.sequelize>;
  const transaction = await sequelize.transaction();
  let isOpen = true;
  let withIds = false;
  const end = async (step: () => Promise<void>): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await step();
  };
  return {
    async insert(rows) {
      withIds ||= rows[0]?.row.id !== undefined;
      return rows.length === 0 ? [] : insert(rows, transaction);
    },
    commit: () =>
      end(async () => {
        if (withIds) await sequelize.query(SEQUENCE_PAST_IDS, { transaction });
        await transaction.commit();
      }),
    // A connection that is lost has rolled back by itself.
    rollback: () => end(() => transaction.rollback().catch(() => undefined)),
  };
}

const TABLE = '"employee"';
const SEQUENCE = `pg_get_serial_sequence('${TABLE}', 'id')`;

/**
 * At the end and not with each batch: a sequence does not roll back. Never back to a smaller number.
 *
 * @see https://www.postgresql.org/docs/current/functions-sequence.html
 */
const SEQUENCE_PAST_IDS = `SELECT setval(s, m) FROM (SELECT ${SEQUENCE}::regclass AS s, max(id)::bigint AS m FROM ${TABLE}) t
  WHERE m > coalesce(pg_sequence_last_value(s), 0)`;

/** `json_populate_recordset` gives each value its column's own type, the enum too. */
function insertStatement(): string {
  const columns = Object.entries(Employee.getAttributes()).map(([name, { field = name, ...options }]) => ({
    name: `"${field}"`,
    value: `coalesce(r."${field}", ${name === 'id' ? `nextval(${SEQUENCE})` : defaultOf(options)})`,
  }));
  return `INSERT INTO ${TABLE} (${columns.map(({ name }) => name).join()}) SELECT ${columns.map(({ value }) => value).join()}
    FROM json_populate_recordset(NULL::${TABLE}, $1) AS r ON CONFLICT DO NOTHING RETURNING "name"`;
}

function defaultOf({ defaultValue }: Pick<ModelAttributeColumnOptions, 'defaultValue'>): string {
  if (defaultValue === undefined) return 'NULL';
  const { val } = defaultValue as { val?: unknown };
  return typeof val === 'string' ? val : (Employee.sequelize?.escape(defaultValue as string) ?? 'NULL');
}

async function insert(rows: readonly NumberedRow[], transaction: Transaction): Promise<TakenRow[]> {
  const columns = new Map(Object.entries(Employee.getAttributes()).map(([name, { field = name }]) => [name, field]));
  const records = rows.map(({ row }) => recordOf(row, columns));
  const options = { bind: [JSON.stringify(records)], type: QueryTypes.SELECT as const, transaction };
  const made = (await Employee.sequelize?.query<{ name: string }>(insertStatement(), options)) ?? [];
  if (made.length === rows.length) return [];
  // The first of two with one name is the one that went in.
  const names = new Set(made.map(({ name }) => name));
  return whyTaken(
    rows.filter(({ row }) => !names.delete(row.name)),
    transaction,
  );
}

/** By column instead of attribute. */
const recordOf = (row: EmployeeRow, columns: ReadonlyMap<string, string>): object =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [columns.get(name), value]));

async function whyTaken(rows: readonly NumberedRow[], transaction: Transaction): Promise<TakenRow[]> {
  const names = rows.map(({ row }) => row.name);
  const ids = rows.flatMap(({ row }) => row.id ?? []);
  const where = { [Op.or]: [{ name: names }, { id: ids }] };
  const others = await Employee.findAll({ attributes: ['id', 'name'], where, raw: true, transaction });
  const takenIds = new Set(others.map(({ id }) => id));
  return rows.map(({ line, row }) => ({
    line,
    field: row.id !== undefined && takenIds.has(row.id) ? 'id' : 'name',
  }));
}
