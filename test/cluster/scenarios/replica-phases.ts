import type { Replica } from './replica-faults.ts';
import { lagOf } from './replica-reads.ts';

/** What is wrong with the replicas for a while. */
export interface ReplicaFault {
  name: string;
  begin(replicas: readonly Replica[]): Promise<void>;
  /** What shows that it was so, in a word, at the end of its time. */
  evidence(replicas: readonly Replica[]): Promise<string>;
  end(replicas: readonly Replica[]): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;
const lags = async (replicas: readonly Replica[]): Promise<string> => {
  const seen = await Promise.all(replicas.map(({ node }) => lagOf(node).catch(() => undefined)));
  return seen.map((lag) => (lag === undefined ? 'away' : `${lag.toFixed(1)} s`)).join(', ');
};

const first = ([replica]: readonly Replica[]): Replica => replica as Replica;
const second = ([, replica]: readonly Replica[]): Replica => replica as Replica;

export const PHASES: readonly ReplicaFault[] = [
  { name: 'both are well', begin: nothing, evidence: lags, end: nothing },
  {
    name: 'one lags by 10 s',
    begin: (replicas) => first(replicas).node.lagBy(10),
    evidence: lags,
    end: (replicas) => first(replicas).node.lagBy(0),
  },
  {
    name: 'one is killed',
    begin: async (replicas) => void second(replicas).node.kill(),
    evidence: lags,
    end: async (replicas) => void second(replicas).node.start(),
  },
  {
    name: 'one refuses connections',
    begin: (replicas) => first(replicas).proxy.be('refuse'),
    evidence: lags,
    end: (replicas) => first(replicas).proxy.be('none'),
  },
  {
    name: 'one accepts and says nothing',
    begin: (replicas) => second(replicas).proxy.be('silent'),
    evidence: lags,
    end: (replicas) => second(replicas).proxy.be('none'),
  },
  {
    name: 'one lags, the other refuses',
    begin: async (replicas) => {
      await first(replicas).node.lagBy(10);
      await second(replicas).proxy.be('refuse');
    },
    evidence: lags,
    end: async (replicas) => {
      await first(replicas).node.lagBy(0);
      await second(replicas).proxy.be('none');
    },
  },
];
