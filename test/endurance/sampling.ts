import { descriptorsOf, residentOf } from './machine.ts';

/** What processes held at one time, all together. */
export interface Sample {
  /** Seconds since the first. */
  at: number;
  /** MB. */
  memory: number;
  /** Files and sockets. */
  descriptors: number;
}

/** Looks at processes now and then, until it is stopped. @param every milliseconds */
export function sampling(pids: readonly number[], every: number): { stop(): Sample[] } {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const sum = (of: (pid: number) => number): number => pids.reduce((total, pid) => total + of(pid), 0);
  const take = (): void => {
    const at = (performance.now() - startedAt) / 1000;
    samples.push({ at, memory: sum(residentOf), descriptors: sum(descriptorsOf) });
  };
  const timer = setInterval(take, every);
  take();
  return {
    stop: () => {
      clearInterval(timer);
      return samples;
    },
  };
}
