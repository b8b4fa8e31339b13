import { type Ready, readyDatabase, type Server } from '@roster/migrator';
import type { Sequelize } from 'sequelize-typescript';
import { createSequelize } from './database/connection.ts';
import { warnOfPooler } from './database/pooler.ts';
import { migratorOf, prepareOptions, unlimited } from './database/preparation.ts';
import { waitForDatabase } from './database/waiting.ts';
import type { Env } from './env.ts';
import { type Shares, sharesOf, sumOf } from './fast/fast-clients.ts';
import type { Cleanup } from './lifecycle.ts';
import type { Logger } from './log.ts';

export interface ReadyOptions {
  /** Which replica Sequelize's next connection for reads goes to; none: where all the rest goes. */
  readServer: () => Server | undefined;
  env: Env;
  log: Logger;
  cleanup: Cleanup;
  signal: AbortSignal;
}

export interface ReadyDatabase {
  sequelize: Sequelize;
  /** What can be told while it serves: how the database differs from what its migrations make, and what stands before it. */
  audit?: Ready['audit'];
}

/** Who names a direct server has something before the other one. */
export const isPooled = (env: Env): boolean => env.MIGRATE_DATABASE_URL !== undefined;

/** Of DATABASE_POOL_MAX, what requests share. */
export const fastShares = ({ FAST_PATH, DATABASE_POOL_MAX }: Env): Shares | undefined =>
  FAST_PATH === 'on' ? sharesOf(DATABASE_POOL_MAX) : undefined;

/**
 * Waits for the database, and has it brought to this build's schema where it is not there. As nearly always it is: the
 * connection that has seen so then serves.
 */
export async function openReady(url: string, options: ReadyOptions): Promise<ReadyDatabase> {
  const { MIGRATE_DATABASE_URL: direct } = options.env;
  const looking = await (direct === undefined ? openForRequests(url, options) : openDirect(direct, options));
  const ready = await lookAt(looking.sequelize, options);
  if (ready !== undefined && direct === undefined) {
    const audit = async (): Promise<void> => {
      await tellOfPooler(looking.sequelize, options);
      await ready.audit();
    };
    return { sequelize: looking.sequelize, audit };
  }
  await ready?.audit();
  await looking.close();
  if (ready === undefined) {
    const { prepare } = await import('./prepare.ts');
    await prepare(direct ?? url, options);
  }
  options.signal.throwIfAborted();
  // The way that requests take may be another one: a pooler, another account.
  const { sequelize } = await openForRequests(url, options);
  return direct === undefined ? { sequelize, audit: () => tellOfPooler(sequelize, options) } : { sequelize };
}

/** A connection that does not come about is told of by those who need one. */
const tellOfPooler = (sequelize: Sequelize, { log }: ReadyOptions): Promise<void> =>
  warnOfPooler(sequelize, log).catch(() => undefined);

const lookAt = (sequelize: Sequelize, { env, log }: ReadyOptions): Promise<Ready | undefined> =>
  readyDatabase(sequelize, migratorOf(sequelize, log), prepareOptions(env, log));

interface Opened {
  sequelize: Sequelize;
  close: () => Promise<void>;
}

function openForRequests(url: string, options: ReadyOptions): Promise<Opened> {
  const { env } = options;
  const shares = fastShares(env);
  const sequelize = createSequelize(url, {
    poolMax: env.DATABASE_POOL_MAX - (shares ? sumOf(shares) : 0),
    timeout: env.DATABASE_TIMEOUT,
    statementTimeout: env.STATEMENT_TIMEOUT,
    isPooled: isPooled(env),
    readServer: env.DATABASE_REPLICA_URLS && options.readServer,
  });
  return open('DATABASE_URL', url, sequelize, options);
}

const openDirect = (url: string, options: ReadyOptions): Promise<Opened> =>
  open('MIGRATE_DATABASE_URL', url, createSequelize(url, unlimited(options.env)), options);

async function open(
  variable: 'DATABASE_URL' | 'MIGRATE_DATABASE_URL',
  url: string,
  sequelize: Sequelize,
  { env, log, cleanup, signal }: ReadyOptions,
): Promise<Opened> {
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= sequelize.close());
  cleanup.add(close);
  await waitForDatabase(sequelize, { url, variable, patience: env.DATABASE_WAIT, log, signal });
  return { sequelize, close };
}
