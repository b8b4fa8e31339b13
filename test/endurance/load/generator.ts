import { setTimeout as sleep } from 'node:timers/promises';
import { RawConnection } from './raw-connection.ts';
import { KINDS, kindOf, requestOf, type Traffic } from './traffic.ts';

export interface LoadJob {
  port: number;
  /** Requests a second at times fixed beforehand; none: each connection asks again when it is answered. */
  rate?: number | undefined;
  seconds: number;
  connections: number;
  traffic: Traffic;
  /** The number of the first request: what is created has it in its name. */
  first: number;
}

/** A column for each thing that is known of a request. */
export interface LoadColumns {
  /** Milliseconds since the start of the run. */
  due: Float32Array;
  /** Milliseconds from when it was due to the end of its answer. */
  took: Float32Array;
  /** By how many milliseconds the generator was late to look at it: its own fault, or the machine's. */
  late: Float32Array;
  /** By how many milliseconds it was sent late: for the reason above, or because no connection was free. */
  waited: Float32Array;
  /** Its place in `KINDS`. */
  kind: Int8Array;
  /** -1: lost; `OVERLOADED`: 503 with that problem. */
  status: Int16Array;
}

export const OVERLOADED = 1503;
export const LOST = -1;

interface Seen {
  kind: number;
  due: number;
  took: number;
  late: number;
  waited: number;
  status: number;
}

/** Runs one load to the last answer. */
export async function generate(job: LoadJob): Promise<LoadColumns> {
  const free = Array.from({ length: job.connections }, () => new RawConnection(job.port));
  const all = [...free];
  const seen = job.rate === undefined ? await closed(job, free) : await open(job, job.rate, free);
  for (const connection of all) connection.close();
  return columnsOf(seen);
}

async function closed({ seconds, traffic, first }: LoadJob, connections: readonly RawConnection[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const startedAt = performance.now();
  let index = first;
  const one = async (connection: RawConnection): Promise<void> => {
    for (let due = 0; due < seconds * 1000; ) {
      due = performance.now() - startedAt;
      const kind = KINDS.indexOf(kindOf(index));
      const status = statusOf(await connection.ask(requestOf(index++, traffic)));
      seen.push({ kind, due, took: performance.now() - startedAt - due, late: 0, waited: 0, status });
    }
  };
  await Promise.all(connections.map(one));
  return seen;
}

async function open({ seconds, traffic, first }: LoadJob, rate: number, free: RawConnection[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const waiting: { index: number; late: number }[] = [];
  const startedAt = performance.now();
  const state = { running: 0 };
  // Not by shift(), which moves all that is left.
  let waitingFrom = 0;
  const dueOf = (index: number): number => (index * 1000) / rate;
  const ask = async (connection: RawConnection, index: number, late: number): Promise<void> => {
    state.running += 1;
    const due = dueOf(index);
    const waited = performance.now() - startedAt - due;
    const status = statusOf(await connection.ask(requestOf(first + index, traffic)));
    const kind = KINDS.indexOf(kindOf(first + index));
    seen.push({ kind, due, took: performance.now() - startedAt - due, late, waited, status });
    state.running -= 1;
    const next = waiting[waitingFrom++];
    if (next !== undefined) return ask(connection, next.index, next.late);
    waitingFrom = waiting.length;
    free.push(connection);
  };
  for (let index = 0; dueOf(index) < seconds * 1000; await sleep(1)) {
    for (let now = performance.now() - startedAt; dueOf(index) <= now && dueOf(index) < seconds * 1000; index += 1) {
      const connection = free.pop();
      const late = now - dueOf(index);
      if (connection === undefined) waiting.push({ index, late });
      else void ask(connection, index, late);
    }
  }
  while (state.running > 0) await sleep(5);
  return seen;
}

const statusOf = ({ status, body }: { status: number; body: string }): number =>
  status === 503 && body.includes('overloaded') ? OVERLOADED : status;

function columnsOf(seen: readonly Seen[]): LoadColumns {
  return {
    due: Float32Array.from(seen, ({ due }) => due),
    took: Float32Array.from(seen, ({ took }) => took),
    late: Float32Array.from(seen, ({ late }) => late),
    waited: Float32Array.from(seen, ({ waited }) => waited),
    kind: Int8Array.from(seen, ({ kind }) => kind),
    status: Int16Array.from(seen, ({ status }) => status),
  };
}
