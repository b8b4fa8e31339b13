import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export interface SteadyLoad {
  /** How many were answered, by status. */
  statuses: Map<number, number>;
  /** What became of the others. */
  failures: string[];
  /** Resolves when so many more have been answered. */
  answered(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Callers of each kind. */
const CALLERS = 4;
const PAUSE_MS = 2;

/**
 * Requests all the while, until the test ends: some on connections that are kept, which Node's client never sends twice,
 * some on a new one each.
 *
 * @param urls taken in turn
 */
export function steadyLoad(...urls: readonly string[]): SteadyLoad {
  const kept = new Agent({ keepAlive: true });
  const load = { statuses: new Map<number, number>(), failures: [] as string[] };
  const over = new AbortController();
  const caller = async (agent: Agent | false): Promise<void> => {
    for (let at = 0; !over.signal.aborted; at += 1) {
      try {
        const status = await statusOf(urls[at % urls.length] ?? '', agent);
        load.statuses.set(status, (load.statuses.get(status) ?? 0) + 1);
      } catch (error) {
        load.failures.push(String((error as NodeJS.ErrnoException).code ?? error));
      }
      await sleep(PAUSE_MS);
    }
  };
  const callers = Array.from({ length: 2 * CALLERS }, (_caller, at) => caller(at < CALLERS && kept));
  const stop = async (): Promise<void> => {
    over.abort();
    await Promise.all(callers);
    kept.destroy();
  };
  onTestFinished(stop);
  const total = (): number => [...load.statuses.values()].reduce((sum, count) => sum + count, 0);
  const answered = async (count: number): Promise<void> => {
    const goal = total() + count;
    while (total() < goal && !over.signal.aborted) await sleep(10);
  };
  return { ...load, answered, stop };
}

const statusOf = (url: string, agent: Agent | false): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: 20_000 }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
    request.once('error', reject).once('timeout', () => request.destroy(new Error('no answer for 20 s')));
  });
