import type { ScenarioOptions } from '../scenarios.ts';

export const chaos = async (_options: ScenarioOptions): Promise<boolean> => true;
