import { Agent, request } from 'node:http';
import { type Outcome, type Plan, Tally } from './plan.ts';
import { type Ask, asks } from './traffic.ts';

/**
 * Requests at a fixed rate, whatever the answers do: one that waits for a connection has begun when it was due. (What
 * autocannon calls a rate is sent in one burst a second.)
 */
export async function runOpen(plan: Plan & { rate: number }): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: plan.connections, scheduling: 'fifo' });
  const requests = Array.from({ length: plan.amount }, asks(plan.traffic));
  const startedAt = performance.now();
  const tally = new Tally();
  const dueAt = (index: number): number => startedAt + (index * 1000) / plan.rate;
  await sendWhenDue(requests, dueAt, async (what, due) => {
    const status = await answered(plan, what, agent);
    tally.answered(status, performance.now() - due);
  });
  agent.destroy();
  return tally.outcome();
}

/** @returns when all are answered */
async function sendWhenDue(
  requests: readonly Ask[],
  dueAt: (index: number) => number,
  sendOne: (what: Ask, due: number) => Promise<void>,
): Promise<void> {
  const sent: Promise<void>[] = [];
  for (let index = 0; index < requests.length; ) {
    const now = performance.now();
    while (index < requests.length && dueAt(index) <= now) {
      sent.push(sendOne(requests[index] as Ask, dueAt(index)));
      index += 1;
    }
    await new Promise((resolve) => void setTimeout(resolve, 1));
  }
  await Promise.all(sent);
}

function answered(
  { address, headers }: Plan,
  { method, path, headers: own, body }: Ask,
  agent: Agent,
): Promise<number | 'failed'> {
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(
      address + path,
      { method, agent, headers: { ...headers, ...own, ...length } },
      (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 'failed'));
        answer.once('error', () => resolve('failed'));
      },
    );
    outgoing.once('error', () => resolve('failed')).end(body);
  });
}
