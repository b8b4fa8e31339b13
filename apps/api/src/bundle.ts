import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** The file of a build with all modules of the server (`build/bundle.ts`): the function that Node makes of a CommonJS module. */
export const bundleIn = (folder: string): string => join(folder, 'server.bundle');

/** V8's code for it (`build/code-cache.ts`), by what has to be the same where it is used. */
export const codeCacheIn = (folder: string): string =>
  join(folder, `server-${process.version}-${process.platform}-${process.arch}.cache`);

/**
 * The server's modules out of one file, compiled when it was built: to find, read and compile a thousand of them is most
 * of a start. Without fitting code, as with another Node than the build's, V8 compiles the file.
 *
 * @param folder of the build
 * @returns what the bundle exports; undefined where there is none, as from source
 */
export function loadBundle<T>(folder: string): T | undefined {
  const script = compileBundle(folder);
  return script && (evaluateBundle(folder, script) as T);
}

/** @returns undefined where there is no bundle */
export function compileBundle(folder: string): Script | undefined {
  const filename = bundleIn(folder);
  // It is ASCII (build/bundle.ts): a byte for each character, in V8 too.
  const source = readIfThere(filename)?.toString('latin1');
  if (source === undefined) return undefined;
  return new Script(source, { filename, cachedData: readIfThere(codeCacheIn(folder)) });
}

/** Runs it as Node runs a CommonJS module. @returns its exports */
export function evaluateBundle(folder: string, script: Script): object {
  const filename = bundleIn(folder);
  const module = { exports: {} };
  const run = script.runInThisContext() as (...parts: unknown[]) => void;
  const require = createRequire(filename);
  run(module.exports, require, module, filename, dirname(filename), require, importHere);
  return module.exports;
}

const importHere = (name: string): Promise<unknown> => import(name);

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
