import { createHash } from 'node:crypto';
import { canonicalText } from './schema/canonical.ts';
import type { Schema } from './schema/schema.ts';

/**
 * One line that two schemas share exactly when they mean the same.
 *
 * @example `sha256:6c0e…`
 */
export const fingerprint = (schema: Schema): string =>
  `sha256:${createHash('sha256').update(canonicalText(schema)).digest('hex')}`;
