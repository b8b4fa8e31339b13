import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../../harness/figures.ts';
import { type Aim, atLeast, atMost, printAims, printTable } from '../../harness/report.ts';
import { until } from '../../harness/until.ts';
import { note } from '../../harness/words.ts';
import { allowFiles, BadClients } from '../bad/bad-clients.ts';
import type { BadState } from '../bad/bad-process.ts';
import { UNREAD } from '../bad/kinds.ts';
import { closedCapacity } from '../capacity.ts';
import { isGood, type Outcomes } from '../load/load.ts';
import { descriptorsOf, openPeersOf, residentOf } from '../machine.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { type Subject, withSubject } from '../subject.ts';

/** What is set for this run is shorter than the defaults, so that the end of each kind is seen. */
const REQUEST_TIMEOUT = 15_000;
const IMPORT_TIMEOUT = 30_000;
const SETTINGS = { REQUEST_TIMEOUT: String(REQUEST_TIMEOUT), IMPORT_TIMEOUT: String(IMPORT_TIMEOUT) };

/** When the server ends each kind, in milliseconds (docs/operators.md, "Limits"). */
const ENDS: Readonly<Record<string, number>> = {
  'slow headers': 10_000,
  idle: 65_000,
  'half a body': REQUEST_TIMEOUT,
  'half an import': REQUEST_TIMEOUT,
  // Node looks once in that time whether anything was sent since it looked last.
  'an export unread': 2 * (IMPORT_TIMEOUT + 10_000),
};
/** How late the server may notice, and a busy machine tell. */
const NOTICE_MS = 5000;

const USUAL = 0.3;
const ROUNDS = 3;
/** More than the kernel takes of an export for a client that does not read. */
const ROWS = 60_000;

interface Round {
  alone: Outcomes;
  among: Outcomes;
  /** MB, among bad clients and when they had gone. */
  memory: number;
  after: number;
}

/** Good clients by themselves and among thousands of bad ones, by turns. */
export function badClients({ folder, minutes = 1 }: ScenarioOptions): Promise<boolean> {
  return withSubject(
    folder,
    async (subject) => {
      const seconds = (minutes * 60) / ROUNDS;
      if (!allowFiles(subject.api.process.pid)) note('The server may not have as many files as there are bad clients');
      const rate = USUAL * (await closedCapacity(subject, 5));
      const rounds: Round[] = [];
      for (let one = 0; one < ROUNDS; one += 1) rounds.push(await playRound(subject, rate, seconds));
      const heldBefore = descriptorsOf(subject.api.process.pid);
      const { most, ended, unread } = await untilEnded(subject);
      const held = descriptorsOf(subject.api.process.pid) - heldBefore;
      printRounds(rounds);
      printEnds(most, ended);
      return printAims([
        ...aimsOfRounds(rounds),
        ...aimsOfEnds(most, ended),
        atMost(`${UNREAD}: still open after its time, on the server's side`, unread, 0),
        atMost('connections that the server still has', held, 20),
      ]);
    },
    { rows: ROWS, env: SETTINGS },
  );
}

async function playRound({ load, port, traffic, api }: Subject, rate: number, seconds: number): Promise<Round> {
  const job = { port, traffic, connections: 200, rate, seconds };
  const alone = await load.run(job);
  const bad = await BadClients.open(port, 1);
  const states = await settled(bad);
  note(`bad clients: ${states.map(({ name, open }) => `${open} ${name}`).join(', ')}`);
  const among = await load.run(job);
  const memory = residentOf(api.process.pid);
  await bad.end();
  note('bad clients are gone');
  await sleep(3000);
  return { alone, among, memory, after: residentOf(api.process.pid) };
}

/** Nearly all are there: some kinds are ended and come again all the time. */
const settled = (bad: BadClients): Promise<BadState[]> =>
  until(
    'bad clients are there',
    async () => {
      const states = await bad.look();
      return states.every(({ open, wanted }) => open >= wanted * 0.9) ? states : undefined;
    },
    { within: 60, every: 500 },
  );

interface Ends {
  /** When all had come. */
  most: BadState[];
  /** When nobody comes any more, and those who were there have had their time. */
  ended: BadState[];
  /** Exports that nobody reads which the server had not ended when they had had theirs. */
  unread: number;
}

async function untilEnded({ port }: Subject): Promise<Ends> {
  const bad = await BadClients.open(port, 1);
  try {
    const most = await settled(bad);
    note('All bad clients are there; the server is to end them');
    await bad.comeNoMore();
    const forUnread = (ENDS[UNREAD] ?? 0) + NOTICE_MS;
    await sleep(forUnread);
    const unseen = new Set((await bad.look()).flatMap((state) => state.unseen));
    const unread = openPeersOf(port).filter((peer) => unseen.has(peer)).length;
    await sleep(Math.max(...Object.values(ENDS)) + 3 * NOTICE_MS - forUnread);
    return { most, ended: await bad.look(), unread };
  } finally {
    await bad.end();
  }
}

const p99 = (outcomes: Outcomes): number => outcomes.withStatus(isGood).quantile('took', 0.99);
const median = (values: number[]): number => quantile(values, 0.5);

function printRounds(rounds: readonly Round[]): void {
  printTable([
    ['round', 'requests', 'p99 alone', 'p99 among bad', 'not good', 'memory among bad', 'memory after'],
    ...rounds.map(({ alone, among, memory, after }, at) => [
      String(at + 1),
      String(alone.count + among.count),
      `${p99(alone).toFixed(1)} ms`,
      `${p99(among).toFixed(1)} ms`,
      String(notGood(alone) + notGood(among)),
      `${memory.toFixed(0)} MB`,
      `${after.toFixed(0)} MB`,
    ]),
  ]);
}

const notGood = (outcomes: Outcomes): number => outcomes.withStatus((status) => !isGood(status)).count;

function printEnds(most: readonly BadState[], ended: readonly BadState[]): void {
  printTable([
    ['kind', 'at once', 'ended by the server', 'after at most', 'documented', 'still open'],
    ...ended.map(({ name, open, ended: count, latest }, at) => [
      name,
      String(most[at]?.open ?? 0),
      String(count),
      `${(latest / 1000).toFixed(1)} s`,
      `${(ENDS[name] ?? 0) / 1000} s`,
      String(open),
    ]),
  ]);
}

function aimsOfRounds(rounds: readonly Round[]): Aim[] {
  const [first] = rounds;
  const last = rounds.at(-1);
  return [
    // Of a p99 of a millisecond the double means nothing.
    atMost(
      'p99 among bad clients, against that without (median of rounds)',
      median(rounds.map(({ alone, among }) => p99(among) / Math.max(p99(alone), 5))),
      2,
      ' ×',
    ),
    atMost(
      'good clients’ requests that were not answered well',
      rounds.reduce((sum, { alone, among }) => sum + notGood(alone) + notGood(among), 0),
      0,
    ),
    atMost('memory after the last round, against the first', (last?.after ?? 0) / (first?.after ?? 1), 1.3, ' ×'),
  ];
}

function aimsOfEnds(most: readonly BadState[], ended: readonly BadState[]): Aim[] {
  const late = (name: string): number => ((ENDS[name] ?? 0) + NOTICE_MS) / 1000;
  return ended.flatMap(({ name, open, latest }, at) => [
    atLeast(`${name}: at once`, most[at]?.open ?? 0, (most[at]?.wanted ?? 0) * 0.9),
    // Who does not read does not see its end, either.
    ...(name === UNREAD
      ? []
      : [
          atMost(`${name}: still open after its time`, open, 0),
          atMost(`${name}: ended after`, latest / 1000, late(name), ' s'),
        ]),
  ]);
}
