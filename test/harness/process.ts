import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the cluster. */
export interface Running {
  name: string;
  pid: number;
  /** Where its words go. */
  logFile: string;
  isRunning(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end, and kills it after 10 s. */
  stop(): Promise<void>;
}

interface Options {
  name: string;
  command: readonly string[];
  /** Its output is added to it. */
  logFile: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

/** PostgreSQL and those around it refuse, or should not, run as root. */
export const asPostgres = (command: readonly string[]): string[] =>
  ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--inh-caps=-all'].concat(command);

/** Starts a process in a session of its own: the terminal's Ctrl-C is for the script, which then ends them all. */
export function start({ name, command: [file = '', ...words], logFile, env = {}, cwd = '/' }: Options): Running {
  const log = openSync(logFile, 'a');
  const { PATH = '' } = process.env;
  const child = spawn(file, words, { cwd, env: { PATH, ...env }, stdio: ['ignore', log, log], detached: true });
  // A command that is not there: told by the wait for it to answer.
  child.on('error', () => undefined);
  // Whatever ends the script but kill -9 ends it as well.
  const killWithScript = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithScript);
  child.once('exit', () => process.off('exit', killWithScript));
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    if (!isRunning()) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    if (!isRunning()) return;
    child.kill('SIGKILL');
    await ended;
  };
  return { name, pid: child.pid ?? 0, logFile, isRunning, kill: (signal) => void child.kill(signal), stop };
}

/** The end of what a process has said, for an error. */
export const lastWords = ({ logFile }: Running): string => readFileSync(logFile, 'utf8').slice(-2000);
