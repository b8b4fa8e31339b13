import type { Sequelize } from 'sequelize';
import type { LoadedConfig } from '../config.ts';
import { managedBy } from '../managed.ts';
import type { IntrospectOptions } from '../postgres/introspect.ts';
import type { Draft } from '../sequelize/from-models.ts';
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
  /** Which server that is, without starting it: what one server has printed is not taken for another's. */
  scratchName: string;
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
  scratchName: string;
  /** Its own folder: its node_modules keep what can be made again. */
  directory: string;
}

export function createProject({ prelude = [], models, directory, ...parts }: ProjectParts): Project {
  let draft: Promise<Draft> | undefined;
  return {
    ...parts,
    prelude,
    draft: () => (draft ??= readDraft(models, parts.managed)),
    cacheFolder: cacheFolderOf(directory),
  };
}

/** The readers of models are imported here: a `status` has no use for them. */
async function readDraft(models: ProjectParts['models'], managed: Required<IntrospectOptions>): Promise<Draft> {
  const [sequelize, { draftFromModels }] = await Promise.all([models(), import('../sequelize/from-models.ts')]);
  return draftFromModels(sequelize, managed);
}

/** The project of a config file, and where it tries things. */
export const projectOf = (config: LoadedConfig, scratch: Pick<ProjectParts, 'scratchUrl' | 'scratchName'>): Project =>
  createProject({
    folder: config.migrations,
    managed: managedBy(config),
    prelude: config.prelude,
    models: async () => (await import('../sequelize/load-models.ts')).loadModels(config),
    directory: config.directory,
    ...scratch,
  });
