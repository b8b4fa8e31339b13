import type { LocalPostgres } from '@roster/local-postgres';
import { embeddedNotInstalled } from './errors.ts';

type Package = typeof import('@roster/local-postgres');

/**
 * The embedded PostgreSQL of a checkout, started or joined. Its package is imported at the first need: a deploy has none.
 *
 * @param folder any one in the checkout
 * @throws MigratorError EMBEDDED_NOT_INSTALLED, and what its package throws
 */
export async function startEmbedded({
  folder,
  log,
}: {
  folder: string;
  log: (message: string) => void;
}): Promise<LocalPostgres> {
  const { startLocalPostgres, workspaceDataDir } = await importPackage();
  return startLocalPostgres({ dataDir: workspaceDataDir(folder), onProgress: log });
}

const importPackage = (): Promise<Package> =>
  import('@roster/local-postgres').catch((cause: unknown) => {
    throw isMissing(cause) ? embeddedNotInstalled(cause) : cause;
  });

/** The package itself, and not something that it lacks. */
const isMissing = (cause: unknown): boolean =>
  cause instanceof Error &&
  (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' &&
  cause.message.includes("'@roster/local-postgres'");
