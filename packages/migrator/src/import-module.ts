import { pathToFileURL } from 'node:url';
import { loadsTypeScript } from './env.ts';

/** A variable, because the package has no types for it. */
const LOADER: string = '@oxc-node/core/register';

let registered: Promise<unknown> | undefined;

/**
 * Imports a config or a migration by its absolute path; TypeScript with decorators and their metadata too, with no build
 * step on Node 20 (tsx and jiti leave the metadata out, which models of strangers rely on).
 */
export async function importModule(path: string): Promise<Record<string, unknown>> {
  if (/\.[cm]?ts$/.test(path) && !loadsTypeScript()) await (registered ??= import(LOADER));
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
}
