import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';

/** Only root may change to another user, and mount. */
export const IS_ROOT = process.getuid?.() === 0;

export interface Confined {
  child: ChildProcess;
  /** stdout and stderr so far. */
  output(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** No file can be written, but in /dev, and no process but one of root's could change that. */
const READ_ONLY =
  'mount --make-rprivate / && for at in $(cut -d" " -f2 /proc/self/mounts); do case $at in /proc*|/sys*|/dev*) ;; *) mount -o remount,bind,ro $at;; esac; done';

interface ConfinedOptions {
  cwd: string;
  env: Record<string, string>;
  /** `1000:1000`. */
  user: string;
  /** Whether it is process 1 of a namespace of its own, as in a container. */
  isFirst?: boolean;
}

/**
 * Runs a command of the image as a container would: as its user, without capabilities, on a file system that is read-only.
 * Who is not root runs it as himself, on the file system as it is.
 */
export function runConfined(
  command: readonly string[],
  { cwd, env, user, isFirst = false }: ConfinedOptions,
): Confined {
  const [uid = '', gid = ''] = user.split(':');
  const asUser = `exec setpriv --reuid=${uid} --regid=${gid} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"`;
  const script = `${READ_ONLY} && ${asUser}`;
  const namespaces = ['--mount', ...(isFirst ? ['--pid', '--fork', '--kill-child', '--mount-proc'] : [])];
  const words = IS_ROOT ? ['unshare', ...namespaces, 'sh', '-c', script, 'sh', ...command] : [...command];
  const [file = '', ...args] = words;
  // `node` is the one that runs this.
  const PATH = `${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const child = spawn(file, args, { cwd, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(String(chunk)));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  return { child, output: () => chunks.join(''), exited };
}
