import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** The API's whole test suite takes half of it. */
const LONGEST_MS = 15 * 60_000;

export interface Outcome {
  code: number | null;
  output: string;
}

/** Runs Node on a script of the workspace, to its end. @param logFile its output is added to it */
export function runNode(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  logFile: string,
): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: ROOT,
      env: { PATH, HOME, CI: '1', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      log.write(chunk);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    // What does not end by itself has failed.
    const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(late);
      log.end();
      resolve({ code, output });
    });
  });
}
