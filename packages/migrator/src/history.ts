import type { ClientBase } from 'pg';
import { historyInvalid } from './errors.ts';
import { byName, type MigrationFile, migrationName } from './migrations-folder.ts';
import { quoteIdentifier, quoteLiteral } from './schema/quote.ts';
import { readMark, type StartMark, withMark } from './start-mark.ts';
import type { HistoryRow } from './state.ts';

/** Where the history stands: sequelize-cli's and Umzug's own table by default. */
export interface HistoryTable {
  table: string;
  schema: string;
}

export const DEFAULT_HISTORY: HistoryTable = { table: 'SequelizeMeta', schema: 'public' };

const OWN_COLUMNS = ['checksum', 'applied_at', 'duration_ms'];

/** What the database knows of its history. */
export interface RecordedHistory {
  exists: boolean;
  rows: HistoryRow[];
  /** Left by a run that was cut outside a transaction, or stale. */
  mark?: StartMark;
}

interface Found {
  exists: boolean;
  comment: string | null;
}

const FIND = `SELECT to_regclass($1) IS NOT NULL AS exists, obj_description(to_regclass($1), 'pg_class') AS comment`;

/** A row as `to_jsonb` gives it: a table of sequelize-cli's has the name alone. */
interface JsonRow {
  name: string;
  checksum?: string | null;
  applied_at?: string | null;
  duration_ms?: number | null;
}

/**
 * The history table. Every method takes the connection to work on, because a row is written in the transaction of its
 * own migration: a crash leaves both or neither.
 */
export class History {
  readonly qualified: string;
  readonly #place: HistoryTable;

  constructor(place: HistoryTable) {
    this.#place = place;
    this.qualified = `${quoteIdentifier(place.schema)}.${quoteIdentifier(place.table)}`;
  }

  /** Reads it as it is; makes and changes nothing. */
  async read(client: ClientBase): Promise<RecordedHistory> {
    const [found] = (await client.query<Found>(FIND, [this.qualified])).rows;
    if (found?.exists !== true) return { exists: false, rows: [] };
    const { rows } = await client.query<{ row: JsonRow }>(`SELECT to_jsonb(h) AS row FROM ${this.qualified} h`);
    if (rows.some(({ row }) => typeof row.name !== 'string')) throw historyInvalid(this.qualified);
    const mark = readMark(found.comment);
    return { exists: true, rows: rows.map(({ row }) => toHistoryRow(row)).toSorted(byName), ...(mark && { mark }) };
  }

  /** Makes the table, or gives sequelize-cli's its three further columns; nothing where it is complete. */
  async ensure(client: ClientBase): Promise<void> {
    const { rows } = await client.query<{ column: string }>(
      'SELECT attname AS column FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
      [this.qualified],
    );
    const present = new Set(rows.map(({ column }) => column));
    if (OWN_COLUMNS.every((column) => present.has(column))) return;
    await client.query(this.createSql());
    // Umzug's `timestamps: true` has made them NOT NULL, and has filled them itself.
    for (const column of ['createdAt', 'updatedAt'].filter((name) => present.has(name))) {
      await client.query(`ALTER TABLE ${this.qualified} ALTER COLUMN ${quoteIdentifier(column)} SET DEFAULT now()`);
    }
  }

  createSql(): string {
    const { schema } = this.#place;
    return [
      ...(schema === 'public' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};`]),
      `CREATE TABLE IF NOT EXISTS ${this.qualified} ("name" varchar(255) NOT NULL PRIMARY KEY);`,
      `ALTER TABLE ${this.qualified}`,
      '  ADD COLUMN IF NOT EXISTS "checksum" text,',
      '  ADD COLUMN IF NOT EXISTS "applied_at" timestamptz,',
      '  ADD COLUMN IF NOT EXISTS "duration_ms" integer;',
    ].join('\n');
  }

  /** @param durationMs null for what was stamped, which took no time because it did not run */
  insertSql({ name, checksum }: MigrationFile, durationMs: number | null): string {
    const values = [quoteLiteral(name), quoteLiteral(checksum), 'clock_timestamp()', durationMs ?? 'NULL'];
    return `INSERT INTO ${this.qualified} ("name", "checksum", "applied_at", "duration_ms") VALUES (${values.join(', ')});`;
  }

  deleteSql(storedName: string): string {
    return `DELETE FROM ${this.qualified} WHERE "name" = ${quoteLiteral(storedName)};`;
  }

  /**
   * Writes the mark into the table's comment, or takes it out. A role that may not write comments goes without.
   *
   * @returns whether it is as wanted
   */
  async setMark(client: ClientBase, mark: StartMark | undefined): Promise<boolean> {
    const [found] = (await client.query<Found>(FIND, [this.qualified])).rows;
    if (found?.exists !== true) return mark === undefined;
    const comment = withMark(found.comment, mark);
    if (comment === found.comment) return true;
    const literal = comment === null ? 'NULL' : quoteLiteral(comment);
    return client.query(`COMMENT ON TABLE ${this.qualified} IS ${literal}`).then(
      () => true,
      () => false,
    );
  }

  /** Records the file's present text as what ran. */
  async acceptChecksum(client: ClientBase, storedName: string, { checksum }: MigrationFile): Promise<void> {
    await client.query(`UPDATE ${this.qualified} SET "checksum" = $2 WHERE "name" = $1`, [storedName, checksum]);
  }
}

function toHistoryRow({ name, checksum, applied_at, duration_ms }: JsonRow): HistoryRow {
  return {
    name: migrationName(name),
    storedName: name,
    checksum: checksum ?? null,
    appliedAt: applied_at == null ? null : new Date(applied_at),
    durationMs: duration_ms ?? null,
  };
}
