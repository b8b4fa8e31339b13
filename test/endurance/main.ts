/*
 * `pnpm test:endurance [scenario …] [--minutes 10] [--seed 1] [--keep]`: the built server on the embedded PostgreSQL, for
 * long, with more than it can do, and among clients that mean no good. Exit code 0: every aim was met; 1: not so; 2: wrong
 * usage.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { note } from '../harness/words.ts';
import { SCENARIOS, type ScenarioName } from './scenarios.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await runAll();

async function runAll(): Promise<number> {
  const unknown = positionals.filter((name) => !(name in SCENARIOS));
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (unknown.length > 0 || !((minutes ?? 1) > 0) || !Number.isInteger(Number(values.seed))) {
    note(`usage: pnpm test:endurance [${Object.keys(SCENARIOS).join(' | ')}] [--minutes 10] [--seed 1] [--keep]`);
    return 2;
  }
  const names = (positionals.length > 0 ? positionals : Object.keys(SCENARIOS)) as ScenarioName[];
  let isMet = true;
  for (const name of names) isMet = (await runOne(name, minutes)) && isMet;
  return isMet ? 0 : 1;
}

async function runOne(name: ScenarioName, minutes: number | undefined): Promise<boolean> {
  note(`── ${name}`);
  const folder = await mkdtemp(join(tmpdir(), 'roster-endurance-'));
  try {
    return await SCENARIOS[name]({ folder, minutes, seed: Number(values.seed) });
  } finally {
    if (values.keep) note(`Logs and data are in ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}
