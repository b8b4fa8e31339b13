import { badClients } from './scenarios/bad-clients.ts';
import { chaos } from './scenarios/chaos.ts';
import { overload } from './scenarios/overload.ts';
import { soak } from './scenarios/soak.ts';

export interface ScenarioOptions {
  /** Of this run: data and logs. */
  folder: string;
  /** How long the load lasts that the scenario is about; none: its own time. */
  minutes?: number | undefined;
  /** What chance is made of. */
  seed: number;
}

/** Each has a database and servers of its own, and says whether all of its aims were met. */
export const SCENARIOS = {
  chaos,
  soak,
  overload,
  'bad-clients': badClients,
} satisfies Record<string, (options: ScenarioOptions) => Promise<boolean>>;

export type ScenarioName = keyof typeof SCENARIOS;
