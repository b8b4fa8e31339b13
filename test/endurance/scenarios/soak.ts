import { quantile } from '../../harness/figures.ts';
import { type Aim, atLeast, atMost, printAims, printTable } from '../../harness/report.ts';
import { note } from '../../harness/words.ts';
import { CONNECTIONS, closedCapacity, openCapacity } from '../capacity.ts';
import { isGood, type Outcomes } from '../load/load.ts';
import { type Sample, sampling } from '../sampling.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { withSubject } from '../subject.ts';

const USUAL = 0.7;
const PARTS = 4;

/** For long, at what the server can well do: the last minute is as the first. */
export function soak({ folder, minutes = 20 }: ScenarioOptions): Promise<boolean> {
  return withSubject(folder, async (subject) => {
    const { load, port, traffic, api } = subject;
    const seconds = minutes * 60;
    const step = Math.min(10, seconds / 8);
    const { capacity } = await openCapacity(subject, await closedCapacity(subject, step), step);
    const rate = USUAL * capacity;
    note(`${Math.round(rate)}/s for ${seconds} s`);
    const samples = sampling([api.process.pid], 1000);
    const outcomes = await load.run({ port, traffic, connections: CONNECTIONS, rate, seconds });
    const taken = samples.stop();
    const parts = Array.from({ length: PARTS }, (_, at) => partOf(at, seconds / PARTS, outcomes, taken));
    printTable([
      ['from', 'requests', 'good', 'p50', 'p99', 'p99.9', 'memory', 'descriptors', 'late p99'],
      ...parts.map((part) => rowOf(part)),
    ]);
    return printAims(aimsOf(parts, outcomes));
  });
}

interface Part {
  from: number;
  outcomes: Outcomes;
  memory: number;
  descriptors: number;
}

function partOf(at: number, length: number, all: Outcomes, samples: readonly Sample[]): Part {
  const from = at * length;
  const own = samples.filter((sample) => sample.at >= from && sample.at < from + length);
  return {
    from,
    outcomes: all.between(from, from + length),
    memory: quantile(
      own.map(({ memory }) => memory),
      0.5,
    ),
    descriptors: quantile(
      own.map(({ descriptors }) => descriptors),
      0.5,
    ),
  };
}

function rowOf({ from, outcomes, memory, descriptors }: Part): string[] {
  const took = (share: number): string => `${outcomes.quantile('took', share).toFixed(1)} ms`;
  const good = outcomes.withStatus(isGood).count;
  const late = `${outcomes.quantile('late', 0.99).toFixed(1)} ms`;
  const own = [`${memory.toFixed(0)} MB`, String(descriptors), late];
  return [`${from} s`, String(outcomes.count), String(good), took(0.5), took(0.99), took(0.999), ...own];
}

/** The first part is the warm-up of the memory: the heap takes what it will need. */
function aimsOf(parts: readonly Part[], all: Outcomes): Aim[] {
  const [first, second] = parts;
  const last = parts.at(-1);
  if (first === undefined || second === undefined || last === undefined) return [];
  const p99 = (part: Part): number => part.outcomes.quantile('took', 0.99);
  return [
    atMost('looked at late by the load itself, p99', all.quantile('late', 0.99), 50, ' ms'),
    atMost('answers that were not good', all.withStatus((status) => !isGood(status)).count, 0),
    atLeast('requests answered', all.count, 1),
    ...parts
      .slice(1)
      .map((part) => atMost(`p99 from ${part.from} s on, against the first part`, p99(part) / p99(first), 1.5, ' ×')),
    atMost('memory of the last part, against the second', last.memory / second.memory, 1.15, ' ×'),
    atMost('descriptors of the last part, against the second', last.descriptors / second.descriptors, 1.15, ' ×'),
  ];
}
