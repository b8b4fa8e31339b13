import { type ApiProcess, startApi } from '../../harness/api.ts';
import { lengthOf, longestGap, quantile } from '../../harness/figures.ts';
import { type HttpClient, openHttp } from '../../harness/http-client.ts';
import { runOpenLoop } from '../../harness/open-loop.ts';
import { type Aim, atMost, printAims } from '../../harness/report.ts';
import { note } from '../../harness/words.ts';
import { type Cluster, startCluster, urlOf } from '../cluster.ts';
import { type Known, knownFrom, READ_KINDS, type Read, read } from '../load/reader.ts';
import { startWriteProbe } from '../load/write-probe.ts';
import { type Write, write } from '../load/writer.ts';
import { PRIMARY_PORT } from '../parts/haproxy.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { type Struck, strikeAll } from './failover-faults.ts';
import { checkHistory } from './failover-history.ts';
import { printFailover } from './failover-report.ts';

/** By how much longer than PostgreSQL itself the API may be without writes. */
const MOST_BEHIND_S = 3;

/** A primary that is cut off in silence is missed after two looks of a second. */
const UNTIL_MISSED_S = 3;

/** How long after the last request was due a write may still be tried. */
const PATIENCE_MS = 60_000;

export interface Seen {
  writes: Write[];
  reads: Read[];
  /** By how many milliseconds requests were sent late. */
  late: number[];
}

/** 200 requests a second, one in four a write, over two API processes, while the primary is killed and cut off. */
export async function failover({ folder, minutes, rate }: ScenarioOptions): Promise<boolean> {
  const cluster = await startCluster(folder);
  const apis = await startApis(cluster);
  const clients = apis.map((api) => openHttp(api));
  const strangers = apis.map((api) => openHttp(api, { from: '127.0.0.9' }));
  const others = apis.map((api) => openHttp(api, { from: '127.0.0.8' }));
  const seeds = await seed(clients);
  const probe = await startWriteProbe(cluster);
  note(`${rate} requests a second`);
  const startedAt = performance.now();
  const faults = strikeAll(cluster, minutes * 60);
  const seen = await runLoad({ clients, others, strangers }, seeds, { rate, seconds: minutes * 60, faults });
  const struck = await faults;
  await probe.stop();
  note('The load is over; what it was told is held against what is there');
  const aims = [
    atMost(
      'requests sent late by the load itself, p99 (a machine too busy to tell)',
      quantile(seen.late, 0.99),
      250,
      ' ms',
    ),
    ...judgeGaps(struck, seen.writes, probe.successes, clients),
    ...judgeReads(seen.reads, startedAt),
    ...(await checkHistory(seen.writes, cluster, clients)),
  ];
  printFailover({ ...seen, struck, apis, probe: probe.successes });
  return printAims(aims);
}

/** One over HAProxy, the other over all nodes' names: both ways that a deployment may go. */
async function startApis(cluster: Cluster): Promise<ApiProcess[]> {
  const { folder, nodes } = cluster;
  const hosts = nodes.map(({ address }) => `${address}:5432`).join(',');
  // Each by itself: an address that leads to several would not do for those who have written.
  const replicas = nodes.map((node) => urlOf(node)).join(',');
  return [
    await startApi('api-haproxy', 8081, folder, {
      DATABASE_URL: `postgres://roster@127.0.0.1:${PRIMARY_PORT}/roster`,
      DATABASE_REPLICA_URLS: replicas,
    }),
    await startApi('api-hosts', 8082, folder, {
      DATABASE_URL: `postgres://roster@${hosts}/roster?target_session_attrs=read-write`,
      DATABASE_REPLICA_URLS: replicas,
    }),
  ];
}

/** Rows that are there before anything breaks. */
async function seed(clients: readonly HttpClient[]): Promise<Known[]> {
  const names = Array.from({ length: 200 }, (_, index) => `seed-${index}`);
  const written = await write(names, performance.now(), clients, AbortSignal.timeout(PATIENCE_MS));
  // Read without a position, by anyone.
  return knownFrom(written).map(({ id, name }) => ({ id, name }));
}

interface Callers {
  /** Each of one process. */
  clients: readonly HttpClient[];
  /** From an address that never writes: of them a process knows only what they send. */
  others: readonly HttpClient[];
  /** From another one: who sends nothing, either. */
  strangers: readonly HttpClient[];
}

async function runLoad(
  { clients, others, strangers }: Callers,
  seeds: readonly Known[],
  { rate, seconds, faults }: { rate: number; seconds: number; faults: Promise<unknown> },
): Promise<Seen> {
  const seen: Seen = { writes: [], reads: [], late: [] };
  const recent: Known[] = [...seeds];
  const giveUp = new AbortController();
  let areFaultsOver = false;
  void faults.finally(() => (areFaultsOver = true)).catch(() => undefined);
  const isOver = (): boolean => {
    if (areFaultsOver) setTimeout(() => giveUp.abort(), PATIENCE_MS).unref();
    return areFaultsOver;
  };
  const writeOne = async (index: number, dueAt: number): Promise<void> => {
    const written = await write(namesOf(index), dueAt, clients, giveUp.signal);
    seen.writes.push(written);
    recent.push(...knownFrom(written));
    recent.splice(0, recent.length - 200);
  };
  const readOne = async (index: number, dueAt: number): Promise<void> => {
    const kind = READ_KINDS[index % 3] ?? 'list';
    const isOwn = kind === 'own';
    const callers = isOwn ? [...clients, ...others] : strangers;
    seen.reads.push(await read(kind, oneOf(isOwn ? recent : seeds), dueAt, oneOf(callers)));
  };
  seen.late = await runOpenLoop({ rate, least: seconds, mayEnd: isOver }, (index, dueAt) =>
    index % 4 === 0 ? writeOne(index, dueAt) : readOne(index, dueAt),
  );
  return seen;
}

/** One write in eight is of three rows. */
const namesOf = (index: number): string[] =>
  index % 32 === 0 ? ['a', 'b', 'c'].map((part) => `row-${index}-${part}`) : [`row-${index}`];

const oneOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** Each process for itself: the longest time without an acknowledgement, held against the probe's at the same fault. */
function judgeGaps(
  struck: readonly Struck[],
  writes: readonly Write[],
  probe: readonly number[],
  clients: readonly HttpClient[],
): Aim[] {
  return struck.flatMap(({ name, at, wholeAt }) => {
    const own = lengthOf(longestGap(probe, at, wholeAt)) / 1000;
    return clients.map((client) => {
      const times = writes.flatMap(({ acknowledged }) => (acknowledged?.by === client.name ? [acknowledged.at] : []));
      const gap = lengthOf(longestGap(times, at, wholeAt)) / 1000;
      return atMost(`without writes by ${client.name}, primary ${name}`, gap, own + MOST_BEHIND_S, ' s');
    });
  });
}

function judgeReads(reads: readonly Read[], startedAt: number): Aim[] {
  const wrong = reads.filter((one) => one.wrong !== undefined);
  const refused = reads.filter(({ status }) => status === 503 || status === 'lost');
  const end = Math.max(startedAt, ...reads.map(({ dueAt }) => dueAt));
  const gap = (some: readonly Read[]): number => {
    const good = some.filter(({ status }) => status === 200).map(({ answeredAt }) => answeredAt);
    return lengthOf(longestGap(good, startedAt, end)) / 1000;
  };
  const isOwn = ({ kind }: Read): boolean => kind === 'own';
  return [
    atMost('reads that were wrong', wrong.length, 0),
    atMost('reads refused or lost', (100 * refused.length) / reads.length, 1, ' %'),
    atMost('longest time without a read', gap(reads.filter((one) => !isOwn(one))), 1, ' s'),
    atMost('the same for who has written', gap(reads.filter(isOwn)), UNTIL_MISSED_S, ' s'),
  ];
}
