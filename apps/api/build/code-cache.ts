import { rmSync, writeFileSync } from 'node:fs';
import '../src/navigator.ts';
import { codeCacheIn, compileBundle, evaluateBundle } from '../src/bundle.ts';
import type { Rehearsed } from './bundle.ts';
import { rehearse } from './rehearsal.ts';

/**
 * Writes V8's code for the bundle: of all functions that have run when it is asked for, which are those that loading the
 * modules and a rehearsal have called.
 */
export async function writeCodeCache(folder: string): Promise<void> {
  const path = codeCacheIn(folder);
  rmSync(path, { force: true });
  const script = compileBundle(folder);
  if (script === undefined) throw new Error(`there is no bundle in ${folder}`);
  await rehearse(evaluateBundle(folder, script) as Rehearsed);
  writeFileSync(path, script.createCachedData());
}
