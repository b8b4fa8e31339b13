import { isDeepStrictEqual } from 'node:util';
import { type Ask, asks, type Traffic } from './load/traffic.ts';
import type { Running } from './server-process.ts';

/** Requests that are compared. */
const SAMPLES = 5;

/** What a server says to the first requests of a run, without what is its own: the text of a cursor. */
export async function answersOf(server: Running, traffic: Traffic): Promise<unknown[]> {
  const next = asks(traffic);
  const answers: unknown[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) answers.push(await answerTo(server, next()));
  return answers;
}

async function answerTo({ address, headers }: Running, ask: Ask): Promise<unknown> {
  const answer = await fetch(address + ask.path, { headers: { ...headers, ...ask.headers } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${ask.path}: status ${answer.status}`);
  if (ask.path.endsWith('/export')) return text.trimEnd().split('\n').map(parsed);
  const body = parsed(text) as { nextCursor?: string | null };
  return typeof body.nextCursor === 'string' ? { ...body, nextCursor: 'some' } : body;
}

const parsed = (text: string): unknown => JSON.parse(text);

/** @throws with both answers when they differ: servers that do not do the same cannot be compared */
export function mustAgree(name: string, ours: readonly unknown[], reference: readonly unknown[]): void {
  const at = ours.findIndex((answer, index) => !isDeepStrictEqual(answer, reference[index]));
  if (at < 0) return;
  const shown = [ours[at], reference[at]].map((answer) => JSON.stringify(answer).slice(0, 600));
  throw new Error(`${name} answers otherwise than the reference:\n${shown.join('\n')}`);
}
