import type { Sequelize } from 'sequelize';
import type { LoadedConfig } from '../config.ts';
import { managedBy } from '../managed.ts';
import type { IntrospectOptions } from '../postgres/introspect.ts';
import { type Draft, draftFromModels } from '../sequelize/from-models.ts';
import { loadModels } from '../sequelize/load-models.ts';
import { cacheFolderOf } from './cache.ts';

/** What a migration is generated for: where its migrations are, what its models say, and where things can be tried. */
export interface Project {
  /** The migrations folder, absolute. */
  folder: string;
  managed: Required<IntrospectOptions>;
  /** SQL that a scratch database needs before anything else. */
  prelude: readonly string[];
  /** What the models say; they are loaded at the first call. */
  draft(): Promise<Draft>;
  /** A server where databases may be made; the embedded one is started at the first call. */
  scratchUrl(): Promise<string>;
  /** Where schemas are kept by the hash of what they were made from; undefined: nowhere. */
  cacheFolder: string | undefined;
}

/** What a project is made of. */
export interface ProjectParts {
  folder: string;
  managed: Required<IntrospectOptions>;
  prelude?: readonly string[] | undefined;
  models: () => Promise<Sequelize>;
  scratchUrl: () => Promise<string>;
  /** Its own folder: its node_modules keep what can be made again. */
  directory: string;
}

export function createProject({ folder, managed, prelude = [], models, scratchUrl, directory }: ProjectParts): Project {
  let draft: Promise<Draft> | undefined;
  return {
    folder,
    managed,
    prelude,
    draft: () => (draft ??= models().then((sequelize) => draftFromModels(sequelize, managed))),
    scratchUrl,
    cacheFolder: cacheFolderOf(directory),
  };
}

/** The project of a config file. @param scratchUrl of a server where databases may be made */
export const projectOf = (config: LoadedConfig, scratchUrl: () => Promise<string>): Project =>
  createProject({
    folder: config.migrations,
    managed: managedBy(config),
    prelude: config.prelude,
    models: () => loadModels(config),
    scratchUrl,
    directory: config.directory,
  });
