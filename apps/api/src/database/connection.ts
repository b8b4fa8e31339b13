import { setTimeout as sleep } from 'node:timers/promises';
import { models } from '@roster/models';
import pg from 'pg';
import { ConnectionError, QueryTypes } from 'sequelize';
import { Sequelize } from 'sequelize-typescript';
import { withoutSecrets } from '../env.ts';
import { databaseNotReached } from '../errors.ts';
import { takeRowsApart } from '../fast/rows-apart.ts';
import type { Logger } from '../log.ts';
import { isDatabaseAway, whyAway } from './away.ts';

/** Options that Sequelize 6 reads and its types lack. */
const UNDECLARED: object = {
  // The oldest that is served. Not knowing it, Sequelize would open a connection only to ask.
  databaseVersion: '14.0.0',
  // With `clientMinMessages: 'ignore'`, no SET at all on a new connection. Times carry their offset both ways.
  keepDefaultTimezone: true,
};

/**
 * The end of a connection may come with the word that it is there, before anybody listens to its errors; one that nobody
 * listens to ends the process. Statements of the fast path take their rows as bytes.
 */
class Client extends pg.Client {
  constructor(config?: ConstructorParameters<typeof pg.Client>[0]) {
    super(config);
    this.on('error', () => undefined);
    takeRowsApart(this);
  }
}

/** Given to Sequelize, which would otherwise look for pg by its name, where no bundle has it. */
const driver: object = Object.assign(Object.create(pg) as object, { Client });

export interface DatabaseOptions {
  /** Connections at most; 2 or more, since preparing the database holds one while it uses another. */
  poolMax: number;
  /** How long a connection may take to open, and a request to get one from the pool, in milliseconds. */
  timeout: number;
  /** How long a statement may run, in milliseconds. Default: for ever. */
  statementTimeout?: number;
  /** Whether PgBouncer or its like may stand before the database. Then only this side keeps the time of a statement. */
  isPooled?: boolean;
}

/** By how much this side is more patient than the server: enough for the server's own word to arrive. */
const GRACE_MS = 1000;

/**
 * Sequelize with the models on it. Nothing connects yet.
 *
 * Through a pooler nothing is bound to a session: PgBouncer refuses a startup parameter such as `statement_timeout`, and
 * a SET would reach other clients. On this side `query_timeout` also frees a request from a network that went silent;
 * Sequelize does not use that connection again (its postgres/query.js, "Query read timeout").
 */
export function createSequelize(
  url: string,
  { poolMax, timeout, statementTimeout = 0, isPooled = false }: DatabaseOptions,
): Sequelize {
  return new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: driver,
    models,
    logging: false,
    ...UNDECLARED,
    pool: { min: 0, max: poolMax, acquire: timeout, idle: 60_000 },
    dialectOptions: {
      application_name: 'roster-api',
      connectionTimeoutMillis: timeout,
      keepAlive: true,
      ...(statementTimeout > 0 && {
        query_timeout: statementTimeout + GRACE_MS,
        ...(!isPooled && { statement_timeout: statementTimeout }),
      }),
      clientMinMessages: 'ignore',
    },
  });
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

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

interface WaitOptions {
  /** For the words of the error; nothing secret of it is shown. */
  url: string;
  /** The variable that names it. */
  variable: 'DATABASE_URL' | 'MIGRATE_DATABASE_URL';
  /** How long to go on trying, in milliseconds; 0: try once. */
  patience: number;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Tries until the database answers: where both start together, the database is the slower one.
 *
 * @throws StartError (exit 5) when patience ends, at once for what waiting does not mend (a wrong password)
 */
export async function waitForDatabase(
  sequelize: Sequelize,
  { url, variable, patience, log, signal }: WaitOptions,
): Promise<void> {
  const start = Date.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const error = await failureOf(sequelize);
    signal.throwIfAborted();
    if (error === undefined) return;
    const waited = Date.now() - start;
    if (waited + pause > patience || !isWorthWaiting(error)) {
      const unreached = { database: withoutSecrets(url), variable, seconds: waited / 1000, why: whyAway(error) };
      throw databaseNotReached(unreached, error);
    }
    if (pause === FIRST_PAUSE_MS) log.warn({ reason: whyAway(error) }, 'waiting for the database');
    await sleep(pause, undefined, { signal });
  }
}

const failureOf = (sequelize: Sequelize): Promise<unknown> =>
  sequelize.query('SELECT 1').then(
    () => undefined,
    (error: unknown) => error,
  );

/**
 * A database that does not exist may be about to be created. A wrong password (28…) stays wrong, and a startup
 * parameter that PgBouncer does not take (08P01) stays refused.
 */
function isWorthWaiting(error: unknown): boolean {
  const state = error instanceof ConnectionError ? (error.parent as Error & { code?: string }).code : undefined;
  return isDatabaseAway(error) && !(state?.startsWith('28') || state === '08P01');
}
