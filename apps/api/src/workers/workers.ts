import type { Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { type Backoff, nextWait } from './backoff.ts';
import { allWorkers, type Begun, beginWorker, ended, howEnded, tell, WorkerFailed } from './supervised.ts';

/** What has become of the workers that are gone. */
export interface Ended {
  /** Without being asked. */
  crashed: number;
  /** By a rolling restart. */
  replaced: number;
}

export interface WorkersOptions {
  count: number;
  /** What is to be different in their environment. */
  env: Record<string, string | undefined>;
  /** How long a rolling restart waits for each one that leaves, in milliseconds; then it goes on, and that one as well. */
  patience: number;
  log: Logger;
}

/** The place of one worker. */
interface Slot extends Backoff {
  worker?: Worker | undefined;
  /** When that one came to listen. */
  since: number;
  /** Starts in one place go one after the other. */
  turn: Promise<unknown>;
  waiting?: NodeJS.Timeout | undefined;
}

/** As many workers as were asked for: what ends is replaced, and all of them are, one after the other, by `roll`. */
export class Workers {
  readonly ended: Ended = { crashed: 0, replaced: 0 };
  readonly #options: WorkersOptions;
  readonly #slots: Slot[];
  /** Those that do what they are told, also when they were told to leave since. */
  readonly #hearing = new WeakSet<Worker>();
  #isStopping = false;
  #rolling: Promise<void> | undefined;
  #isRollQueued = false;

  constructor(options: WorkersOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.count }, () => ({ failures: 0, since: 0, turn: Promise.resolve() }));
  }

  get listening(): number {
    return this.#slots.filter(({ worker }) => worker !== undefined).length;
  }

  /** Starts all of them. @returns the address @throws WorkerFailed of the first that could not start */
  async start(): Promise<string> {
    const starts = this.#slots.map((slot) => this.#fill(slot, this.#begin()));
    const [address = ''] = await Promise.all(starts);
    return address;
  }

  /** Replaces each by a new one. The old one is asked to leave when the new one listens; where none comes up, it stays. */
  roll(): Promise<void> {
    if (this.#rolling !== undefined) this.#isRollQueued = true;
    this.#rolling ??= this.#rollAll()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'the restart of the workers was broken off'))
      .finally(() => {
        this.#rolling = undefined;
        if (this.#isRollQueued) void this.roll();
      });
    return this.#rolling;
  }

  /** @param patience milliseconds, after which whatever is left is killed */
  async stop(patience: number): Promise<void> {
    this.#isStopping = true;
    for (const { waiting } of this.#slots) clearTimeout(waiting);
    for (const worker of allWorkers()) {
      // One that has only just begun does not hear us yet. For the others a signal, after that of a terminal or of systemd,
      // which comes to all processes, would be the second one: to end at once.
      if (this.#hearing.has(worker)) tell(worker, { stop: true });
      else worker.process.kill('SIGTERM');
    }
    const deadline = new AbortController();
    const late = sleep(patience, undefined, { signal: deadline.signal }).catch(() => undefined);
    await Promise.race([Promise.all(allWorkers().map(ended)), late]);
    deadline.abort();
    for (const { process: left } of allWorkers()) {
      this.#options.log.warn({ worker: left.pid }, 'a worker did not stop in time, and was killed');
      left.kill('SIGKILL');
    }
  }

  #begin(audits = false): Begun {
    const begun = beginWorker(this.#options.env, audits);
    void begun.hears.then(() => this.#hearing.add(begun.worker));
    return begun;
  }

  async #fill(slot: Slot, { worker, up }: Begun): Promise<string> {
    const address = await up;
    slot.worker = worker;
    slot.since = Date.now();
    worker.once('exit', (code: number, signal: string | null) => this.#lost(slot, worker, code, signal));
    return address;
  }

  #lost(slot: Slot, worker: Worker, code: number, signal: string | null): void {
    // One that was replaced is no loss.
    if (slot.worker !== worker || this.#isStopping) return;
    slot.worker = undefined;
    this.ended.crashed += 1;
    this.#refillLater(slot, howEnded(code, signal), worker.process.pid, Date.now() - slot.since);
  }

  #refillLater(slot: Slot, how: string, pid: number | undefined, lasted: number): void {
    if (this.#isStopping) return;
    const wait = nextWait(slot, lasted);
    this.#options.log.error({ worker: pid, how, wait }, 'a worker ended; another one takes its place');
    clearTimeout(slot.waiting);
    slot.waiting = setTimeout(() => void this.#inTurn(slot, () => this.#refill(slot)), wait);
  }

  async #refill(slot: Slot): Promise<void> {
    // A rolling restart may have been quicker.
    if (slot.worker !== undefined || this.#isStopping) return;
    let begun: Begun | undefined;
    try {
      // Throws where the system has no process to give: no memory.
      begun = this.#begin();
      const address = await this.#fill(slot, begun);
      this.#options.log.info({ worker: begun.worker.process.pid, address }, 'a new worker listens');
    } catch (error) {
      this.#refillLater(slot, whyNot(error), begun?.worker.process.pid, 0);
    }
  }

  async #rollAll(): Promise<void> {
    this.#isRollQueued = false;
    const { log, count } = this.#options;
    log.info({ workers: count }, 'restarting the workers, one after the other');
    for (const [at, slot] of this.#slots.entries()) {
      if (this.#isStopping) return;
      const why = await this.#inTurn(slot, () => this.#replace(slot, at === 0));
      if (why === undefined) continue;
      if (!this.#isStopping)
        log.error({ why, renewed: at, workers: count }, 'a new worker did not come up: old ones stay');
      return;
    }
    log.info({ workers: count }, 'all workers are new');
  }

  /** @returns why it could not be done */
  async #replace(slot: Slot, audits: boolean): Promise<string | undefined> {
    if (this.#isStopping) return 'it is stopping';
    const old = slot.worker;
    let begun: Begun;
    try {
      begun = this.#begin(audits);
      await begun.up;
    } catch (error) {
      return whyNot(error);
    }
    clearTimeout(slot.waiting);
    slot.failures = 0;
    await this.#fill(slot, begun);
    if (old !== undefined && !old.isDead()) await this.#dismiss(old);
    return undefined;
  }

  async #dismiss(worker: Worker): Promise<void> {
    this.ended.replaced += 1;
    tell(worker, { leave: true });
    const patience = new AbortController();
    const late = sleep(this.#options.patience, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([ended(worker), late]);
    patience.abort();
  }

  #inTurn<T>(slot: Slot, step: () => Promise<T>): Promise<T> {
    const turn = slot.turn.then(step);
    slot.turn = turn.catch(() => undefined);
    return turn;
  }
}

const whyNot = (error: unknown): string =>
  error instanceof WorkerFailed ? error.failure.lines.join('\n') : String(error);
