import type { Replica } from './replica-faults.ts';
import { lagOf } from './replica-reads.ts';

/** What is wrong with the replicas for a while. */
export interface ReplicaFault {
  name: string;
  begin(replicas: readonly Replica[]): Promise<void>;
  /** Whether it was so, by the lags at the end of its time. */
  isThere(lags: Lags): boolean;
  end(replicas: readonly Replica[]): Promise<void>;
}

/** Of each replica, in seconds; undefined: it is away. */
export type Lags = readonly (number | undefined)[];

export const lagsOf = (replicas: readonly Replica[]): Promise<Lags> =>
  Promise.all(replicas.map(({ node }) => lagOf(node).catch(() => undefined)));

/** Half of what it is told to be: the time between two writes, and of the restart that a delay takes, is in it. */
const LAGGING_S = 5;

const nothing = async (): Promise<void> => undefined;
const areBothThere = (lags: Lags): boolean => lags.every((lag) => lag !== undefined);
const doesFirstLag = ([lag = 0]: Lags): boolean => lag >= LAGGING_S;
const isSecondAway = ([, lag]: Lags): boolean => lag === undefined;

const first = ([replica]: readonly Replica[]): Replica => replica as Replica;
const second = ([, replica]: readonly Replica[]): Replica => replica as Replica;

export const PHASES: readonly ReplicaFault[] = [
  { name: 'both are well', begin: nothing, isThere: areBothThere, end: nothing },
  {
    name: 'one lags by 10 s',
    begin: (replicas) => first(replicas).node.lagBy(10),
    isThere: doesFirstLag,
    end: (replicas) => first(replicas).node.lagBy(0),
  },
  {
    name: 'one is killed',
    begin: async (replicas) => void second(replicas).node.kill(),
    isThere: isSecondAway,
    end: async (replicas) => void second(replicas).node.start(),
  },
  {
    name: 'one refuses connections',
    begin: (replicas) => first(replicas).proxy.be('refuse'),
    isThere: areBothThere,
    end: (replicas) => first(replicas).proxy.be('none'),
  },
  {
    name: 'one accepts and says nothing',
    begin: (replicas) => second(replicas).proxy.be('silent'),
    isThere: areBothThere,
    end: (replicas) => second(replicas).proxy.be('none'),
  },
  {
    name: 'one lags, the other refuses',
    begin: async (replicas) => {
      await first(replicas).node.lagBy(10);
      await second(replicas).proxy.be('refuse');
    },
    isThere: doesFirstLag,
    end: async (replicas) => {
      await first(replicas).node.lagBy(0);
      await second(replicas).proxy.be('none');
    },
  },
];
