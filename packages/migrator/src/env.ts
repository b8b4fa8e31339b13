/** The only reader of process.env in this package. */

/** An empty variable is an unset one, as in `DATABASE_URL= migrate up`. */
const read = (name: string): string | undefined => process.env[name] || undefined;

/** Where migrations run when neither --url nor the config says; a direct server, where DATABASE_URL is a pooler. */
export const migrateDatabaseUrl = (): string | undefined => read('MIGRATE_DATABASE_URL');

export const databaseUrl = (): string | undefined => read('DATABASE_URL');

/** A server where scratch databases may be made, instead of the embedded one. */
export const scratchDatabaseUrl = (): string | undefined => read('SCRATCH_DATABASE_URL');

/** Where files of the checkout may be written: not on a deploy, not in CI. */
export const isDevelopment = (): boolean => read('NODE_ENV') !== 'production' && read('CI') === undefined;

/** Whether this process can import TypeScript already: ours, tsx, ts-node and swc are all `--import`ed or `-r`equired. */
export const loadsTypeScript = (): boolean =>
  [...process.execArgv, read('NODE_OPTIONS') ?? '', read('VITEST') ?? ''].some((argument) =>
    /oxc-node|tsx|ts-node|swc|^true$/.test(argument),
  );

/** Loads a `.env` file; what is set already stays. */
export const loadEnvFile = (path: string): void => process.loadEnvFile(path);
