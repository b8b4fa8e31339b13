import { execFile } from 'node:child_process';

/** What a command ended with. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** What of this process a stranger's shell would not have: npm and pnpm hand down their own settings, vitest its marks. */
const OURS =
  /^(npm_(?!config_(registry|cafile|cache|userconfig)$)|pnpm_|vitest|node_(?!extra_ca)|ci$|\w*database_url$)/i;

const strangersEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));

/** Runs a command as somebody outside the workspace does. @param env added to that environment */
export function run(
  file: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<Ended> {
  const options = { cwd, env: { ...strangersEnvironment(), ...env }, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    const child = execFile(file, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (child.exitCode ?? -1), stdout, stderr }),
    );
    child.stdin?.end();
  });
}

/** The standard output of a command that must not fail. */
export function succeeded({ code, stdout, stderr }: Ended): string {
  if (code !== 0) throw new Error(`it ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}
