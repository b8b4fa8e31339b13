/** The reference: node:http, a pg Pool with prepared statements, rows as pg makes them, JSON.stringify. */
import pg from 'pg';
import { type BareStore, serveBare } from './bare-http.ts';
import { importWith } from './bare-import.ts';
import type { Employee } from './employee.ts';
import { settings } from './env.ts';
import { pageOf } from './list-query.ts';
import { EXPORT_PAGE, toLines } from './ndjson.ts';
import { COLUMNS, insert, insertMany, type Statement, selection, statement, update } from './sql.ts';

const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });

const rowsOf = async (what: Statement): Promise<Employee[]> => (await pool.query<Employee>(what)).rows;

const jsonOf = (row: Employee | undefined): string | undefined => row && JSON.stringify(row);

const store: BareStore = {
  async one(id) {
    const [row] = await rowsOf(statement(`SELECT ${COLUMNS} FROM employee WHERE id = $1`, [id]));
    return jsonOf(row);
  },

  async list(query) {
    const { text, values } = selection(query);
    const rows = await rowsOf(statement(`SELECT ${COLUMNS} FROM employee ${text}`, values));
    return JSON.stringify(pageOf(rows as (Employee & Record<string, never>)[], query));
  },

  async create(employee) {
    const [row] = await rowsOf(insert(employee, COLUMNS));
    return { id: row?.id ?? 0, json: jsonOf(row) ?? '' };
  },

  async patch(id, changes) {
    const [row] = await rowsOf(update(id, changes, COLUMNS));
    return jsonOf(row);
  },

  async bulk(employees) {
    return JSON.stringify({ items: await rowsOf(insertMany(employees, `RETURNING ${COLUMNS}`)) });
  },

  async *export() {
    const text = `SELECT ${COLUMNS} FROM employee WHERE id > $1 ORDER BY id LIMIT ${EXPORT_PAGE}`;
    for (let last = 0, rows: Employee[] = []; ; last = rows.at(-1)?.id ?? 0) {
      rows = await rowsOf(statement(text, [last]));
      if (rows.length > 0) yield toLines(rows);
      if (rows.length < EXPORT_PAGE) return;
    }
  },

  import: (batches) => importWith(pool, batches),
};

serveBare(store);
