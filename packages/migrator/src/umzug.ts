import { createRequire } from 'node:module';
import type { Umzug } from 'umzug';

/** What of Umzug is used when migrations run. */
type UmzugModule = Pick<typeof import('umzug'), 'Umzug' | 'MigrationError'>;

export type { Umzug };

const require = createRequire(import.meta.url);
const CLI = 'umzug/lib/cli';
const CORE = 'umzug/lib/umzug';

let loaded: UmzugModule | undefined;

/** Umzug, loaded at the first run: a `status` has no use for it. */
export const loadUmzug = (): UmzugModule => (loaded ??= requireWithoutCli());

/** Umzug puts its own error around a migration's; ours says more. */
export async function withoutWrapping<T>(run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    throw error instanceof loadUmzug().MigrationError ? (error.cause ?? error) : error;
  }
}

/**
 * Umzug's core requires Umzug's command line, whose libraries take longer to load than everything else of an `up`
 * together. While the core is loaded, a module stands in for it that requires the real one when it is asked for:
 * `umzug.runAsCLI()` and everybody else's `require('umzug')` find what they always found.
 */
function requireWithoutCli(): UmzugModule {
  const path = require.resolve(CLI);
  if (require.cache[path] !== undefined) return require(CORE) as UmzugModule;
  require.cache[path] = standIn(path);
  try {
    return require(CORE) as UmzugModule;
  } finally {
    delete require.cache[path];
  }
}

const standIn = (path: string): NodeJS.Module =>
  ({
    id: path,
    filename: path,
    loaded: true,
    exports: {
      get UmzugCLI() {
        return (require(CLI) as { UmzugCLI: unknown }).UmzugCLI;
      },
    },
  }) as unknown as NodeJS.Module;
