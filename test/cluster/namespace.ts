import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * The first process of the new world of processes. It takes in those whose parents have ended (a server of PostgreSQL
 * whose Patroni was killed), which Node would leave as zombies, and PostgreSQL takes a zombie for a server that runs.
 * The world ends with it, and the kernel then kills whatever is left in there.
 */
const FIRST_PROCESS = `
trap : INT
"$@" &
main=$!
while :; do
  wait $main; code=$?
  kill -0 $main 2>/dev/null || exit $code
done`;

/** As shells tell of SIGTERM. */
const ENDED = 143;

/**
 * Runs a command where it has a network and process ids of its own: its ports meet nobody's, and nothing it started
 * outlives it, or this process, however either ends.
 *
 * @returns its exit code; 128 and more: it was ended
 */
export async function runApart(command: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const apart = ['unshare', '--net', '--pid', '--fork', '--kill-child', '--mount', '--mount-proc'];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...apart, 'bash', '-c', FIRST_PROCESS, 'bash', ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  // The terminal's Ctrl-C reaches the child by itself.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  // unshare keeps any other signal to itself while it waits.
  const end = (): boolean => child.kill('SIGKILL');
  process.on('SIGTERM', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', ignore).off('SIGTERM', end);
  return code ?? ENDED;
}
