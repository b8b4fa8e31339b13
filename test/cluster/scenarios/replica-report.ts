import { type ApiProcess, errorsLogged } from '../../harness/api.ts';
import { quantile } from '../../harness/figures.ts';
import { type Aim, atLeast, atMost, printAims, printTable } from '../../harness/report.ts';
import type { Seen } from '../load/write-then-read.ts';
import type { Lags } from './replica-phases.ts';

export interface Phase {
  name: string;
  /** The replicas' lag at its end, and whether it shows the fault. */
  lags: Lags;
  isThere: boolean;
  /** Of the clients that write. */
  seen: readonly Seen[];
  /** Of one that never has: it may read what is old, and shows that replicas are read and that one lags. */
  strange: readonly Seen[];
  /** For each replica, milliseconds until it was read from again. */
  takenBack: readonly (number | undefined)[];
}

/** @returns whether all aims were met */
export function reportPhases(phases: readonly Phase[], apis: readonly ApiProcess[]): boolean {
  printTable([
    [
      'the replicas',
      'lag',
      'writes',
      'own reads',
      'stale',
      'a stranger’s',
      'stale',
      '5xx or lost',
      'p99 ms, own',
      'stranger’s',
      'read again after ms',
    ],
    ...phases.map(rowOf),
  ]);
  return printAims([
    ...phases.flatMap(aimsOf),
    ...apis.map((api) => atMost(`errors in the log of ${api.name}`, errorsLogged(api).length, 0)),
  ]);
}

function rowOf({ name, lags, seen, strange, takenBack }: Phase): string[] {
  const reads = seen.filter(({ what }) => what !== 'write');
  const p99 = (of: readonly Seen[]): string =>
    quantile(
      of.map(({ took }) => took),
      0.99,
    ).toFixed(0);
  return [
    name,
    lags.map((lag) => (lag === undefined ? 'away' : `${lag.toFixed(1)} s`)).join(', '),
    String(seen.length - reads.length),
    String(reads.length),
    String(staleOf(reads)),
    String(strange.length),
    String(staleOf(strange)),
    String(failuresOf([...seen, ...strange])),
    p99(reads),
    p99(strange),
    takenBack.map((after) => after?.toFixed(0) ?? 'never').join(', '),
  ];
}

const aimsOf = ({ name, isThere, seen, strange, takenBack }: Phase): Aim[] => [
  atLeast(`${name}: it was so`, Number(isThere), 1),
  atMost(`${name}: stale reads of clients that wrote`, staleOf(seen), 0),
  atMost(`${name}: 5xx and lost`, failuresOf([...seen, ...strange]), 0),
  atMost(`${name}: replicas not read from afterwards`, takenBack.filter((after) => after === undefined).length, 0),
];

const staleOf = (all: readonly Seen[]): number => all.filter(({ isStale }) => isStale).length;
const failuresOf = (all: readonly Seen[]): number =>
  all.filter(({ status }) => status === 'lost' || status >= 500).length;
