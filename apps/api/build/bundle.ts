import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundleIn } from '../src/bundle.ts';

/** Not in the file: what few starts need, what is never there, and what finds its own files. */
const OUTSIDE = ['@oxc-node/core', '@roster/local-postgres', 'libpg-query', 'pg-hstore', 'pg-native', 'pino-pretty', 'umzug'];

/** What the server's process needs of the bundle, and what a rehearsal of its start does (rehearsal.ts). */
const ENTRY = `
export * from './process.js';
export { createApp } from './app.js';
export { createSequelize } from './database/connection.js';
export { OutageWatch } from './database/outage.js';
export { migratorOf, unlimited } from './database/preparation.js';
export { readEnv } from './env.js';
export { createLog } from './log.js';
export { addressOf, drain, listen } from './server.js';
`;

export type Rehearsed = typeof import('../src/app.ts') &
  typeof import('../src/database/connection.ts') &
  typeof import('../src/database/outage.ts') &
  typeof import('../src/database/preparation.ts') &
  typeof import('../src/env.ts') &
  typeof import('../src/log.ts') &
  typeof import('../src/server.ts');

/** As Node wraps a CommonJS module; some files have a `require` of their own, hence the second one. */
const HEAD = '(function (exports, require, module, __filename, __dirname, fromOutside) {';

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
    plugins: [ownPlaces(dist), preparationOutside(dist)],
    logLevel: 'warning',
  });
}

/** Files of the workspace say by `import.meta` where they are, and go on saying so in the bundle. */
const ownPlaces = (dist: string): Plugin => ({
  name: 'own places',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](apps|packages)[\\/][^\\/]+[\\/]dist[\\/].+\.js$/ }, async ({ path }) => {
      const place = path.startsWith(dist + sep) ? inApp(dist, path) : inPackage(path);
      const source = await readFile(path, 'utf8');
      const contents = source
        .replaceAll('import.meta.url', `fromOutside('node:url').pathToFileURL(${place}).href`)
        .replaceAll('import.meta.dirname', `fromOutside('node:path').dirname(${place})`);
      return { contents };
    });
  },
});

const joined = (...parts: string[]): string => `fromOutside('node:path').join(${parts.join(', ')})`;

const inApp = (dist: string, path: string): string => joined('__dirname', JSON.stringify(relative(dist, path)));

/** By the name of the package: where it lies, the installation decides. */
function inPackage(path: string): string {
  const root = path.slice(0, path.lastIndexOf(join(sep, 'dist', sep)));
  const { name } = createRequire(import.meta.url)(join(root, 'package.json')) as { name: string };
  return joined(`fromOutside.resolve('${name}/package.json')`, "'..'", JSON.stringify(relative(root, path)));
}

/** A migration that is a program imports Sequelize and the models itself (src/prepare.ts). */
const preparationOutside = (dist: string): Plugin => ({
  name: 'preparation outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/prepare\.js$/ }, ({ importer, path }) =>
      dirname(importer) === dist ? { path: `./${basename(path)}`, external: true } : undefined,
    );
  },
});
