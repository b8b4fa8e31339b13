import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** What makes a server another one. `schema.sql` is written by the migrator itself, at times while a server boots. */
const isSource = (name: string): boolean => /\.(ts|sql|json)$/.test(name) && !/\.test\.ts$|^schema\.sql$/.test(name);

/** An editor's save, or a checkout of another branch, is a burst of events. */
const QUIET_MS = 150;

/**
 * Calls back when source files below the folders have changed, once per burst.
 *
 * One plain watcher for each folder, since `fs.watch({ recursive })` throws on Linux (Node 20) when a file is gone before
 * it is looked at.
 *
 * @returns ends the watch
 */
export function watchFolders(roots: readonly string[], onChange: (name: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  const changed = (name: string | null): void => {
    const isNew = follow().some(hasSources);
    if (name !== null && !isSource(name) && !isNew) return;
    clearTimeout(timer);
    timer = setTimeout(() => onChange(name ?? 'a file'), QUIET_MS);
  };
  const forget = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  /** Folders come and go as well. @returns those that are new */
  const follow = (): string[] => {
    const added = roots.flatMap(foldersIn).filter((folder) => !watchers.has(folder));
    for (const folder of added) {
      const watcher = watch(folder, (_event, name) => changed(name));
      watchers.set(
        folder,
        watcher.on('error', () => forget(folder)),
      );
    }
    return added;
  };

  follow();
  return () => {
    clearTimeout(timer);
    for (const folder of watchers.keys()) forget(folder);
  };
}

/** A folder that came with files in it (another branch): they were there before anyone watched. */
const hasSources = (folder: string): boolean => readdirSync(folder).some(isSource);

/** The folder and all below it; none where it is not there (any more). */
function foldersIn(root: string): string[] {
  try {
    const below = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [root, ...below.flatMap(({ name }) => foldersIn(join(root, name)))];
  } catch {
    return [];
  }
}
