import { withClient } from '../harness/database.ts';
import { until } from '../harness/until.ts';
import { note } from '../harness/words.ts';
import { type Machine, makeNetwork, plugInMachine } from './network.ts';
import { startEtcd } from './parts/etcd.ts';
import { startHaproxy } from './parts/haproxy.ts';
import { type DatabaseNode, databaseNode, PATRONI_PORT, POSTGRES_PORT } from './parts/patroni.ts';

export interface Cluster {
  nodes: readonly DatabaseNode[];
  etcd: Machine;
  folder: string;
  /** The one that has the leader's key. */
  primary(): Promise<DatabaseNode>;
  replicas(): Promise<DatabaseNode[]>;
  /** Waits until there is a primary, a synchronous standby and another one, all streaming. */
  whole(within?: number): Promise<void>;
}

interface Member {
  name: string;
  role: string;
  state: string;
  lag?: number | string;
}

/** Three nodes, etcd and HAProxy, whole when this returns, with an empty database `roster`. */
export async function startCluster(folder: string): Promise<Cluster> {
  await makeNetwork();
  const etcd = await plugInMachine('etcd', 10);
  await startEtcd(etcd, folder);
  const machines = [];
  for (const number of [1, 2, 3]) machines.push(await plugInMachine(`node${number}`, 10 + number));
  const nodes = machines.map((machine) => databaseNode(machine, etcd, folder));
  for (const node of nodes) node.start();
  await startHaproxy(nodes, folder);
  const cluster = clusterOf(nodes, etcd, folder);
  await cluster.whole(120);
  await createDatabases(await cluster.primary());
  note(`The cluster is whole; its primary is ${(await cluster.primary()).name}`);
  return cluster;
}

function clusterOf(nodes: readonly DatabaseNode[], etcd: Machine, folder: string): Cluster {
  const named = async (role: RegExp): Promise<DatabaseNode[]> => {
    const names = (await members(nodes)).filter((member) => role.test(member.role)).map(({ name }) => name);
    return nodes.filter(({ name }) => names.includes(name));
  };
  const primary = (): Promise<DatabaseNode> =>
    until('there is a primary', async () => (await named(/^leader$/))[0], { within: 60 });
  const whole = async (within = 90): Promise<void> =>
    void (await until('the cluster is whole', async () => isWhole(await members(nodes)) || undefined, { within }));
  return { nodes, etcd, folder, primary, replicas: () => named(/^(replica|sync_standby)$/), whole };
}

/** As the first node that answers knows them. */
async function members(nodes: readonly DatabaseNode[]): Promise<Member[]> {
  const answers = nodes.map(async ({ address }) => {
    const answer = await fetch(`http://${address}:${PATRONI_PORT}/cluster`, { signal: AbortSignal.timeout(1000) });
    return ((await answer.json()) as { members: Member[] }).members;
  });
  return Promise.any(answers);
}

function isWhole(all: readonly Member[]): boolean {
  const roles = all.map(({ role }) => role).toSorted();
  const isRunning = all.every(({ state, lag = 0 }) => /^(running|streaming)$/.test(state) && lag === 0);
  return isRunning && roles.join() === 'leader,replica,sync_standby';
}

export const urlOf = ({ address }: Machine, database = 'roster', user = 'roster'): string =>
  `postgres://${user}@${address}:${POSTGRES_PORT}/${database}`;

/** `probe` is apart, so that the API's database holds what its migrations make and nothing else. */
async function createDatabases(primary: DatabaseNode): Promise<void> {
  await withClient(urlOf(primary, 'postgres', 'postgres'), async (client) => {
    await client.query('CREATE ROLE roster LOGIN CREATEDB');
    await client.query('CREATE DATABASE roster OWNER roster');
    await client.query('CREATE DATABASE probe');
  });
}
