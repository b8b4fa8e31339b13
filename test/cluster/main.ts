/*
 * `pnpm test:cluster [scenario …] [--minutes 3] [--keep]`: the API on a real cluster, whose parts are killed, cut off and
 * slowed. Exit code 0: every aim was met, or this machine can't have a cluster and that was said; 1: not so; 2: wrong usage.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { note } from '../harness/words.ts';
import { missingFromDebian } from './debian.ts';
import { runApart } from './namespace.ts';
import { SCENARIOS, type ScenarioName, type ScenarioOptions } from './scenarios.ts';

/** Set for the process inside the namespaces; what it says is the folder of that run. */
const INSIDE = 'ROSTER_CLUSTER_FOLDER';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '3' },
    rate: { type: 'string', default: '200' },
    keep: { type: 'boolean', default: false },
  },
});
const folder = process.env[INSIDE];
process.exitCode = folder === undefined ? await outside() : await inside(folder);

/** Each scenario has a cluster of its own. */
async function outside(): Promise<number> {
  const unknown = positionals.filter((name) => !(name in SCENARIOS));
  if (unknown.length > 0 || !(Number(values.minutes) > 0 && Number(values.rate) > 0)) {
    note(`usage: pnpm test:cluster [${Object.keys(SCENARIOS).join(' | ')}] [--minutes 3] [--rate 200] [--keep]`);
    return 2;
  }
  const reason = missingFromDebian();
  if (reason !== undefined) {
    note(`SKIPPED, NOTHING WAS TESTED: ${reason}.`);
    return 0;
  }
  let worst = 0;
  for (const name of positionals.length > 0 ? positionals : Object.keys(SCENARIOS)) {
    const code = await runOne(name);
    worst = Math.max(worst, code);
    // Whoever ended this one wants no other.
    if (code >= 128) break;
  }
  return worst;
}

async function runOne(name: string): Promise<number> {
  note(`── ${name}`);
  const home = await mkdtemp(join(tmpdir(), 'roster-cluster-'));
  // PostgreSQL runs as another user and has to get in.
  await chmod(home, 0o777);
  const script = [...process.execArgv, import.meta.filename, name, '--minutes', values.minutes, '--rate', values.rate];
  try {
    return await runApart([process.execPath, ...script], { [INSIDE]: home });
  } finally {
    if (values.keep) note(`Logs and data are in ${home}`);
    else await rm(home, { recursive: true, force: true });
  }
}

/** Whatever is still running when this process ends, ends with it. */
async function inside(home: string): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  if (!existsSync(home)) throw new Error(`${home} is not there`);
  const options: ScenarioOptions = { folder: home, minutes: Number(values.minutes), rate: Number(values.rate) };
  const isMet = await SCENARIOS[positionals[0] as ScenarioName](options);
  process.exit(isMet ? 0 : 1);
}
