import { createHash } from 'node:crypto';
import { canonicalText } from './schema/canonical.ts';
import type { Schema } from './schema/schema.ts';
import { withoutUnusedEnums } from './schema/used-enums.ts';

/**
 * One line that two schemas share exactly when they mean the same.
 *
 * @example `sha256:6c0e…`
 */
export const fingerprint = (schema: Schema): string => hashOf(canonicalText(withoutUnusedEnums(schema)));

/** The same of a draft, all of which counts: its columns do not say yet which of its enums they use. */
export const draftHash = (draft: Schema): string => hashOf(canonicalText(draft));

const hashOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
