import { createRequire } from 'node:module';

/** Of the API, as its package.json says it: one folder above `src` and `dist` alike. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
