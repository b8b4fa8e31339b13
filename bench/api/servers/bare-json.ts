/**
 * As bare as `bare`, but PostgreSQL writes the JSON, and a few connections are shared by pipelining: what came off the
 * wire goes out as it is.
 */
import pg from 'pg';
import { type BareStore, serveBare } from './bare-http.ts';
import { importWith } from './bare-import.ts';
import { settings } from './env.ts';
import type { ListQuery } from './list-query.ts';
import { EXPORT_PAGE } from './ndjson.ts';
import { insert, insertMany, type Statement, selection, statement, update } from './sql.ts';

const time = (column: string, name: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${name}"`;

const AS_JSON = `id, name, salary::text AS salary, bonus, is_leave AS "isLeave", gender, ${time('entry_date', 'entryDate')}, ${time('created_time', 'createdTime')}, ${time('update_time', 'updateTime')}`;
const JSON_ROW = `(SELECT row_to_json(e) FROM (SELECT ${AS_JSON}) e)::text AS json`;

const options = { connectionString: settings.databaseUrl };
const clients = Array.from({ length: settings.poolSize }, () => new pg.Client({ ...options, pipeline: true }));
/** For imports alone: a transaction cannot share its connection. */
const pool = new pg.Pool({ ...options, max: 2 });

let turn = 0;

/** Each statement goes to the next connection, and does not wait for those before it. */
async function run<R extends pg.QueryResultRow = { json: string }>(what: Statement): Promise<R[]> {
  turn = (turn + 1) % clients.length;
  return (await (clients[turn] as pg.Client).query<R>(what)).rows;
}

/** A page's rows, whether there is one more, and the last one's place in the order. */
function pageStatement(query: ListQuery): Statement {
  const { text, values } = selection(query);
  const limit = `$${values.push(query.limit)}`;
  const page = `WITH page AS MATERIALIZED (SELECT * FROM employee ${text})`;
  return statement(
    `${page} SELECT count(*)::int AS count,
       coalesce((SELECT json_agg(e) FROM (SELECT ${AS_JSON} FROM page LIMIT ${limit}) e)::text, '[]') AS items,
       (SELECT json_build_array(${query.sort === 'salary' ? 'salary::text' : query.sort}, id) FROM page OFFSET ${limit} - 1 LIMIT 1)::text AS last
     FROM page`,
    values,
  );
}

const store: BareStore = {
  async one(id) {
    const [row] = await run(statement(`SELECT ${JSON_ROW} FROM employee WHERE id = $1`, [id]));
    return row?.json;
  },

  async list(query) {
    const [row] = await run<{ count: number; items: string; last: string }>(pageStatement(query));
    const { count = 0, items = '[]', last = '' } = row ?? {};
    const next = count > query.limit ? `"${Buffer.from(last).toString('base64url')}"` : 'null';
    return `{"items":${items},"nextCursor":${next}}`;
  },

  async create(employee) {
    const [row] = await run<{ id: number; json: string }>(insert(employee, `id, ${JSON_ROW}`));
    return row ?? { id: 0, json: '' };
  },

  async patch(id, changes) {
    const [row] = await run(update(id, changes, JSON_ROW));
    return row?.json;
  },

  async bulk(employees) {
    const rows = await run(insertMany(employees, `RETURNING ${JSON_ROW}`));
    return `{"items":[${rows.map(({ json }) => json).join()}]}`;
  },

  async *export() {
    const text = `SELECT id, ${JSON_ROW} FROM employee WHERE id > $1 ORDER BY id LIMIT ${EXPORT_PAGE}`;
    for (let last = 0, rows: { id: number; json: string }[] = []; ; last = rows.at(-1)?.id ?? 0) {
      rows = await run(statement(text, [last]));
      if (rows.length > 0) yield rows.map(({ json }) => `${json}\n`).join('');
      if (rows.length < EXPORT_PAGE) return;
    }
  },

  import: (batches) => importWith(pool, batches),
};

await Promise.all(clients.map((client) => client.connect()));
serveBare(store);
