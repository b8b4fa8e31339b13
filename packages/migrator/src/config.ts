import { existsSync } from 'node:fs';
import { dirname, join, parse, relative, resolve } from 'node:path';
import type { Sequelize } from 'sequelize';
import { loadEnvFile } from './env.ts';
import { configInvalid, configNotFound, reasonOf } from './errors.ts';
import type { HistoryTable } from './history.ts';
import { importModule } from './import-module.ts';

/** The Sequelize that a config's `models` is given: sequelize-typescript's where the project has it, else the plain one. */
export type ModelHost = Sequelize & {
  addModels(models: readonly (string | (abstract new (...values: never[]) => object))[]): void;
};

/** A project's `migrator.config.ts`. */
export interface MigratorConfig {
  /**
   * Adds or defines the models on the Sequelize that it is given, or returns the project's own Sequelize, which has them;
   * may be async, so that only what needs them loads them.
   */
  models: (sequelize: ModelHost) => unknown;
  /** The migrations folder, relative to the config file. */
  migrations: string;
  /** `postgres://…`; absent or empty: MIGRATE_DATABASE_URL, DATABASE_URL, else the embedded server. */
  url?: string | undefined;
  /** The schemas that are managed. Default `['public']`. */
  schemas?: string[];
  /** Tables never looked at: a name (`public.spatial_ref_sys`) or a pattern. */
  ignore?: (string | RegExp)[];
  /** Where the history stands. Default `public."SequelizeMeta"`. */
  history?: Partial<HistoryTable>;
  /** SQL that scratch databases need before the models: extensions, free sequences. */
  prelude?: string[];
}

/** Types a config; returns it as it is. */
export const defineConfig = (config: MigratorConfig): MigratorConfig => config;

/** A config as loaded: its path, and its folder made absolute. */
export interface LoadedConfig extends MigratorConfig {
  path: string;
  directory: string;
}

const NAMES = ['migrator.config.ts', 'migrator.config.mts', 'migrator.config.js', 'migrator.config.mjs'];

const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isHistory = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([key, part]) => ['table', 'schema'].includes(key) && isText(part) && part !== '');

/** What each key must be, in words and as a question. */
const KEYS: Record<keyof MigratorConfig, [string, (value: unknown) => boolean]> = {
  models: ['a function (sequelize) => …', (value) => typeof value === 'function'],
  migrations: ['the path of a folder', (value) => isText(value) && value !== ''],
  url: ['a postgres:// URL', (value) => isText(value) && (value === '' || /^postgres(ql)?:\/\//.test(value as string))],
  schemas: ['an array of schema names', isTexts],
  ignore: [
    'an array of names and regular expressions',
    (value) => Array.isArray(value) && value.every((item) => isText(item) || item instanceof RegExp),
  ],
  history: ['{ table?: name, schema?: name }', isHistory],
  prelude: ['an array of SQL statements', isTexts],
};
const REQUIRED: (keyof MigratorConfig)[] = ['models', 'migrations'];

/**
 * Loads the config: `file`, or the nearest one from the working directory upwards. A `.env` beside it is read first.
 *
 * @throws MigratorError CONFIG_NOT_FOUND, CONFIG_INVALID
 */
export async function loadConfig(file?: string): Promise<LoadedConfig> {
  const path = file === undefined ? findConfig(process.cwd()) : resolve(file);
  const shown = relative(process.cwd(), path) || path;
  if (!existsSync(path)) throw configInvalid(shown, 'there is no such file');
  const directory = dirname(path);
  if (existsSync(join(directory, '.env'))) loadEnvFile(join(directory, '.env'));
  const module = await importModule(path).catch((cause: unknown) => {
    throw configInvalid(shown, `it can't be loaded: ${reasonOf(cause)}`, cause);
  });
  const config = checkConfig(shown, module['default']);
  return { ...config, path, directory, migrations: resolve(directory, config.migrations) };
}

function findConfig(from: string): string {
  for (let directory = from; ; directory = dirname(directory)) {
    const found = NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (directory === parse(directory).root) throw configNotFound(from);
  }
}

function checkConfig(shown: string, config: unknown): MigratorConfig {
  if (typeof config !== 'object' || config === null) throw configInvalid(shown, 'its default export is no object');
  for (const key of Object.keys(config)) {
    if (!Object.hasOwn(KEYS, key))
      throw configInvalid(shown, `it has the unknown key "${key}"; known are ${Object.keys(KEYS).join(', ')}`);
  }
  for (const [key, [kind, fits]] of Object.entries(KEYS)) {
    const value = (config as Record<string, unknown>)[key];
    if (value === undefined && !REQUIRED.includes(key as keyof MigratorConfig)) continue;
    if (!fits(value)) throw configInvalid(shown, `"${key}" must be ${kind}`);
  }
  return config as MigratorConfig;
}
