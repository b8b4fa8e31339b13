/** What the log says of a pooler before the database. */
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import type { Logger } from '../log.ts';
import { opener } from './connection.ts';

const UNSAID = 'DATABASE_URL leads to a pooler, and no MIGRATE_DATABASE_URL says so';
const SAY_SO =
  'name the direct server in MIGRATE_DATABASE_URL: till then long statements may not be cancelled, nor any be sent by name';

/**
 * Warns where nobody has said that there is one. It announces a process of its own making, and not PostgreSQL's.
 *
 * @throws what a connection throws that does not come about
 */
export async function warnOfPooler(sequelize: Sequelize, log: Logger): Promise<void> {
  const { usual, open } = opener(sequelize);
  const client = await open(usual);
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const { processID } = client as unknown as { processID: number };
    if (rows[0]?.pid !== processID) log.warn({ remedy: SAY_SO }, UNSAID);
  } finally {
    client.cut();
  }
}

/**
 * Through a pooler, PostgreSQL cancels only what the role or the database says. Without that a statement that this side
 * has given up runs on, with its locks and one of the pooler's connections; the log then has the way to mend it.
 *
 * @param limit milliseconds after which a statement should end
 */
export async function warnOfEndlessStatements(sequelize: Sequelize, limit: number, log: Logger): Promise<void> {
  const [row] = await sequelize.query<{ own: number; role: string }>(
    "SELECT setting::int AS own, quote_ident(current_user) AS role FROM pg_settings WHERE name = 'statement_timeout'",
    { type: QueryTypes.SELECT },
  );
  if (row === undefined || (row.own > 0 && row.own <= limit)) return;
  const remedy = `ALTER ROLE ${row.role} SET statement_timeout = ${limit}, then RECONNECT in PgBouncer`;
  log.warn(
    { statementTimeout: row.own, remedy },
    'through the pooler PostgreSQL does not cancel long statements in time',
  );
}
