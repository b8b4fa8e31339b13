import { type ApiProcess, errorsLogged } from '../../harness/api.ts';
import { countedText, lengthOf, longestGap, quantile } from '../../harness/figures.ts';
import { printTable } from '../../harness/report.ts';
import { print } from '../../harness/words.ts';
import { READ_KINDS, type Read } from '../load/reader.ts';
import type { Write } from '../load/writer.ts';
import type { Struck } from './failover-faults.ts';

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
      seconds(lengthOf(longestGap(probe, at, wholeAt))),
      ...apis.map((api) => seconds(lengthOf(longestGap(acknowledged(api.name), at, wholeAt)))),
      seconds(wholeAt - at),
    ]),
  ]);
  const backAt = struck.map(({ at, wholeAt }) => longestGap(probe, at, wholeAt).end);
  const isCalm = (dueAt: number): boolean => !struck.some(({ at, wholeAt }) => dueAt > at - 1000 && dueAt < wholeAt);
  printTable([
    ['latency, ms from when it was due', 'number', 'p50', 'p95', 'p99', 'most'],
    ...latencies('writes', writes.map(latencyOfWrite), isCalm),
    latencyRow(
      'writes, from when PostgreSQL took them again',
      writes.map((one) => sinceBack(one, backAt)),
    ),
    ...latencies('reads', reads.map(latencyOfRead), isCalm),
  ]);
  print(`answers to writes: ${countedText(writes.flatMap(({ statuses }) => statuses))}`);
  print(`answers to reads:  ${countedText(reads.map(answerOf))}`);
  for (const one of reads.filter(({ wrong }) => wrong !== undefined).slice(0, 5)) {
    print(`wrong: ${one.wrong}, by ${one.by}`);
  }
  printTable([
    ['reads from a fault until whole', 'by', 'kind', 'answers'],
    ...struck.flatMap((fault) => apis.flatMap(({ name }) => readsIn(fault, name, reads))),
  ]);
  for (const api of apis) print(`errors in the log of ${api.name}: ${errorsLogged(api).length}`);
  print('');
}

/** How those of one process went while one fault lasted. */
const readsIn = ({ name, at, wholeAt }: Struck, by: string, reads: readonly Read[]): string[][] =>
  READ_KINDS.map((kind) => {
    const some = reads.filter((one) => one.by === by && one.kind === kind && one.dueAt > at && one.dueAt < wholeAt);
    return [name, by, kind, countedText(some.map(answerOf))];
  });

const answerOf = ({ status, problem = '', wrong }: Read): string =>
  wrong === undefined ? `${status} ${problem}`.trim() : 'wrong';

interface Latency {
  dueAt: number;
  took: number;
}

const latencyOfWrite = ({ dueAt, acknowledged }: Write): Latency => ({
  dueAt,
  took: (acknowledged?.at ?? dueAt) - dueAt,
});
const latencyOfRead = ({ dueAt, answeredAt }: Read): Latency => ({ dueAt, took: answeredAt - dueAt });

const latencies = (what: string, all: readonly Latency[], isCalm: (dueAt: number) => boolean): string[][] => [
  latencyRow(
    `${what}, all well`,
    all.filter(({ dueAt }) => isCalm(dueAt)),
  ),
  latencyRow(
    `${what}, from a fault until whole`,
    all.filter(({ dueAt }) => !isCalm(dueAt)),
  ),
];

function latencyRow(what: string, some: readonly Latency[]): string[] {
  const took = some.map((one) => one.took);
  const figures = [0.5, 0.95, 0.99, 1].map((share) => String(Math.round(quantile(took, share))));
  return [what, String(some.length), ...figures];
}

/** Without the time in which nobody could write: how fast what had been refused is done. */
function sinceBack(one: Write, backAt: readonly number[]): Latency {
  const { dueAt, took } = latencyOfWrite(one);
  const back = backAt.findLast((at) => at < dueAt + took) ?? 0;
  return { dueAt, took: dueAt + took - Math.max(dueAt, back) };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
