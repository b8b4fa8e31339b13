import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Sequelize } from 'sequelize';
import type { LoadedConfig, ModelHost } from '../config.ts';
import { configInvalid, reasonOf } from '../errors.ts';
import { loadDriver } from '../postgres/driver.ts';

type SequelizeClass = new (options: { dialect: 'postgres'; dialectModule: object; logging: false }) => ModelHost;

/**
 * A Sequelize that connects to nothing, with the config's models on it. It is the project's own copy, because models are
 * those of one copy: sequelize-typescript's where the project has it, else the plain one.
 *
 * @throws MigratorError CONFIG_INVALID where `models` throws
 */
export async function loadModels({ path, models }: Pick<LoadedConfig, 'path' | 'models'>): Promise<Sequelize> {
  const SequelizeOfProject = await projectSequelize(path);
  const sequelize = new SequelizeOfProject({ dialect: 'postgres', dialectModule: loadDriver(), logging: false });
  try {
    await models(sequelize);
    return sequelize;
  } catch (cause) {
    throw configInvalid(path, `its "models" failed: ${reasonOf(cause)}`, cause);
  }
}

async function projectSequelize(config: string): Promise<SequelizeClass> {
  const from = createRequire(config);
  const plain = find(from, 'sequelize');
  const decorated = find(from, 'sequelize-typescript');
  const path = decorated !== undefined && (plain === undefined || isOver(decorated, plain)) ? decorated : plain;
  if (path === undefined) throw configInvalid(config, 'its project has no sequelize');
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
