import { setTimeout as sleep } from 'node:timers/promises';

interface Schedule {
  /** Requests a second. */
  rate: number;
  /** Seconds. */
  least: number;
  /** Whether there may be an end after that; until then the schedule goes on. */
  mayEnd: () => boolean;
}

/**
 * Requests at times that are fixed beforehand, whatever the answers do: a latency counts from when a request was due, so
 * that a stall is felt by all whom it kept waiting.
 *
 * @returns by how many milliseconds each was sent late, when all are answered: more than some say that the machine was too
 *   busy for the load itself, and that the figures tell of that
 */
export async function runOpenLoop(
  { rate, least, mayEnd }: Schedule,
  send: (index: number, dueAt: number) => Promise<void>,
): Promise<number[]> {
  const startedAt = performance.now();
  const dueAt = (index: number): number => startedAt + (index * 1000) / rate;
  const sent: Promise<void>[] = [];
  const late: number[] = [];
  while (performance.now() < startedAt + least * 1000 || !mayEnd()) {
    for (let now = performance.now(); dueAt(sent.length) <= now; ) {
      late.push(now - dueAt(sent.length));
      sent.push(send(sent.length, dueAt(sent.length)));
    }
    await sleep(1);
  }
  await Promise.all(sent);
  return late;
}
