import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `source/apps/payroll/src/env.ts` and `…/dist/env.js` alike. */
const ENV_FILE = fileURLToPath(new URL('../../../.env', import.meta.url));

/** DATABASE_URL, from the environment or the `.env` of the workspace's root; an empty one counts as none. */
export function databaseUrl(): string | undefined {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  return process.env.DATABASE_URL || undefined;
}
