import { note } from '../harness/words.ts';
import { isGood, type Outcomes } from './load/load.ts';
import type { Subject } from './subject.ts';

/** Who has an answer later than that has none. */
export const IN_TIME_MS = 1000;
/** More than CONCURRENCY_MAX: who is refused needs one as well. */
export const CONNECTIONS = 2000;

/** Answers a second that were good and in time. */
export const goodputOf = (outcomes: Outcomes, seconds: number): number =>
  outcomes.withStatus(isGood).within(IN_TIME_MS).count / seconds;

/** So much that V8 has compiled what runs, and the most that few clients who wait for their answers get. */
export async function closedCapacity({ load, port, traffic }: Subject, seconds: number): Promise<number> {
  const run = { port, traffic, connections: 64 };
  await load.run({ ...run, seconds: seconds / 2 });
  const outcomes = await load.run({ ...run, seconds });
  const rate = outcomes.withStatus(isGood).count / seconds;
  note(`closed loop, 64 connections: ${Math.round(rate)}/s, p99 ${outcomes.quantile('took', 0.99).toFixed(1)} ms`);
  return rate;
}

const STEPS = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35];
/** Of all requests, those with a good answer in time where the server can do what is asked. */
const ENOUGH = 0.99;

export interface Capacity {
  /** The highest rate at which what is asked is done, in requests a second. */
  capacity: number;
  /** The best goodput of all rates: somewhat more, since of too much the cheap requests are refused last. */
  best: number;
}

/** By open loads in steps around a first guess. */
export async function openCapacity(subject: Subject, guess: number, seconds: number): Promise<Capacity> {
  const { load, port, traffic } = subject;
  let [capacity, best] = [0, 0];
  for (const step of STEPS) {
    const rate = guess * step;
    const outcomes = await load.run({ port, traffic, connections: CONNECTIONS, rate, seconds });
    const goodput = goodputOf(outcomes, seconds);
    const p99 = outcomes.withStatus(isGood).quantile('took', 0.99);
    note(`open loop, ${Math.round(rate)}/s: goodput ${Math.round(goodput)}/s, p99 ${p99.toFixed(0)} ms`);
    if (goodput >= ENOUGH * rate) capacity = rate;
    best = Math.max(best, goodput);
  }
  return { capacity, best };
}
