import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../harness/until.ts';
import { note } from '../../harness/words.ts';
import type { Cluster } from '../cluster.ts';
import type { DatabaseNode } from '../parts/patroni.ts';

/** Something that befalls the primary, and how it ends. */
interface Fault {
  name: string;
  strike(primary: DatabaseNode, cluster: Cluster): Promise<void>;
  heal(victim: DatabaseNode, cluster: Cluster): Promise<void>;
}

/** PostgreSQL and its Patroni at once, with -9; back as a machine comes back. */
const killed: Fault = {
  name: 'killed',
  strike: async (primary) => void primary.kill(),
  heal: async (victim) => void victim.start(),
};

/** Packets are lost both ways, connections stay open and are silent. */
const cutOff: Fault = {
  name: 'cut off',
  strike: (primary) => primary.unplug(),
  heal: (victim) => victim.plugIn(),
};

/** No longer sees etcd and its standbys, while clients still reach it: the way to two primaries, if there were one. */
const blinded: Fault = {
  name: 'cut off from its like alone',
  strike: (primary, cluster) => primary.loseSightOf(othersThan(primary, cluster)),
  heal: (victim, cluster) => victim.seeAgain(othersThan(victim, cluster)),
};

const othersThan = (node: DatabaseNode, { nodes, etcd }: Cluster) => [
  etcd,
  ...nodes.filter(({ name }) => name !== node.name),
];

/** What the issue asks for, and the last, which is harder. */
export const FAULTS: readonly Fault[] = [killed, cutOff, killed, blinded];

/** In milliseconds of this process. */
export interface Struck {
  name: string;
  victim: string;
  at: number;
  /** When another primary had the leader's key. */
  replacedAt: number;
  /** When the victim was back as a replica and all were streaming. */
  wholeAt: number;
}

/** How long a victim stays away after it has been replaced. */
const AWAY_MS = 3000;

/** One fault after the other, each beginning at its time, or when the cluster has recovered from the one before. */
export async function strikeAll(cluster: Cluster, seconds: number): Promise<Struck[]> {
  const startedAt = performance.now();
  const struck: Struck[] = [];
  for (const [at, fault] of FAULTS.entries()) {
    const due = startedAt + (seconds * 1000 * (at + 0.3)) / FAULTS.length;
    await sleep(Math.max(0, due - performance.now()));
    struck.push(await strike(fault, cluster));
  }
  return struck;
}

async function strike(fault: Fault, cluster: Cluster): Promise<Struck> {
  const victim = await cluster.primary();
  note(`${victim.name}, the primary, is ${fault.name}`);
  const at = performance.now();
  await fault.strike(victim, cluster);
  const successor = await until('another primary', () => otherPrimary(cluster, victim), { within: 60, every: 100 });
  const replacedAt = performance.now();
  note(`${successor.name} is the primary`);
  await sleep(AWAY_MS);
  await fault.heal(victim, cluster);
  await cluster.whole();
  note(`${victim.name} is back`);
  return { name: fault.name, victim: victim.name, at, replacedAt, wholeAt: performance.now() };
}

async function otherPrimary(cluster: Cluster, victim: DatabaseNode): Promise<DatabaseNode | undefined> {
  const primary = await cluster.primary();
  return primary.name === victim.name ? undefined : primary;
}
