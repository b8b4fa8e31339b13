/** The entry. It has the whole server loaded, out of the one file of a build where there is one, and started. */
import './navigator.ts';
import { loadBundle } from './bundle.ts';

const server = loadBundle<typeof import('./process.ts')>(import.meta.dirname) ?? (await import('./process.ts'));
await server.start();
