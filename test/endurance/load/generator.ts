import { setTimeout as sleep } from 'node:timers/promises';
import { RawConnection } from './raw-connection.ts';
import { type LoadColumns, Seen } from './seen.ts';
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

export const OVERLOADED = 1503;
export const LOST = -1;

const FIRST = 'GET /livez HTTP/1.1\r\nHost: roster\r\n\r\n';

/** Runs one load to the last answer. */
export async function generate(job: LoadJob): Promise<LoadColumns> {
  const free = Array.from({ length: job.connections }, () => new RawConnection(job.port));
  const all = [...free];
  // A thousand clients who all connect at once are another load than those who are there.
  for (const connection of all) await connection.ask(FIRST);
  const seen = new Seen();
  await (job.rate === undefined ? closed(job, free, seen) : open(job, job.rate, free, seen));
  for (const connection of all) connection.close();
  return seen.columns();
}

async function closed(
  { seconds, traffic, first }: LoadJob,
  connections: readonly RawConnection[],
  seen: Seen,
): Promise<void> {
  const startedAt = performance.now();
  let index = first;
  const one = async (connection: RawConnection): Promise<void> => {
    for (let due = 0; due < seconds * 1000; ) {
      due = performance.now() - startedAt;
      const kind = KINDS.indexOf(kindOf(index));
      const status = statusOf(await connection.ask(requestOf(index++, traffic)));
      seen.add({ kind, due, took: performance.now() - startedAt - due, late: 0, waited: 0, status });
    }
  };
  await Promise.all(connections.map(one));
}

async function open(
  { seconds, traffic, first }: LoadJob,
  rate: number,
  free: RawConnection[],
  seen: Seen,
): Promise<void> {
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
    seen.add({ kind, due, took: performance.now() - startedAt - due, late, waited, status });
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
}

const statusOf = ({ status, body }: { status: number; body: string }): number =>
  status === 503 && body.includes('overloaded') ? OVERLOADED : status;
