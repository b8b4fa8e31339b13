import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Json } from './json-client.ts';
import { pooledSettings } from './pooler.ts';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ServerUnderTest {
  child: ChildProcess;
  /** The address, once it listens. Rejects when the process ends before. */
  listening: Promise<string>;
  exited: Promise<Exit>;
  /** What it has logged so far. */
  lines(): Json[];
  /** What it has written to stderr, and to stdout besides the log. */
  text(): string;
}

const folder = fileURLToPath(new URL('..', import.meta.url));
const FROM_SOURCE = ['--conditions=@roster/source', '--import', '@oxc-node/core/register'];

interface SpawnOptions {
  /** Below apps/api. */
  entry?: string;
  /** Further flags of node. */
  flags?: string[];
  /** Whether it runs as in production, from `dist`. */
  built?: boolean;
  /** Whether it gets a channel to this process, as it does from `dev.ts`. */
  channel?: boolean;
}

/** A machine that has much else to do is no reason to refuse a request: tests of that have a target of their own. */
const SETTINGS = { PORT: '0', NODE_ENV: 'test', LOCAL_POSTGRES: 'off', LATENCY_TARGET: '60000' };

/**
 * The real server in a process of its own, from source where nothing else is said, on a free port. It is killed when the test ends.
 *
 * @param env all of its settings: nothing but PATH and HOME is inherited
 */
export function spawnServer(
  env: Record<string, string>,
  { built = false, entry = built ? 'dist/main.js' : 'src/main.ts', flags = [], channel = false }: SpawnOptions = {},
): ServerUnderTest {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...(built ? [] : FROM_SOURCE), ...flags, entry], {
    cwd: folder,
    env: { PATH, HOME, ...SETTINGS, ...pooledSettings(env) },
    stdio: ['ignore', 'pipe', 'pipe', channel ? 'ipc' : 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const split = () => output.join('').split('\n');
  const lines = () =>
    split()
      .filter(isJson)
      .map((line) => JSON.parse(line));
  const text = () =>
    split()
      .filter((line) => !isJson(line))
      .join('\n');
  // 'close' has all output, and never comes after disconnect() (Node 20).
  const end = channel ? 'exit' : 'close';
  const exited = new Promise<Exit>((resolve) => child.once(end, (code, signal) => resolve({ code, signal })));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const address = lines().find((line) => line.address)?.address;
      if (address) resolve(address);
    });
    void exited.then(({ code }) => reject(new Error(`it ended with ${code}:\n${output.join('')}`)));
  });
  // A test that expects the end does not look at this one.
  listening.catch(() => undefined);
  return { child, listening, exited, lines, text };
}

const isJson = (line: string): boolean => line.startsWith('{') && line.endsWith('}');
