import { failover } from './scenarios/failover.ts';
import { pgbouncer } from './scenarios/pgbouncer.ts';
import { replicaFaults } from './scenarios/replica-faults.ts';

export interface ScenarioOptions {
  /** Of this run: configurations, logs and data. */
  folder: string;
  /** How long the load lasts. */
  minutes: number;
  /** Requests a second. */
  rate: number;
}

/** Each is run in a world of its own, and says whether all of its aims were met. */
export const SCENARIOS = {
  failover,
  'replica-faults': replicaFaults,
  pgbouncer,
} satisfies Record<string, (options: ScenarioOptions) => Promise<boolean>>;

export type ScenarioName = keyof typeof SCENARIOS;
