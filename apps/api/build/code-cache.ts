import { rmSync, writeFileSync } from 'node:fs';
import { codeCacheIn, compileBundle, evaluateBundle } from '../src/bundle.ts';

/** Writes V8's code for the bundle, of all functions that have run when it is asked for: here those that loading calls. */
export function writeCodeCache(folder: string): void {
  const path = codeCacheIn(folder);
  rmSync(path, { force: true });
  const script = compileBundle(folder);
  if (script === undefined) throw new Error(`there is no bundle in ${folder}`);
  evaluateBundle(folder, script);
  writeFileSync(path, script.createCachedData());
}
