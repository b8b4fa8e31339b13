import type { Sequelize } from 'sequelize';
import { draftHash } from '../fingerprint.ts';
import { draftFromModels } from './from-models.ts';

/** One line for what the models say, in their own words. @throws MigratorError MODEL_INVALID, MODELS_DISAGREE */
export const modelsHash = (sequelize: Sequelize, ignore: readonly (string | RegExp)[]): string =>
  draftHash(draftFromModels(sequelize, { ignore }).schema);
