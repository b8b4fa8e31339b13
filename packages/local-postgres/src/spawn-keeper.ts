import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keeperEnvironment } from './env.ts';
import type { Server } from './server.ts';

/** What a keeper is told. */
export interface KeeperTask {
  server: Server;
  /** The process that asked for it. */
  spawner: number;
}

/** Starts a keeper that outlives this process. It ends by itself where another one is at work. */
export function spawnKeeper(server: Server): void {
  const source = import.meta.url.endsWith('.ts');
  const module = fileURLToPath(new URL(source ? './keeper.ts' : './keeper.js', import.meta.url));
  const task: KeeperTask = { server, spawner: process.pid };
  const log = openSync(server.log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...(source ? loader() : []), module, JSON.stringify(task)], {
      detached: true,
      stdio: ['ignore', 'ignore', log],
      env: keeperEnvironment(),
      // In a directory that nobody removes or unmounts: Node's loaders hang where the working directory is gone.
      cwd: parse(server.dataDir).root,
      windowsHide: true,
    });
    // Without a keeper everything works but the cleaning up after a kill -9.
    child.once('error', () => undefined);
    child.unref();
  } finally {
    closeSync(log);
  }
}

/** The package exports its register.mjs to `import` only, so its file is found next to the main module. */
function loader(): string[] {
  const main = createRequire(import.meta.url).resolve('@oxc-node/core');
  return ['--import', pathToFileURL(join(dirname(main), 'register.mjs')).href];
}
