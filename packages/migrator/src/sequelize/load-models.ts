import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Sequelize } from 'sequelize';
import type { LoadedConfig, ModelHost } from '../config.ts';
import { configInvalid, MigratorError, reasonOf } from '../errors.ts';
import { showPath } from '../migrations-folder.ts';
import { loadDriver } from '../postgres/driver.ts';

type SequelizeClass = new (options: { dialect: 'postgres'; dialectModule: object; logging: false }) => ModelHost;

/**
 * A Sequelize that connects to nothing, with the config's models on it. It is the project's own copy, because models are
 * those of one copy: sequelize-typescript's where the project has it, else the plain one. A project that makes its own
 * (the `models/index.js` of sequelize-cli does) returns it, and its `define` options hold.
 *
 * @throws MigratorError CONFIG_INVALID where `models` throws, or returns a Sequelize of another database
 */
export async function loadModels({ path, models }: Pick<LoadedConfig, 'path' | 'models'>): Promise<Sequelize> {
  const SequelizeOfProject = await projectSequelize(path);
  const sequelize = new SequelizeOfProject({ dialect: 'postgres', dialectModule: loadDriver(), logging: false });
  try {
    const returned = await models(sequelize);
    return isSequelize(returned) ? ofPostgres(path, returned) : sequelize;
  } catch (cause) {
    if (cause instanceof MigratorError) throw cause;
    throw configInvalid(showPath(path), `its "models" failed: ${reasonOf(cause)}`, cause);
  }
}

/** By what it can: it may be of another copy of Sequelize. */
const isSequelize = (value: unknown): value is Sequelize =>
  typeof value === 'object' && value !== null && 'modelManager' in value && 'getQueryInterface' in value;

function ofPostgres(path: string, sequelize: Sequelize): Sequelize {
  const dialect = sequelize.getDialect();
  if (dialect === 'postgres') return sequelize;
  throw configInvalid(
    showPath(path),
    `its "models" returns a Sequelize for ${dialect}, and the names and types of models depend on it`,
  );
}

async function projectSequelize(config: string): Promise<SequelizeClass> {
  const from = createRequire(config);
  const plain = find(from, 'sequelize');
  const decorated = find(from, 'sequelize-typescript');
  const path = decorated !== undefined && (plain === undefined || isOver(decorated, plain)) ? decorated : plain;
  if (path === undefined) throw configInvalid(showPath(config), 'its project has no sequelize');
  const module = (await import(pathToFileURL(path).href)) as { Sequelize: SequelizeClass };
  return module.Sequelize;
}

function find({ resolve }: NodeJS.Require, name: string): string | undefined {
  try {
    return resolve(name);
  } catch {
    return undefined;
  }
}

/** A sequelize-typescript of a folder further up may be over another copy of Sequelize than the one that models import. */
const isOver = (decorated: string, plain: string): boolean => find(createRequire(decorated), 'sequelize') === plain;
