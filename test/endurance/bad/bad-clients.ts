import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { note } from '../../harness/words.ts';
import { pin, yieldCore } from '../machine.ts';
import type { BadOrder, BadState } from './bad-process.ts';

const PROCESS = join(import.meta.dirname, 'bad-process.ts');
/** Above all kinds together. */
const FILES = 16_000;

/** Lets a process have so many connections. @returns whether it may */
export function allowFiles(pid: number): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--nofile=${FILES}:${FILES}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** All kinds of bad clients at once. */
export class BadClients {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @param share of the numbers that each kind has */
  static async open(port: number, share: number): Promise<BadClients> {
    const child = fork(PROCESS);
    pin(child.pid ?? 0, 1);
    // What bad clients cost themselves is not the server's, whose database has this core as well.
    yieldCore(child.pid ?? 0);
    if (!allowFiles(child.pid ?? 0)) note('FEWER BAD CLIENTS THAN SAID: their process may not have more files');
    const clients = new BadClients(child);
    await clients.#tell({ do: 'open', port, share });
    return clients;
  }

  look(): Promise<BadState[]> {
    return this.#tell({ do: 'look' });
  }

  /** Nobody comes again who was ended. */
  comeNoMore(): Promise<BadState[]> {
    return this.#tell({ do: 'no more' });
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.send({ do: 'end' });
    await ended;
  }

  async #tell(order: BadOrder): Promise<BadState[]> {
    this.#child.send(order);
    const [states] = (await once(this.#child, 'message')) as [BadState[]];
    return states;
  }
}
