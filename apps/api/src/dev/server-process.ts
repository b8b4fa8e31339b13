import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentOfOne } from '../env.ts';

export interface ServerProcessOptions {
  /** The file to run, with this process's own loader and conditions. */
  entry: string;
  /** Milliseconds that it gets to stop. */
  patience: number;
  onListening: (address: string) => void;
  /** It ended without being asked. */
  onCrash: (how: string) => void;
}

/** The server as a child process that can be replaced by a new one. */
export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  /** Starts and stops go one after the other; of restarts that wait, one is enough. */
  #queue: Promise<void> = Promise.resolve();
  #isRestartQueued = false;
  #isClosed = false;

  constructor(options: ServerProcessOptions) {
    this.#options = options;
  }

  /** Starts it; where it runs, stops it first. */
  restart(): void {
    if (this.#isRestartQueued || this.#isClosed) return;
    this.#isRestartQueued = true;
    this.#queue = this.#replaceAfter(this.#queue);
  }

  /** Stops it for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#stop();
    await this.#queue;
  }

  async #replaceAfter(earlier: Promise<void>): Promise<void> {
    await earlier;
    this.#isRestartQueued = false;
    await this.#stop();
    if (!this.#isClosed) this.#start();
  }

  #start(): void {
    const { entry, onListening, onCrash } = this.#options;
    const child = spawn(process.execPath, [...process.execArgv, entry], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: environmentOfOne(),
      // Out of the terminal's reach: Ctrl-C is for us, and the server's stop follows from ours.
      detached: true,
    });
    this.#child = child;
    child.on('message', (message: { address?: string }) => message.address && onListening(message.address));
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      onCrash(signal ?? `exit ${code}`);
    });
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // The server stops when its channel to us closes, as it also would if we had been killed.
    if (child.connected) child.disconnect();
    const patience = new AbortController();
    await Promise.race([
      ended,
      sleep(this.#options.patience, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  }
}
