import { createMigrator, type Migrator, type PrepareOptions } from '@roster/migrator';
import { migrations } from '@roster/models/migrations';
import type { Sequelize } from 'sequelize-typescript';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import type { DatabaseOptions } from './connection.ts';

/** The migrator of this build's migrations, for the database of `sequelize`. */
export const migratorOf = (sequelize: Sequelize, log: Logger): Migrator =>
  createMigrator({ sequelize, migrations, log: (message) => log.info(message) });

/** How a database is made ready here. */
export const prepareOptions = (env: Env, log: Logger): PrepareOptions => ({
  sync: env.SYNC,
  onBehind: env.MIGRATE_ON_BOOT,
  log: (level, message, fields) => log[level](fields ?? {}, message),
});

/** Connections without a statement timeout: a migration takes what time it takes. */
export const unlimited = (env: Env): DatabaseOptions => ({
  poolMax: env.DATABASE_POOL_MAX,
  timeout: env.DATABASE_TIMEOUT,
});
