import type { Traffic } from './traffic.ts';

/** One run against one server. */
export interface Plan {
  address: string;
  /** Of each request, beside its own. */
  headers: Record<string, string>;
  traffic: Traffic;
  connections: number;
  /** Requests in all. */
  amount: number;
  /** A second, whatever the answers do (open load). Without it each connection asks again when it is answered (closed). */
  rate?: number;
}

export interface Outcome {
  /** How many answers there were of each status; what came to nothing is under `failed`. */
  statuses: Record<string, number>;
  /** From the first request to the last answer. */
  seconds: number;
  /** Milliseconds to the answer; in open load from when the request was due. */
  p50: number;
  p99: number;
}

/** What is written down while a run goes on. */
export class Tally {
  readonly #statuses: Record<string, number> = {};
  readonly #latencies: number[] = [];
  readonly #startedAt = performance.now();
  #endedAt = this.#startedAt;

  answered(status: number | 'failed', milliseconds: number): void {
    this.#endedAt = performance.now();
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#latencies.push(milliseconds);
  }

  outcome(): Outcome {
    const sorted = Float64Array.from(this.#latencies).toSorted();
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
    const seconds = (this.#endedAt - this.#startedAt) / 1000;
    return { statuses: this.#statuses, seconds, p50: at(0.5), p99: at(0.99) };
  }
}
