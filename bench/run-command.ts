import { spawn } from 'node:child_process';

export interface Command {
  args: readonly string[];
  directory: string;
  env?: Record<string, string>;
}

export interface Outcome {
  milliseconds: number;
  code: number | null;
  output: string;
}

/** What every tool runs with: as on a deploy, and nobody at the terminal. */
const ENVIRONMENT = { CI: '1', NODE_ENV: 'production', NO_COLOR: '1', NO_UPDATE_NOTIFIER: '1' };

/** Runs a command to its end and says how long the whole process took. */
export function runCommand({ args, directory, env = {} }: Command): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: directory,
      // oxlint-disable-next-line node/no-process-env -- PATH and the like, for tools that are not ours
      env: { ...process.env, ...ENVIRONMENT, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const hear = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => resolve({ milliseconds: performance.now() - startedAt, code, output }));
  });
}

/** The same for what must succeed before anything is timed. */
export async function mustRun(command: Command, expect?: RegExp): Promise<number> {
  const { code, output, milliseconds } = await runCommand(command);
  if (code === 0 && (expect === undefined || expect.test(output))) return milliseconds;
  throw new Error(`node ${command.args.join(' ')} in ${command.directory}: exit ${code}\n${output.slice(-2000)}`);
}
