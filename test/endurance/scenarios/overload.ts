import { setTimeout as sleep } from 'node:timers/promises';
import { countedText } from '../../harness/figures.ts';
import { type Aim, atLeast, atMost, printAims, printTable } from '../../harness/report.ts';
import { note } from '../../harness/words.ts';
import { CONNECTIONS, closedCapacity, goodputOf, openCapacity } from '../capacity.ts';
import { OVERLOADED } from '../load/generator.ts';
import { isGood, type Outcomes } from '../load/load.ts';
import { KINDS, type Kind } from '../load/traffic.ts';
import { cpuOf, cpuOfAll } from '../machine.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { type Subject, withSubject } from '../subject.ts';

const TIMES = 3;
/** Of the capacity: the load that must be answered without a word. */
const USUAL = 0.7;
const USUAL_SECONDS = 20;
const RECOVERY_SECONDS = 5;
/** What the p99 of twenty seconds is between, as they have a vacuum or a checkpoint in them or not: below that nothing follows. */
const STEADY_MS = 50;

/** Three times as much as can be done: what can be done is, and the rest hears so at once. */
export function overload({ folder, minutes = 1 }: ScenarioOptions): Promise<boolean> {
  return withSubject(folder, async (subject) => {
    const seconds = minutes * 60;
    const guess = await closedCapacity(subject, Math.min(8, seconds / 4));
    const { capacity, best } = await openCapacity(subject, guess, Math.min(8, seconds / 4));
    await sleep(1000);
    const before = await run(subject, capacity * USUAL, USUAL_SECONDS);
    const over = await run(subject, capacity * TIMES, seconds);
    const after = await run(subject, capacity * USUAL, USUAL_SECONDS);
    printTable([
      ['', 'due', 'good in 1 s', 'refused', 'other', 'p99 good', 'p99 refused', 'late', 'CPU: API · PostgreSQL · load'],
      rowOf('70 %, before', before, USUAL_SECONDS),
      rowOf('300 %', over, seconds),
      rowOf('70 %, after', after, USUAL_SECONDS),
    ]);
    printTable([
      ['at 300 %', 'good in 1 s', 'good', 'p50 good', 'p99 good'],
      ...KINDS.map((kind) => kindRow(kind, over.outcomes.ofKind(kind).withStatus(isGood), seconds)),
    ]);
    return printAims(aimsOf({ best, seconds }, before.outcomes, over.outcomes, after.outcomes));
  });
}

interface Measured {
  outcomes: Outcomes;
  /** Shares of a core: the API's, PostgreSQL's, the load's. */
  cpu: number[];
}

async function run({ load, port, traffic, api, database }: Subject, rate: number, seconds: number): Promise<Measured> {
  note(`${Math.round(rate)}/s for ${seconds} s`);
  const used = (): number[] => [cpuOf(api.process.pid), cpuOfAll(database.pid), cpuOf(load.pid)];
  const startedAt = performance.now();
  const before = used();
  const outcomes = await load.run({ port, traffic, connections: CONNECTIONS, rate, seconds });
  const elapsed = (performance.now() - startedAt) / 1000;
  return { outcomes, cpu: used().map((after, at) => (after - (before[at] ?? 0)) / elapsed) };
}

function kindRow(kind: Kind, good: Outcomes, seconds: number): string[] {
  const took = (share: number): string => `${good.quantile('took', share).toFixed(1)} ms`;
  return [kind, `${Math.round(goodputOf(good, seconds))}/s`, String(good.count), took(0.5), took(0.99)];
}

const isRefused = (status: number): boolean => status === OVERLOADED;
const isOther = (status: number): boolean => !isGood(status) && !isRefused(status);

function rowOf(name: string, { outcomes, cpu }: Measured, seconds: number): string[] {
  const p99 = (is: (status: number) => boolean): string =>
    `${outcomes.withStatus(is).quantile('took', 0.99).toFixed(1)} ms`;
  const rate = (count: number): string => `${Math.round(count / seconds)}/s`;
  return [
    name,
    rate(outcomes.count),
    `${Math.round(goodputOf(outcomes, seconds))}/s`,
    rate(outcomes.withStatus(isRefused).count),
    countedText(outcomes.withStatus(isOther).values('status')),
    p99(isGood),
    p99(isRefused),
    `${outcomes.quantile('late', 0.99).toFixed(1)} ms`,
    cpu.map((share) => `${Math.round(share * 100)} %`).join(' · '),
  ];
}

function aimsOf(
  { best, seconds }: { best: number; seconds: number },
  before: Outcomes,
  over: Outcomes,
  after: Outcomes,
): Aim[] {
  const recovered = after.between(RECOVERY_SECONDS, USUAL_SECONDS);
  const usual = before.between(RECOVERY_SECONDS, USUAL_SECONDS).quantile('took', 0.99);
  return [
    atMost('looked at late by the load itself at 300 %, p99', over.quantile('late', 0.99), 50, ' ms'),
    atLeast('goodput at 300 %, of the best', (100 * goodputOf(over, seconds)) / best, 80, ' %'),
    atMost(
      'refusals at 300 %, p99 from when they were due',
      over.withStatus(isRefused).quantile('took', 0.99),
      100,
      ' ms',
    ),
    atMost('answers at 300 % that are neither good nor a refusal', over.withStatus(isOther).count, 0),
    atMost(
      `refused later than ${RECOVERY_SECONDS} s after`,
      recovered.withStatus((status) => !isGood(status)).count,
      0,
    ),
    atMost('p99 after, against that before', recovered.quantile('took', 0.99) / Math.max(usual, STEADY_MS), 1.5, ' ×'),
  ];
}
