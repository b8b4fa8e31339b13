import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Sequelize } from 'sequelize';
import type { LoadedConfig, ModelHost } from '../config.ts';
import { configInvalid, reasonOf } from '../errors.ts';

type SequelizeClass = new (options: { dialect: 'postgres'; logging: false }) => ModelHost;

/**
 * A Sequelize that connects to nothing, with the config's models on it. It is the project's own copy, because models are
 * those of one copy: sequelize-typescript's where the project has it, else the plain one.
 *
 * @throws MigratorError CONFIG_INVALID where `models` throws
 */
export async function loadModels({ path, models }: Pick<LoadedConfig, 'path' | 'models'>): Promise<Sequelize> {
  const SequelizeOfProject = await projectSequelize(path);
  const sequelize = new SequelizeOfProject({ dialect: 'postgres', logging: false });
  try {
    await models(sequelize);
    return sequelize;
  } catch (cause) {
    throw configInvalid(path, `its "models" failed: ${reasonOf(cause)}`, cause);
  }
}

async function projectSequelize(config: string): Promise<SequelizeClass> {
  const { resolve } = createRequire(config);
  for (const name of ['sequelize-typescript', 'sequelize']) {
    try {
      const module = (await import(pathToFileURL(resolve(name)).href)) as { Sequelize: SequelizeClass };
      return module.Sequelize;
    } catch (error) {
      if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw configInvalid(config, 'its project has no sequelize');
}
