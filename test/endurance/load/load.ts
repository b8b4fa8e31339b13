import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { quantile } from '../../harness/figures.ts';
import type { LoadJob } from './generator.ts';
import type { LoadColumns } from './seen.ts';
import { KINDS, type Kind } from './traffic.ts';

const PROCESS = join(import.meta.dirname, 'load-process.ts');

/** Requests of one run, or of a part of it, by what became of them. */
export class Outcomes {
  readonly #columns: LoadColumns;
  readonly #rows: readonly number[];

  constructor(columns: LoadColumns, rows: readonly number[] = [...columns.due.keys()]) {
    this.#columns = columns;
    this.#rows = rows;
  }

  get count(): number {
    return this.#rows.length;
  }

  /** Those that were due between two times, in seconds of the run. */
  between(from: number, to: number): Outcomes {
    return this.#filter((row) => this.#at('due', row) >= from * 1000 && this.#at('due', row) < to * 1000);
  }

  ofKind(kind: Kind): Outcomes {
    const place = KINDS.indexOf(kind);
    return this.#filter((row) => this.#at('kind', row) === place);
  }

  /** Those whose status is as is said. */
  withStatus(is: (status: number) => boolean): Outcomes {
    return this.#filter((row) => is(this.#at('status', row)));
  }

  /** Those that were answered within so many milliseconds from when they were due. */
  within(most: number): Outcomes {
    return this.#filter((row) => this.#at('took', row) <= most);
  }

  values(column: keyof LoadColumns): number[] {
    return this.#rows.map((row) => this.#at(column, row));
  }

  quantile(column: keyof LoadColumns, share: number): number {
    return quantile(this.values(column), share);
  }

  #filter(isIn: (row: number) => boolean): Outcomes {
    return new Outcomes(this.#columns, this.#rows.filter(isIn));
  }

  #at(column: keyof LoadColumns, row: number): number {
    return this.#columns[column][row] ?? 0;
  }
}

export const isGood = (status: number): boolean => status >= 200 && status < 300;

/** A process of its own that sends what it is told to, one run after the other. */
export class Load {
  readonly #child: ChildProcess;
  #next = 0;

  constructor() {
    this.#child = fork(PROCESS, { serialization: 'advanced' });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @returns what was seen, when the last answer is there. No two runs create the same names */
  async run(job: Omit<LoadJob, 'first'>): Promise<Outcomes> {
    const first = this.#next;
    // A request in each microsecond is more than there are.
    this.#next += Math.ceil(job.seconds * 100_000);
    this.#child.send({ ...job, first });
    const [columns] = (await once(this.#child, 'message')) as [LoadColumns];
    return new Outcomes(columns);
  }

  close(): void {
    this.#child.disconnect();
  }
}
