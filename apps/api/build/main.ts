/** The last step of a build, after tsc: the server as one file, and V8's code for it (src/bundle.ts tells what for). */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from './bundle.ts';
import { writeCodeCache } from './code-cache.ts';

const dist = join(import.meta.dirname, '../dist');
// V8 knows its code by the length of the source alone: that of an earlier build, by another Node, could pass for this one's.
for (const name of readdirSync(dist)) if (name.endsWith('.cache')) rmSync(join(dist, name));
await writeBundle(dist);
await writeCodeCache(dist);
