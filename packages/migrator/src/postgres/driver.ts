import { createRequire } from 'node:module';
import type pg from 'pg';

const require = createRequire(import.meta.url);

/**
 * The driver, loaded at the first need.
 *
 * Node 20 has no `navigator` yet, and there pg makes a Response to learn whether it runs in a Cloudflare Worker, which
 * loads all of Node's fetch: as much again as pg itself (pg/lib/stream.js, isCloudflareRuntime). So it meets, for that
 * moment, what Node 21 has.
 */
export function loadDriver(): typeof pg {
  if ('navigator' in globalThis) return requireDriver();
  const userAgent = `Node.js/${process.versions.node.split('.')[0]}`;
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent }, configurable: true });
  try {
    return requireDriver();
  } finally {
    Reflect.deleteProperty(globalThis, 'navigator');
  }
}

const requireDriver = (): typeof pg => require('pg') as typeof pg;
