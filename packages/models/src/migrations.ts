import { fileURLToPath } from 'node:url';

/** The absolute path of the folder that holds this package's migrations and `schema.sql`; for `createMigrator`. */
export const migrations: string = fileURLToPath(new URL('../migrations', import.meta.url));
