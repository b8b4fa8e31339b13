import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@roster/local-postgres/testing';
import { onTestFinished } from 'vitest';
import { createMigrator } from '../src/index.ts';
import { readMigrations } from '../src/migrations-folder.ts';
import { renderSchemaFile, writeSchemaFile } from '../src/schema-file.ts';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const LOADER = new URL('../node_modules/@oxc-node/core/register.mjs', import.meta.url).href;
/** Inside the package, so that a project's config and migrations find its node_modules. */
const HOME = fileURLToPath(new URL('./', import.meta.url));

/** What a command ended with. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A running `migrate` process. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** A user's project: a folder with a config and migrations, and a database of its own. */
export interface Project {
  folder: string;
  url: string;
  /** Writes `migrations/<name>` and gives back its path. */
  write(file: string, text: string): Promise<string>;
  remove(file: string): Promise<void>;
  /** Runs `migrate` from source as a process of its own, as in CI: schema.sql is not written. */
  migrate(...args: string[]): Promise<Ended>;
  /** The same as at a developer's desk. */
  develop(...args: string[]): Promise<Ended>;
  start(...args: string[]): Running;
}

const CONFIG = `export default { models: () => {}, migrations: './migrations' };\n`;

export async function createProject(files: Record<string, string> = {}, config = CONFIG): Promise<Project> {
  const folder = await mkdtemp(join(HOME, '.project-'));
  const database = await createTestDatabase('migrator');
  onTestFinished(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(folder, 'migrations'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await writeFile(join(folder, 'migrator.config.mjs'), config);
  const write = async (file: string, text: string): Promise<string> => {
    await writeFile(join(folder, 'migrations', file), text);
    return join(folder, 'migrations', file);
  };
  for (const [file, text] of Object.entries(files)) await write(file, text);
  const start = (...args: string[]): Running => startMigrate(folder, { DATABASE_URL: database.url, CI: 'true' }, args);
  const develop = (...args: string[]): Promise<Ended> =>
    startMigrate(folder, { DATABASE_URL: database.url, SCRATCH_DATABASE_URL: database.url }, args).ended;
  return {
    folder,
    url: database.url,
    write,
    remove: (file) => rm(join(folder, 'migrations', file)),
    migrate: (...args) => start(...args).ended,
    develop,
    start,
  };
}

/** Starts `migrate` in `cwd`; `environment` is added to what a child needs. */
export function startMigrate(cwd: string, environment: Record<string, string>, args: string[]): Running {
  const node = ['--conditions=@roster/source', '--import', LOADER, CLI, ...args];
  const { PATH = '', HOME: home = '' } = process.env;
  const child = spawn(process.execPath, node, {
    cwd,
    env: { PATH, HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ended: collect(child) };
}

async function collect(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

/** As `develop('up')` leaves a project, without a process: all is applied, and schema.sql is of it. */
export async function applyHere({ folder, url }: Project, models = `sha256:${'0'.repeat(64)}`): Promise<void> {
  const migrations = join(folder, 'migrations');
  const migrator = createMigrator({ url, migrations });
  try {
    await migrator.up();
    const text = renderSchemaFile(await migrator.schema(), models, await readMigrations(migrations));
    await writeSchemaFile(migrations, text);
  } finally {
    await migrator.close();
  }
}

/** A migration of one statement each way. */
export const sql = (up: string, down?: string): string =>
  `-- migrate:up\n${up}\n${down === undefined ? '' : `\n-- migrate:down\n${down}\n`}`;

/** The names in the history, in order. */
export const appliedNames = async (url: string): Promise<string[]> => {
  const { query } = await import('./catalog.ts');
  const rows = await query<{ name: string }>(url, 'SELECT name FROM "SequelizeMeta" ORDER BY name');
  return rows.map(({ name }) => name);
};
