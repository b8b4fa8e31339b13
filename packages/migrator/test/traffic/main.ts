/**
 * Migrations on a big table while a service uses it: each hazard's statement as it stands, while a long transaction holds
 * the table, and then the safe way that its text proposes. Prints a table; exit 1 where a request has waited over a
 * second, or an end is not the one that is promised. README.md beside it tells what was seen.
 *
 *   pnpm test:traffic --rows 1000000 --rate 200 --patience 25
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startLocalPostgres, workspaceDataDir } from '@roster/local-postgres';
import pg from 'pg';
import { lint } from '../../src/index.ts';
import { CASES, type Case, type Part } from './cases.ts';
import { type Load, startLoad, type Waits } from './load.ts';
import { type Ended, openScene, type Scene } from './scene.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '200' },
    connections: { type: 'string', default: '40' },
    /** In s: for how long a statement that is not safe is tried. */
    patience: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const [rows, rate, connections, patience] = [values.rows, values.rate, values.connections, values.patience].map(
  Number,
) as [number, number, number, number];

/** In ms: what no request may wait. */
const LIMIT = 1_000;
/** In ms: for how long the long transaction stays when the safe way runs. */
const HELD = 6_000;
const BATCH = 2_000;

interface Line extends Waits {
  code: string;
  what: string;
  way: string;
  outcome: string;
  seconds: number;
  isFine: boolean;
}

const lines: Line[] = [];
let scene: Scene;
interface Measured {
  code: string;
  what: string;
  way: string;
  /** In ms. */
  limit: number;
}

/** @param work returns how it ended; `wanted` is in it where that is right */
async function measure(load: Load, { limit, ...about }: Measured, work: () => Promise<string>): Promise<void> {
  await load.take();
  const startedAt = performance.now();
  const outcome = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const waits = await load.take();
  const isEndRight = !outcome.startsWith('WRONG');
  const line = {
    ...about,
    ...waits,
    outcome,
    seconds,
    isFine: isEndRight && waits.failed === 0 && waits.longest < limit,
  };
  if (lines.length === 0) process.stdout.write(`${HEAD}\n`);
  lines.push(line);
  process.stdout.write(`${show(line)}\n`);
}

const HEAD =
  '| hazard | what | way | longest wait | p99 | requests | took | end |\n| --- | --- | --- | ---: | ---: | ---: | ---: | --- |';
const show = ({ code, what, way, longest, p99, requests, seconds, outcome, isFine: fine }: Line): string =>
  `| ${[code, what, way, `${longest.toFixed(0)} ms`, `${p99.toFixed(0)} ms`, requests, `${seconds.toFixed(1)} s`, `${outcome}${fine ? '' : ' MISSED'}`].join(' | ')} |`;

/** What happens without giving way: everyone waits behind the waiting statement. */
async function plainAlter(): Promise<string> {
  const release = await scene.hold();
  const client = new pg.Client({ connectionString: scene.url });
  await client.connect();
  const end = await client.query("SET lock_timeout = '5s'; ALTER TABLE employee ADD COLUMN plain text").then(
    () => 'WRONG: applied',
    (error: { code?: string }) => `refused, ${error.code}`,
  );
  await client.end();
  await release();
  return end;
}

async function tryCase(load: Load, { code, what, unsafe, isRunning, safe }: Case): Promise<void> {
  if (unsafe !== undefined) {
    const work = async (): Promise<string> => {
      const release = await scene.hold();
      const ended = await scene.migrate(unsafe, {
        lockTimeout: 5_000,
        attempts: Math.max(1, Math.round(patience / 5)),
      });
      await release();
      return `${ended.outcome === '55P03' ? '' : 'WRONG: '}${ended.outcome} after ${ended.tries} tries`;
    };
    const limit = isRunning ? Infinity : LIMIT;
    await measure(load, { code, what, way: 'as it is, beside a long transaction', limit }, work);
  }
  const release = await scene.hold();
  const held = sleep(HELD).then(release);
  await measure(load, { code, what, way: 'the safe way', limit: LIMIT }, () => runParts(safe));
  await held;
}

async function runParts(parts: readonly Part[]): Promise<string> {
  const ends: Ended[] = [];
  for (const part of parts) {
    if ('batches' in part) await runBatches(part.batches);
    else ends.push(await scene.migrate(part.migration, { lockTimeout: 5_000, attempts: 5 }));
  }
  const wrong = ends.find(({ outcome }) => outcome !== 'applied');
  if (wrong !== undefined) return `WRONG: ${wrong.outcome} ${wrong.said.join('; ')}`;
  const tries = ends.reduce((sum, end) => sum + end.tries - 1, 0);
  return tries === 0 ? 'applied' : `applied, gave way ${tries} times`;
}

/**
 * Each its own transaction, outside of a migration. One that waits for a row which somebody holds has locked others by
 * then: it gives up soon, and comes again.
 */
async function runBatches(batch: (from: number, to: number) => string): Promise<void> {
  const client = new pg.Client({ connectionString: scene.url });
  await client.connect();
  await client.query("SET lock_timeout = '200ms'");
  const { rows: found } = await client.query<{ most: number }>('SELECT max(id) AS most FROM employee');
  const most = found[0]?.most ?? 0;
  for (let from = 1; from <= most; from += BATCH) {
    while (!(await isDone(client.query(batch(from, from + BATCH - 1))))) await sleep(500);
  }
  await client.end();
}

const isDone = (batch: Promise<unknown>): Promise<boolean> =>
  batch.then(
    () => true,
    (error: { code?: string }) => {
      if (error.code !== '55P03') throw error;
      return false;
    },
  );

/** What the texts propose has no hazard left that nobody has accepted. */
async function assertLint({ folder }: Scene): Promise<void> {
  const { hazards } = await lint({ migrations: folder });
  for (const { file, line, code, text, accepted } of hazards.filter((hazard) => !hazard.accepted)) {
    process.stdout.write(`lint has a word against the safe way: ${file}:${line} ${code} ${text} ${accepted}\n`);
    process.exitCode = 1;
  }
}

async function main(): Promise<void> {
  const server = await startLocalPostgres({ dataDir: workspaceDataDir() });
  scene = await openScene(server.url('postgres'), rows);
  const load = startLoad(scene.url, { rate, rows, connections });
  try {
    await tryAll(load);
    await assertLint(scene);
  } finally {
    await load.stop();
    await scene.close();
    await server.stop();
  }
  const isFine = lines.every((line) => line.isFine);
  process.stdout.write(
    `\n${isFine ? 'fine' : 'MISSED'}: ${rows} rows, ${rate} requests a second over ${connections} connections\n`,
  );
  if (!isFine) process.exitCode = 1;
}

async function tryAll(load: Load): Promise<void> {
  await measure(load, { code: '', what: 'no migration', way: 'nothing', limit: LIMIT }, async () => {
    await sleep(5_000);
    return 'quiet';
  });
  const plain = 'ALTER TABLE with lock_timeout 5 s, by another tool, beside a long transaction';
  await measure(load, { code: '', what: 'a column added', way: plain, limit: Infinity }, plainAlter);
  const { only = '' } = values;
  for (const item of CASES.filter(({ what, code }) => `${code} ${what}`.includes(only))) await tryCase(load, item);
}

await main();
