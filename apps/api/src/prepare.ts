/**
 * Work on a database that is not ready. The bundle (`bundle.ts`) leaves this file outside: a migration may be a program,
 * which imports Sequelize and the models by their names, and has to find the very copies that work here.
 */
import { prepareDatabase } from '@roster/migrator';
import { createSequelize } from './database/connection.ts';
import { migratorOf, prepareOptions, unlimited } from './database/preparation.ts';
import type { Env } from './env.ts';
import { StartError } from './errors.ts';
import { collectEarly } from './heap.ts';
import type { Cleanup } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { startFailure } from './start-failure.ts';

export interface Preparation {
  env: Env;
  log: Logger;
  cleanup: Cleanup;
}

/**
 * Brings a database to this build's schema, on connections of its own, which are closed afterwards: those that serve
 * must not have known the database before its types.
 *
 * @throws StartError that says why not, and as it came what nobody foresaw
 */
export async function prepare(url: string, { env, log, cleanup }: Preparation): Promise<void> {
  const sequelize = createSequelize(url, unlimited(env));
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= sequelize.close());
  cleanup.add(close);
  // PostgreSQL's parser may be loaded (128 MB of WebAssembly), which makes V8 generous with the rest for good.
  const end = collectEarly();
  try {
    await prepareDatabase(sequelize, migratorOf(sequelize, log), prepareOptions(env, log));
  } catch (error) {
    throw explained(error);
  } finally {
    end();
  }
  await close();
}

/** Told here, where classes are what they are: beyond the bundle's edge an error is known by its name alone. */
function explained(error: unknown): unknown {
  const { exitCode, lines } = startFailure(error);
  return exitCode === undefined ? error : new StartError(exitCode, lines, error);
}
