import autocannon from 'autocannon';
import { type Outcome, type Plan, Tally } from './plan.ts';
import { type Ask, asks } from './traffic.ts';

/** Different requests that a connection has; after them it begins again. Making them costs more than sending them. */
const MOST_DIFFERENT = 400;

/** Every connection asks again as soon as it is answered, until all have been asked: none is broken off. */
export function runClosed(plan: Plan): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const run = autocannon(optionsOf(plan), (error: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve(tally.outcome());
    });
    const tally = new Tally();
    run.on('response', (_client, status, _bytes, milliseconds) => tally.answered(status, milliseconds));
    run.on('reqError', () => tally.answered('failed', Number.NaN));
  });
}

function optionsOf({ address, headers, connections, amount, traffic }: Plan): autocannon.Options {
  const requests = requestsFor(asks(traffic), Math.ceil(amount / connections));
  return {
    url: address,
    headers,
    connections,
    amount,
    // How often autocannon looks for its end, in milliseconds; the time is taken at the last answer itself.
    sampleInt: 20,
    timeout: 60,
    setupClient: (client) => client.setRequests(requests()),
  };
}

/** @param count how many a connection sends */
function requestsFor(next: () => Ask, count: number): () => Ask[] {
  // What is created must be new each time.
  const different = next().method === 'POST' ? count : Math.min(count, MOST_DIFFERENT);
  return () => Array.from({ length: different }, next);
}
