import { countedText, longestGap, quantile } from '../load/figures.ts';
import type { Read } from '../load/reader.ts';
import type { Write } from '../load/writer.ts';
import { type ApiProcess, errorsLogged } from '../parts/api.ts';
import { printTable } from '../report.ts';
import { print } from '../words.ts';
import type { Struck } from './faults.ts';

interface Figures {
  writes: readonly Write[];
  reads: readonly Read[];
  struck: readonly Struck[];
  probe: readonly number[];
  apis: readonly ApiProcess[];
}

export function printFailover({ writes, reads, struck, probe, apis }: Figures): void {
  const acknowledged = (name: string): number[] =>
    writes.flatMap(({ acknowledged: given }) => (given?.by === name ? [given.at] : []));
  printTable([
    [
      'the primary is',
      'new primary after',
      'without writes: PostgreSQL',
      ...apis.map(({ name }) => name),
      'whole after',
    ],
    ...struck.map(({ name, at, replacedAt, wholeAt }) => [
      name,
      seconds(replacedAt - at),
      seconds(longestGap(probe, at, wholeAt)),
      ...apis.map((api) => seconds(longestGap(acknowledged(api.name), at, wholeAt))),
      seconds(wholeAt - at),
    ]),
  ]);
  const isCalm = (dueAt: number): boolean => !struck.some(({ at, wholeAt }) => dueAt > at - 1000 && dueAt < wholeAt);
  printTable([
    ['latency, ms from when it was due', 'number', 'p50', 'p95', 'p99', 'most'],
    ...latencies('writes', writes.map(latencyOfWrite), isCalm),
    ...latencies('reads', reads.map(latencyOfRead), isCalm),
  ]);
  print(`answers to writes: ${countedText(writes.flatMap(({ statuses }) => statuses))}`);
  print(`answers to reads:  ${countedText(reads.map(({ status }) => status))}`);
  for (const one of reads.filter(({ wrong }) => wrong !== undefined).slice(0, 5)) print(`wrong: ${one.wrong}`);
  for (const api of apis) print(`errors in the log of ${api.name}: ${errorsLogged(api).length}`);
  print('');
}

interface Latency {
  dueAt: number;
  took: number;
}

const latencyOfWrite = ({ dueAt, acknowledged }: Write): Latency => ({
  dueAt,
  took: (acknowledged?.at ?? dueAt) - dueAt,
});
const latencyOfRead = ({ dueAt, answeredAt }: Read): Latency => ({ dueAt, took: answeredAt - dueAt });

function latencies(what: string, all: readonly Latency[], isCalm: (dueAt: number) => boolean): string[][] {
  const row = (when: string, some: readonly Latency[]): string[] => {
    const took = some.map((one) => one.took);
    const figures = [0.5, 0.95, 0.99, 1].map((share) => String(Math.round(quantile(took, share))));
    return [`${what}, ${when}`, String(some.length), ...figures];
  };
  return [
    row(
      'all well',
      all.filter(({ dueAt }) => isCalm(dueAt)),
    ),
    row(
      'from a fault until whole',
      all.filter(({ dueAt }) => !isCalm(dueAt)),
    ),
  ];
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
