import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundleIn } from '../src/bundle.ts';

/** Not in the file: what few starts need, what is never there, and what finds its own files. */
const OUTSIDE = [
  '@oxc-node/core',
  '@roster/local-postgres',
  'libpg-query',
  'pg-hstore',
  'pg-native',
  'pino-pretty',
  'umzug',
];

/** `prepare.ts` too: a migration that is a program imports Sequelize and the models by itself. */
const OUTSIDE_IMPORT = new RegExp(`\\bimport\\((?=['"](?:${[...OUTSIDE, './prepare.js'].join('|')})['"]\\))`, 'g');

/** What the server's process needs of the bundle, and what a rehearsal of its start does (rehearsal.ts). */
const ENTRY = `
export * from './process.js';
export { createApp } from './app.js';
export { createSequelize, opener } from './database/connection.js';
export { OutageWatch } from './database/outage.js';
export { WatchedServer } from './replicas/watched-server.js';
export { migratorOf, unlimited } from './database/preparation.js';
export { readEnv } from './env.js';
export { closeFastClients, openFastClients } from './fast/fast-clients.js';
export { createLog } from './log.js';
export { addressOf, drain, listen } from './server.js';
`;

export type Rehearsed = typeof import('../src/app.ts') &
  typeof import('../src/database/connection.ts') &
  typeof import('../src/database/outage.ts') &
  typeof import('../src/database/preparation.ts') &
  typeof import('../src/env.ts') &
  typeof import('../src/fast/fast-clients.ts') &
  typeof import('../src/log.ts') &
  typeof import('../src/replicas/watched-server.ts') &
  typeof import('../src/server.ts');

/** As Node wraps a CommonJS module, and two names for files that have a `require` of their own. */
const HEAD = '(function (exports, require, module, __filename, __dirname, requireOutside, importOutside) {';

/** Writes the server as one script, which `src/bundle.ts` loads. @param dist what tsc has made of `src` */
export async function writeBundle(dist: string): Promise<void> {
  await build({
    stdin: { contents: ENTRY, resolveDir: dist },
    outfile: bundleIn(dist),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    charset: 'ascii',
    banner: { js: HEAD },
    footer: { js: '})' },
    external: OUTSIDE,
    plugins: [ownFiles(dist)],
    logLevel: 'warning',
  });
}

/**
 * Files of the workspace say by `import.meta` where they are, and go on saying so in the bundle. What they load later from
 * outside it is imported by `src/bundle.ts`: code out of V8's cache can't import (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING).
 */
const ownFiles = (dist: string): Plugin => ({
  name: 'own files',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](apps|packages)[\\/][^\\/]+[\\/]dist[\\/].+\.js$/ }, async ({ path }) => {
      const place = path.startsWith(dist + sep) ? inApp(dist, path) : inPackage(path);
      const source = await readFile(path, 'utf8');
      const contents = source
        .replaceAll('import.meta.url', `requireOutside('node:url').pathToFileURL(${place}).href`)
        .replaceAll('import.meta.dirname', `requireOutside('node:path').dirname(${place})`)
        .replaceAll(OUTSIDE_IMPORT, 'importOutside(');
      return { contents };
    });
  },
});

const joined = (...parts: string[]): string => `requireOutside('node:path').join(${parts.join(', ')})`;

const inApp = (dist: string, path: string): string => joined('__dirname', JSON.stringify(relative(dist, path)));

/** By the name of the package: where it lies, the installation decides. */
function inPackage(path: string): string {
  const root = path.slice(0, path.lastIndexOf(join(sep, 'dist', sep)));
  const { name } = createRequire(import.meta.url)(join(root, 'package.json')) as { name: string };
  return joined(`requireOutside.resolve('${name}/package.json')`, "'..'", JSON.stringify(relative(root, path)));
}
