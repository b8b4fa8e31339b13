import { inject, TestRunner } from 'vitest';
import { canonicalText } from '../src/schema/canonical.ts';
import type { Schema } from '../src/schema/schema.ts';

declare module 'vitest' {
  export interface TaskMeta {
    /** The first major version that can do what the test is about. */
    since?: number;
    /** What has to be the same on every server, under the SQL that it was made by. */
    made?: Record<string, string>;
  }
}

/**
 * Leaves the running test out on a server that is older; `pnpm test:matrix` counts and names it.
 *
 * @param since the first major version that can do it; default: the oldest that Roster serves
 */
export function needsPostgres(since = 14): void {
  const test = TestRunner.getCurrentTest();
  if (test === undefined || inject('postgresMajor') >= since) return;
  test.meta.since = since;
  test.context.skip(`needs PostgreSQL ${since}`);
}

/** For schemas that hold a bit of everything: an older server gets the same without it. */
export const NULLS_NOT_DISTINCT = inject('postgresMajor') >= 15 ? 'NULLS NOT DISTINCT' : '';

/** Records what was made, for the comparison of servers in `pnpm test:matrix`. The same key again gets a number. */
export function recordText(key: string, text: string): string {
  const test = TestRunner.getCurrentTest();
  if (test !== undefined) {
    const made = (test.meta.made ??= {});
    made[unused(key, made)] = text;
  }
  return text;
}

/** The text that the schema's fingerprint is made of, recorded. */
export function recordSchema(key: string, schema: Schema): Schema {
  recordText(key, canonicalText(schema));
  return schema;
}

function unused(key: string, made: Record<string, string>, n = 1): string {
  const name = n === 1 ? key : `${key} (${n})`;
  return name in made ? unused(key, made, n + 1) : name;
}
