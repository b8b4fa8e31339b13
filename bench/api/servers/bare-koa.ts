/** What a cold start is held against: the same libraries as Roster's, and nothing that could wait before it listens. */
import { createServer } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import type { Pool } from 'pg';
import { settings } from './env.ts';
import { listen } from './serve.ts';
import { COLUMNS } from './sql.ts';

let pool: Pool | undefined;

/** The driver is loaded by the first request. */
async function connections(): Promise<Pool> {
  const { default: pg } = await import('pg');
  pool ??= new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
  return pool;
}

const router = new Router({ prefix: '/v1/employees' });

router.get('/', async (ctx) => {
  const text = `SELECT ${COLUMNS} FROM employee ORDER BY id LIMIT 50`;
  const { rows } = await (await connections()).query({ name: 'list', text });
  ctx.body = { items: rows as object[] };
});

router.get('/:id', async (ctx) => {
  const text = `SELECT ${COLUMNS} FROM employee WHERE id = $1`;
  const { rows } = await (await connections()).query({ name: 'one', text, values: [Number(ctx.params.id)] });
  ctx.body = (rows as object[])[0];
});

const answer = new Koa().use(router.routes()).callback();
listen(createServer((req, res) => void answer(req, res)));
