import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { loadsTypeScript } from './env.ts';

/** A variable, because the package has no types for it. */
const LOADER: string = '@oxc-node/core/register';

type Module = Record<string, unknown>;

let registered: Promise<unknown> | undefined;

/**
 * Imports a config or a migration by its absolute path; TypeScript with decorators and their metadata too, with no build
 * step on Node 20 (tsx and jiti leave the metadata out, which models of strangers rely on).
 */
export async function importModule(path: string): Promise<Module> {
  if (/\.[cm]?ts$/.test(path) && !loadsTypeScript()) await (registered ??= import(LOADER));
  try {
    return (await import(pathToFileURL(path).href)) as Module;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    return requireModule(path);
  }
}

/** A loader of the project's own that was `-r`equired (ts-node, swc-node) knows `require` only, and makes CommonJS. */
function requireModule(path: string): Module {
  const module = createRequire(path)(path) as Module;
  return 'default' in module ? module : { ...module, default: module };
}
