import type { LocalPostgres } from '@roster/local-postgres';

/**
 * The embedded PostgreSQL of a checkout, started or joined. Its package is imported at the first need: a deploy has none.
 *
 * @param folder any one in the checkout
 */
export async function startEmbedded({
  folder,
  log,
}: {
  folder: string;
  log: (message: string) => void;
}): Promise<LocalPostgres> {
  const { startLocalPostgres, workspaceDataDir } = await import('@roster/local-postgres');
  return startLocalPostgres({ dataDir: workspaceDataDir(folder), onProgress: log });
}
