import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, type Running, start } from './process.ts';
import { until } from './until.ts';

export interface ApiProcess {
  name: string;
  address: string;
  process: Running;
}

const MAIN = join(import.meta.dirname, '../../apps/api/dist/main.js');

/**
 * One process of the built server, as a deployment has it, on a port of loopback; ready when this returns.
 *
 * @param env its settings besides those of a deployment in general
 * @throws Error with its last words when it ends instead
 */
export async function startApi(
  name: string,
  port: number,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ApiProcess> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: pnpm build makes it`);
  const running = start({
    name,
    command: [process.execPath, MAIN],
    logFile: join(folder, `${name}.log`),
    cwd: folder,
    env: { NODE_ENV: 'production', AUTH: 'none', PORT: String(port), MIGRATE_ON_BOOT: 'up', ...env },
  });
  const address = `http://127.0.0.1:${port}`;
  await until(`${name} is ready`, () => isReady(running, address), { within: 60 });
  return { name, address, process: running };
}

async function isReady(running: Running, address: string): Promise<true | undefined> {
  if (!running.isRunning()) throw new Error(`${running.name} ended:\n${lastWords(running)}`);
  const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(1000) });
  return answer.ok ? true : undefined;
}

/** The lines of its log that tell of something unforeseen. */
export const errorsLogged = ({ process: { logFile } }: ApiProcess): string[] =>
  readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line));
