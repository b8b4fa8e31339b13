import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiProcess, startApi } from '../../harness/api.ts';
import { withClient } from '../../harness/database.ts';
import { quantile } from '../../harness/figures.ts';
import { type HttpClient, openHttp } from '../../harness/http-client.ts';
import { type Aim, atLeast, atMost, printAims, printTable } from '../../harness/report.ts';
import { until } from '../../harness/until.ts';
import { note } from '../../harness/words.ts';
import { ChaosClient } from '../chaos/client.ts';
import { mountSmallDisk, type SmallDisk } from '../chaos/disk.ts';
import { Documented } from '../chaos/documented.ts';
import { breakConnections, type Faulty, fillDisk, killProcesses, type Struck } from '../chaos/faults.ts';
import { FaultyProxy } from '../chaos/faulty-proxy.ts';
import { type Found, judge } from '../chaos/history.ts';
import { Random } from '../chaos/random.ts';
import { startDatabase } from '../database.ts';
import { freePort } from '../free-port.ts';
import { type Sample, sampling } from '../sampling.ts';
import type { ScenarioOptions } from '../scenarios.ts';

const CLIENTS = 24;
const DISK_FULL_TIMES = 5;
/** Seconds after the last fault in which everybody gets an answer. */
const PATIENCE_S = 60;

/** Everything breaks that can, again and again, and nothing that was told is untrue. */
export async function chaos({ folder, minutes = 10, seed }: ScenarioOptions): Promise<boolean> {
  note(`chance of seed ${seed}: --seed ${seed} has the same faults at the same times`);
  const disk = mountSmallDisk(join(folder, 'postgres'));
  const faulty = await startAll(folder, new Random(seed), disk);
  try {
    return await run(faulty, minutes * 60, seed);
  } finally {
    faulty.disk?.free();
    await Promise.all([...faulty.mortal, faulty.steady].map((api) => api.process.stop()));
    faulty.proxy.close();
    await faulty.database.stop();
    disk?.remove();
  }
}

/** One process is never killed: what it holds in the end, it holds for what it did. */
type World = Faulty & { steady: ApiProcess };

async function startAll(folder: string, random: Random, disk: SmallDisk | undefined): Promise<World> {
  mkdirSync(join(folder, 'postgres'), { recursive: true });
  const database = await startDatabase(folder);
  // So that the log of the database does not fill a small disk by itself.
  await withClient(database.url, async (client) => {
    await client.query(`ALTER SYSTEM SET max_wal_size = '64MB'`);
    await client.query(`ALTER SYSTEM SET min_wal_size = '32MB'`);
    await client.query('SELECT pg_reload_conf()');
  });
  const proxyPort = await freePort();
  const proxy = await FaultyProxy.listen(proxyPort, database.port);
  const url = new URL(database.url);
  url.port = String(proxyPort);
  const env = { DATABASE_URL: url.href };
  const start = async (name: string): Promise<ApiProcess> => startApi(name, await freePort(), folder, env);
  const steady = await start('api-steady');
  const mortal = [await start('api-1'), await start('api-2')];
  return { folder, random, proxy, mortal, steady, env, disk, database };
}

async function run(world: World, seconds: number, seed: number): Promise<boolean> {
  const apis = [world.steady, ...world.mortal].map((api) => openHttp(api, { patience: 10_000 }));
  const documented = await Documented.of(world.steady.address);
  const giveUp = new AbortController();
  const clients = Array.from({ length: CLIENTS }, (_, at) => {
    const random = new Random(seed + at + 1);
    return new ChaosClient(`row-${at}`, { apis, documented, random, giveUp: giveUp.signal });
  });
  const samples = sampling([world.steady.process.pid], 500);
  const struck = await runFaults(world, clients, seconds, giveUp);
  const taken = samples.stop();
  await allWell(apis);
  const found = await contentsOf(world.database.url);
  closeAll(apis);
  printTable([['done', 'times'], ...Object.entries(struck).map(([what, times]) => [what, String(times)])]);
  printTable([
    ['operation and status', 'times'],
    ...[...documented.seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => [what, String(times)]),
  ]);
  return printAims([...aimsOfHistory(clients, found), ...aimsOfAnswers(documented), ...aimsOfProcess(taken, seconds)]);
}

/** Faults and clients for so long; then nothing breaks any more, and everybody gets an answer. */
async function runFaults(
  world: World,
  clients: readonly ChaosClient[],
  seconds: number,
  giveUp: AbortController,
): Promise<Struck> {
  const end = performance.now() + seconds * 1000;
  const isOver = (): boolean => performance.now() > end;
  const struck: Struck = {};
  const working = Promise.all(clients.map((client) => client.work(isOver)));
  await Promise.all([
    breakConnections(world, struck, isOver),
    killProcesses(world, struck, isOver),
    fillDisk(world, struck, { pause: (seconds * 1000) / DISK_FULL_TIMES, isOver }),
  ]);
  note('Nothing is broken any more; everybody gets an answer');
  const late = setTimeout(() => giveUp.abort(), PATIENCE_S * 1000);
  await working;
  clearTimeout(late);
  return struck;
}

const allWell = (apis: readonly HttpClient[]): Promise<unknown> =>
  until(
    'all processes are ready',
    async () => {
      const answers = await Promise.all(apis.map((api) => api.ask({ method: 'GET', path: '/readyz' })));
      return answers.every(({ status }) => status === 200) || undefined;
    },
    { within: PATIENCE_S },
  );

const contentsOf = (url: string): Promise<Found[]> =>
  withClient(url, async (client) => (await client.query<Found>('SELECT id, name, bonus FROM employee')).rows);

const closeAll = (apis: readonly HttpClient[]): void => {
  for (const api of apis) api.close();
};

const SHOWN = 5;

function aimsOfHistory(clients: readonly ChaosClient[], found: readonly Found[]): Aim[] {
  const rows = clients.flatMap((client) => client.rows);
  const wrong = [...clients.flatMap((client) => client.wrong), ...judge(rows, found)];
  for (const { what, detail } of wrong.slice(0, SHOWN)) note(`${what}: ${detail}`);
  const count = (kind: string): number => wrong.filter(({ what }) => what === kind).length;
  return [
    atLeast(
      'acknowledged writes',
      clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      1,
    ),
    atMost('acknowledged writes that are lost', count('lost'), 0),
    atMost('writes done twice', count('twice'), 0),
    atMost('wrong answers', count('wrong answer'), 0),
    atMost('rows of which nobody got an answer in the end', rows.filter(({ state }) => state === 'asked').length, 0),
  ];
}

function aimsOfAnswers({ seen, undocumented }: Documented): Aim[] {
  const failed = [...seen].filter(([what]) => what.endsWith(': 500')).reduce((sum, [, times]) => sum + times, 0);
  for (const what of undocumented) note(`not documented: ${what}`);
  return [atMost('statuses that are not documented', undocumented.size, 0), atMost('internal errors (500)', failed, 0)];
}

/** The first third, without the start, against the last. */
function aimsOfProcess(samples: readonly Sample[], seconds: number): Aim[] {
  const median = (from: number, to: number, of: (sample: Sample) => number): number =>
    quantile(samples.filter(({ at }) => at >= from && at < to).map(of), 0.5);
  const ratio = (of: (sample: Sample) => number): number =>
    median((seconds * 2) / 3, seconds, of) / median(Math.min(30, seconds / 10), seconds / 3, of);
  return [
    atMost(
      'memory in the last third, against the first',
      ratio(({ memory }) => memory),
      1.25,
      ' ×',
    ),
    atMost(
      'descriptors in the last third, against the first',
      ratio(({ descriptors }) => descriptors),
      1.25,
      ' ×',
    ),
  ];
}
