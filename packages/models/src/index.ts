import { Employee } from './employee.ts';
import { IdempotencyKey } from './idempotency-key.ts';

export { Base } from './base.ts';
export { Employee } from './employee.ts';
export { Gender } from './gender.ts';
export { IdempotencyKey } from './idempotency-key.ts';
export type { BaseClass, Mixed } from './mixin.ts';
export { LONGEST_NAME_GRAM, NAME_GRAMS } from './name-grams.ts';
export { Timestamped, type Timestamps } from './timestamped.ts';

/**
 * Every model, for `new Sequelize(url, { models })` or `sequelize.addModels(models)`. Nothing connects, and no Sequelize
 * instance is made, by importing it.
 */
export const models = [Employee, IdempotencyKey];
