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

/** The value that a share of all are no greater than. Sorts what it is given. */
export function percentile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}
