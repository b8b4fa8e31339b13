/** `pnpm dev`: the embedded PostgreSQL for the whole session, and the server, started anew whenever a source changes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalPostgres, startLocalPostgres, workspaceDataDir } from '@roster/local-postgres';
import { ServerProcess } from './dev/server-process.ts';
import { watchFolders } from './dev/watch-folders.ts';
import { type Env, loadEnv, startedByScript, withoutSecrets } from './env.ts';
import { Cleanup } from './lifecycle.ts';
import { startFailure } from './start-failure.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** One Ctrl-C arrives twice: from the terminal, and from the package runner that passes it on. */
const SAME_KEYPRESS_MS = 400;
const PARENT_CHECK_MS = 1000;

const cleanup = new Cleanup();
let stoppingSince: number | undefined;

for (const [signal, code] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    if (stoppingSince !== undefined && Date.now() - stoppingSince > SAME_KEYPRESS_MS) process.exit(code);
    void stop(0);
  });
}
stopWithParent();

try {
  await start(loadEnv());
} catch (error) {
  if (stoppingSince === undefined) {
    process.stderr.write(`${startFailure(error).lines.join('\n')}\n`);
    await stop(startFailure(error).exitCode ?? 1);
  }
}

async function start(env: Env): Promise<void> {
  const database = env.DATABASE_URL === undefined ? (await embedded()).url() : withoutSecrets(env.DATABASE_URL);
  let isShown = false;
  const server = new ServerProcess({
    entry: join(import.meta.dirname, 'main.ts'),
    patience: env.SHUTDOWN_TIMEOUT + 1000,
    onListening: (address) => {
      if (!isShown) print(banner(address, database));
      isShown = true;
    },
    onCrash: (how) => print(`The server ended (${how}). Waiting for a change.\n`),
  });
  cleanup.add(() => server.close());
  const unwatch = watchFolders(watched(), (name) => {
    print(`${name} changed: starting anew\n`);
    server.restart();
  });
  cleanup.add(async () => unwatch());
  if (stoppingSince === undefined) server.restart();
}

/** Held from here until the end, so that a restart of the server finds it running. */
async function embedded(): Promise<LocalPostgres> {
  const dataDir = workspaceDataDir(import.meta.dirname);
  const starting = startLocalPostgres({ dataDir, onProgress: (message) => print(`${message}\n`) });
  // Why it failed is told by who waits for it.
  cleanup.add(async () => (await starting.catch(() => undefined))?.stop());
  return starting;
}

function watched(): string[] {
  const packages = readdirSync(join(ROOT, 'packages')).map((name) => join(ROOT, 'packages', name));
  return [import.meta.dirname, ...packages.flatMap((path) => [join(path, 'src'), join(path, 'migrations')])];
}

function banner(address: string, database: string): string {
  return `
  API        ${address}
  Docs       ${address}/docs
  Database   ${database}

  Changes in apps/api/src, packages/*/src and packages/*/migrations restart the server. Ctrl-C stops it.

`;
}

async function stop(code: number): Promise<void> {
  if (stoppingSince !== undefined) return;
  stoppingSince = Date.now();
  await cleanup.run((error) => process.stderr.write(`${String(error)}\n`));
  process.exit(code);
}

/** A package runner that was killed can't pass anything on; then its script has a new parent. */
function stopWithParent(): void {
  if (!startedByScript()) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && void stop(0), PARENT_CHECK_MS).unref();
}

function print(text: string): void {
  process.stdout.write(text);
}
