import autocannon from 'autocannon';
import { type Outcome, type Plan, percentile } from './plan.ts';
import { type Ask, asks } from './traffic.ts';

/** Different requests that a connection has; after them it begins again. Making them costs more than sending them. */
const MOST_DIFFERENT = 400;

/** Every connection asks again as soon as it is answered, until all have been asked: none is broken off. */
export function runClosed({ address, headers, traffic, connections, amount }: Plan): Promise<Outcome> {
  const next = asks(traffic);
  const own = Math.ceil(amount / connections);
  // What is created must be new each time.
  const different = ['GET', 'PATCH'].includes(next().method) ? Math.min(own, MOST_DIFFERENT) : own;
  const requests = (): Ask[] => Array.from({ length: different }, next);
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const count = (status: number | 'failed'): void => void (statuses[status] = (statuses[status] ?? 0) + 1);
  return new Promise((resolve, reject) => {
    let startedAt = Number.NaN;
    let endedAt = Number.NaN;
    const run = autocannon(
      {
        url: address,
        headers,
        connections,
        amount,
        // Ends are looked for this often, in milliseconds; the time is taken at the last answer itself.
        sampleInt: 20,
        timeout: 60,
        setupClient: (client) => client.setRequests(requests()),
      },
      (error: unknown) => {
        if (error instanceof Error) return reject(error);
        const seconds = (endedAt - startedAt) / 1000;
        resolve({ statuses, seconds, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) });
      },
    );
    startedAt = performance.now();
    run.on('response', (_client, status, _bytes, milliseconds) => {
      endedAt = performance.now();
      count(status);
      latencies.push(milliseconds);
    });
    run.on('reqError', () => count('failed'));
  });
}
