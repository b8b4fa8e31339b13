import type { Sequelize } from 'sequelize';
import { fingerprint } from '../fingerprint.ts';
import { draftFromModels } from './from-models.ts';

/** One line for what the models say, in their own words. @throws MigratorError MODEL_INVALID, MODELS_DISAGREE */
export const modelsHash = (sequelize: Sequelize, ignore: readonly (string | RegExp)[]): string =>
  fingerprint(draftFromModels(sequelize, { ignore }).schema);
