/** The last step of a build, after tsc: the server as one file, and V8's code for it (src/bundle.ts tells what for). */
import { join } from 'node:path';
import { writeBundle } from './bundle.ts';
import { writeCodeCache } from './code-cache.ts';

const dist = join(import.meta.dirname, '../dist');
await writeBundle(dist);
await writeCodeCache(dist);
