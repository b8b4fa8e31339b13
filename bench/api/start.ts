import { median } from '../median.ts';
import { save } from '../results.ts';
import type { Server } from '../server.ts';
import { type Database, openDatabase } from './database.ts';
import { openIdle } from './idle-connections.ts';
import { type Load, openLoad } from './load-process.ts';
import { cpuOf, residentOf } from './process-usage.ts';
import { type Program, type Running, startServer } from './server-process.ts';
import { type Contestant, contestants, peer } from './servers.ts';

export interface StartOptions {
  rounds: number;
  say: (line: string) => void;
}

/** Each read takes 5 seconds of rest, so there are fewer than of the starts. */
const MEMORY_ROUNDS = 3;
const REST = 5000;
const IDLE_CONNECTIONS = 1000;

const REFERENCE: Contestant = { name: 'bare-koa', title: 'Koa + pg, loaded lazily', program: peer('bare-koa') };
const STARTED = new Set(['bare', 'naive', 'roster']);

interface Memory {
  atRest: number;
  afterLoad: number;
  connection: number;
}

/** Milliseconds of one start, and the processor time until then. */
interface Start {
  wall: number;
  cpu: number;
}

/** From the start of a process to its first answer, and what it holds of the memory: interleaved, against the same reference. */
export async function measureStarts(postgres: Server, { rounds, say }: StartOptions): Promise<void> {
  const database = await openDatabase(postgres, 10_000, say);
  const load = openLoad();
  try {
    const subjects = [REFERENCE, ...contestants.filter(({ name }) => STARTED.has(name))];
    const starts = await startRounds(subjects, database, rounds, say);
    const memories = await memoryRounds(subjects, database, load, say);
    const figures = subjects.map(({ name, title }) => figureOf(name, title, starts, memories));
    process.stdout.write(render(figures, rounds));
    say(`wrote ${await save('api-start.json', { node: process.versions.node, rounds, figures })}`);
  } finally {
    load.close();
    await database.close();
  }
}

type ByServer<T> = Record<string, T[]>;

/** One round more goes first: it fills the disk's cache. */
async function startRounds(
  subjects: readonly Contestant[],
  database: Database,
  rounds: number,
  say: StartOptions['say'],
) {
  const found: ByServer<Start> = {};
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? 'starting each once' : `start: round ${round} of ${rounds}`);
    for (const { name, program } of subjects) {
      const start = await timeStart(program(database.url));
      if (round > 0) (found[name] ??= []).push(start);
    }
  }
  return found;
}

async function timeStart(program: Program): Promise<Start> {
  const startedAt = performance.now();
  const server = await startServer(program);
  await getOne(server);
  const start = { wall: performance.now() - startedAt, cpu: cpuOf(server.pids()) };
  await server.stop();
  return start;
}

async function getOne({ address, headers }: Running): Promise<void> {
  const answer = await fetch(`${address}/v1/employees/1`, { headers });
  const { id } = (await answer.json()) as { id: number };
  if (id !== 1) throw new Error(`${address} has answered ${answer.status} to a first request`);
}

async function memoryRounds(subjects: readonly Contestant[], database: Database, load: Load, say: StartOptions['say']) {
  const found: ByServer<Memory> = {};
  for (let round = 1; round <= MEMORY_ROUNDS; round += 1) {
    say(`memory: round ${round} of ${MEMORY_ROUNDS}`);
    for (const { name, program } of subjects) {
      (found[name] ??= []).push(await weigh(await startServer(program(database.url)), load, database.rows));
    }
  }
  return found;
}

async function weigh(server: Running, load: Load, rows: number): Promise<Memory> {
  await rest();
  const atRest = residentOf(server.pids());
  for (const endpoint of ['one', 'list'] as const) {
    const traffic = { endpoint, rows, cursors: [], seed: 1, mark: '' };
    await load.run({ ...server, traffic, connections: 64, amount: endpoint === 'one' ? 6400 : 1920 });
  }
  await rest();
  const afterLoad = residentOf(server.pids());
  const connections = await openIdle(server, IDLE_CONNECTIONS);
  const connection = (residentOf(server.pids()) - afterLoad) / IDLE_CONNECTIONS;
  connections.close();
  await server.stop();
  return { atRest, afterLoad, connection };
}

const rest = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, REST));

interface StartFigure {
  server: string;
  title: string;
  /** To the reference in the same round. */
  ratio: number;
  least: number;
  most: number;
  cpuRatio: number;
  milliseconds: number;
  /** Megabytes, and for a connection kilobytes. */
  atRest: number;
  afterLoad: number;
  connection: number;
}

function figureOf(server: string, title: string, starts: ByServer<Start>, memories: ByServer<Memory>): StartFigure {
  const own = starts[server] ?? [];
  const reference = starts[REFERENCE.name] ?? [];
  const ratios = own.map(({ wall }, round) => wall / (reference[round]?.wall ?? Number.NaN));
  const cpuRatios = own.map(({ cpu }, round) => cpu / (reference[round]?.cpu ?? Number.NaN));
  const memory = (key: keyof Memory, unit: number): number =>
    Math.round(median((memories[server] ?? []).map((seen) => seen[key])) / unit);
  return {
    server,
    title,
    ratio: rounded(median(ratios)),
    least: rounded(Math.min(...ratios)),
    most: rounded(Math.max(...ratios)),
    cpuRatio: rounded(median(cpuRatios)),
    milliseconds: Math.round(median(own.map(({ wall }) => wall))),
    atRest: memory('atRest', 1024 ** 2),
    afterLoad: memory('afterLoad', 1024 ** 2),
    connection: memory('connection', 1024),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

const render = (figures: readonly StartFigure[], rounds: number): string =>
  [
    `Node ${process.versions.node}, ${rounds} starts of each, by turns`,
    '',
    '| server | × Koa + pg | least–most | processor × | ms | MB at rest | MB after load | kB a connection |',
    '|---|---|---|---|---|---|---|---|',
    ...figures.map(
      ({ title, ratio, least, most, cpuRatio, milliseconds, atRest, afterLoad, connection }) =>
        `| ${title} | ${ratio} | ${least}–${most} | ${cpuRatio} | ${milliseconds} | ${atRest} | ${afterLoad} | ${connection} |`,
    ),
    '',
  ].join('\n');
