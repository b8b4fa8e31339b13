import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, startApi } from '../../harness/api.ts';
import { type HttpClient, openHttp } from '../../harness/http-client.ts';
import { runOpenLoop } from '../../harness/open-loop.ts';
import { note } from '../../harness/words.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import { type Client, type OwnRow, type Seen, writeThenRead } from '../load/write-then-read.ts';
import { write } from '../load/writer.ts';
import { PRIMARY_PORT } from '../parts/haproxy.ts';
import { type DatabaseNode, POSTGRES_PORT } from '../parts/patroni.ts';
import { startToxicProxy, type ToxicProxy } from '../parts/toxic-proxy.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { lagsOf, PHASES, type ReplicaFault } from './replica-phases.ts';
import { readsOf } from './replica-reads.ts';
import { type Phase, reportPhases } from './replica-report.ts';

/** A replica, and the proxy by which the API reaches it. */
export interface Replica {
  node: DatabaseNode;
  proxy: ToxicProxy;
}

/** Of the load: one request in eight changes a row and reads it back by three ways, the others are a stranger's reads. */
const CYCLES = 8;

/** Within how many seconds a replica that is well again must be read from. */
const TAKEN_BACK_WITHIN_S = 20;

/** Of one process. */
const clientOf = (api: ApiProcess): Client => ({
  same: openHttp(api),
  // From addresses that never write: what the process knows of the caller must not stand in for what was sent.
  byHeader: openHttp(api, { from: '127.0.0.8' }),
  byCookie: openHttp(api, { from: '127.0.0.7' }),
});

/** Two replicas behind the API, each broken in its way while clients write and read at once. */
export async function replicaFaults({ folder, minutes, rate }: ScenarioOptions): Promise<boolean> {
  const cluster = await startCluster(folder);
  const replicas = await replicasOf(cluster);
  const apis = await startApis(cluster, replicas);
  const clients = apis.map(clientOf);
  const rows = await ownRows(clients.map(({ same }) => same));
  await cluster.whole();
  const phases: Phase[] = [];
  for (const fault of PHASES) {
    phases.push(
      await runPhase(fault, { cluster, replicas, apis, clients, rows, rate, seconds: (minutes * 60) / PHASES.length }),
    );
  }
  return reportPhases(phases, apis);
}

interface Load {
  cluster: Cluster;
  replicas: readonly Replica[];
  apis: readonly ApiProcess[];
  clients: readonly Client[];
  rows: readonly OwnRow[];
  rate: number;
  seconds: number;
}

async function runPhase(fault: ReplicaFault, load: Load): Promise<Phase> {
  const { cluster, replicas, clients, rows, rate, seconds } = load;
  note(fault.name);
  // From another address: a caller whom no process remembers as one that has written.
  const strangers = load.apis.map((api) => openHttp(api, { from: '127.0.0.9' }));
  const seen: Seen[] = [];
  const strange: Seen[] = [];
  await fault.begin(replicas);
  await runOpenLoop({ rate, least: seconds, mayEnd: () => true }, async (index) => {
    if (index % CYCLES === 0) seen.push(...(await changeOne(rows, clients, index)));
    else strange.push(await readOne(oneOf(rows), oneOf(strangers)));
  });
  const lags = await lagsOf(replicas);
  await fault.end(replicas);
  await cluster.whole();
  const takenBack = await Promise.all(replicas.map((replica) => untilRead(replica, rows, strangers)));
  for (const stranger of strangers) stranger.close();
  return { name: fault.name, lags, isThere: fault.isThere(lags), seen, strange, takenBack };
}

async function changeOne(rows: readonly OwnRow[], clients: readonly Client[], index: number): Promise<Seen[]> {
  const row = rows.find((one, at) => !one.isBusy && at >= index % (rows.length / 2));
  if (row === undefined) return [];
  const [one, other] = (index / CYCLES) % 2 === 0 ? clients : clients.toReversed();
  row.isBusy = true;
  try {
    return await writeThenRead(row, one as Client, other as Client);
  } finally {
    row.isBusy = false;
  }
}

async function readOne(row: OwnRow, client: HttpClient): Promise<Seen> {
  const startedAt = performance.now();
  // What is acknowledged now; a row that is being changed meanwhile may be newer.
  const { bonus } = row;
  const { status, text } = await client.ask({ method: 'GET', path: `/v1/employees/${row.id}` });
  const isStale = status === 200 && (JSON.parse(text) as OwnRow).bonus < bonus;
  return { what: 'same process', status, took: performance.now() - startedAt, isStale };
}

/** @returns after how many milliseconds it was read from again; undefined: not in time */
async function untilRead(
  { node }: Replica,
  rows: readonly OwnRow[],
  clients: readonly HttpClient[],
): Promise<number | undefined> {
  const startedAt = performance.now();
  const before = await readsOf(node);
  while (performance.now() - startedAt < TAKEN_BACK_WITHIN_S * 1000) {
    await Promise.all(clients.map((client) => readOne(oneOf(rows), client)));
    if ((await readsOf(node)) > before) return performance.now() - startedAt;
    await sleep(50);
  }
  return undefined;
}

async function replicasOf(cluster: Cluster): Promise<Replica[]> {
  const nodes = await cluster.replicas();
  const proxies = nodes.map(({ address }, at) => startToxicProxy(7001 + at, { address, port: POSTGRES_PORT }));
  const listening = await Promise.all(proxies);
  return nodes.map((node, at) => ({ node, proxy: listening[at] as ToxicProxy }));
}

const startApis = ({ folder }: Cluster, replicas: readonly Replica[]): Promise<ApiProcess[]> => {
  const env = {
    DATABASE_URL: `postgres://roster@127.0.0.1:${PRIMARY_PORT}/roster`,
    DATABASE_REPLICA_URLS: replicas.map(({ proxy }) => `postgres://roster@${proxy.host}/roster`).join(','),
  };
  return Promise.all([startApi('api-1', 8081, folder, env), startApi('api-2', 8082, folder, env)]);
};

async function ownRows(clients: readonly HttpClient[]): Promise<OwnRow[]> {
  const names = Array.from({ length: 100 }, (_, index) => `own-${index}`);
  const { acknowledged } = await write(names, performance.now(), clients, AbortSignal.timeout(30_000));
  if (acknowledged === undefined) throw new Error('the rows could not be made');
  return acknowledged.ids.map((id, at) => ({ id, name: names[at] ?? '', bonus: 0, isBusy: false }));
}

const oneOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
