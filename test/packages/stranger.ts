import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tarballs } from './packed.ts';
import { type Ended, run, succeeded } from './run.ts';

const TSC = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
const PAGE = new URL('../../docs/models.md', import.meta.url);

/** A project that is not of the workspace, and has installed the tarballs by npm. */
export interface Stranger {
  folder: string;
  write(file: string, text: string): Promise<void>;
  tsc(...args: string[]): Promise<Ended>;
  node(file: string, env: Record<string, string>): Promise<Ended>;
  /** `npx migrate …` */
  migrate(args: string[], env: Record<string, string>): Promise<Ended>;
  npm(...args: string[]): Promise<Ended>;
  vitest(): Promise<Ended>;
}

const MANIFEST = { name: 'stranger', version: '1.0.0', private: true, type: 'module' };

/** What docs/models.md asks for, and nothing of ours. `skipLibCheck` is off: the packages' own declarations are checked. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    outDir: 'out',
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    experimentalDecorators: true,
    useDefineForClassFields: false,
    types: ['node'],
  },
  include: ['*.ts'],
  // The declarations of vite are not ours to check.
  exclude: ['vitest.config.ts', 'employees.test.ts'],
};

export async function createStranger(
  folder: string,
  { models, migrator, 'local-postgres': server }: Tarballs,
): Promise<Stranger> {
  await mkdir(folder);
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
  // The registry does not have it yet. The migrator asks for it, not this project.
  const overrides = { '@roster/local-postgres': `file:${server}` };
  await write('package.json', JSON.stringify({ ...MANIFEST, overrides }));
  await write('tsconfig.json', JSON.stringify(TSCONFIG));
  const npm = (...args: string[]): Promise<Ended> => run('npm', args, { cwd: folder });
  succeeded(
    await npm(
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      models,
      migrator,
      'pg',
      '@types/node@20',
      'vitest@4.1.12',
    ),
  );
  return {
    folder,
    write,
    npm,
    tsc: (...args) => run(TSC, args, { cwd: folder }),
    vitest: () => run('npx', ['vitest', 'run'], { cwd: folder }),
    node: (file, env) => run(process.execPath, [file], { cwd: folder, env }),
    migrate: (args, env) => run('npx', ['migrate', ...args], { cwd: folder, env }),
  };
}

/** The blocks of docs/models.md that begin with a file's name. */
export async function filesOfPage(): Promise<Map<string, string>> {
  const blocks = (await readFile(PAGE, 'utf8')).matchAll(/^```[jt]s\n\/\/ (\S+)\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, file = '', text = '']) => [file, text]));
}
