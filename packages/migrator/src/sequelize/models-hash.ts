import { draftHash } from '../fingerprint.ts';
import type { Draft } from './from-models.ts';

/** One line for what the models say, in their own words. */
export const modelsHash = ({ schema }: Pick<Draft, 'schema'>): string => draftHash(schema);
