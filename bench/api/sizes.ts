import { join } from 'node:path';
import { save } from '../results.ts';
import type { Server } from '../server.ts';
import { type Database, openDatabase } from './database.ts';
import { endpoints } from './endpoints.ts';
import { type Figure, figuresOf, type Void } from './figures.ts';
import { type Load, openLoad } from './load-process.ts';
import { type Entrant, playRounds } from './rounds.ts';
import { type Program, startServer, stopServers } from './server-process.ts';
import { contestants, REFERENCE } from './servers.ts';

export interface SizeOptions {
  rounds: number;
  seconds: number;
  rows: readonly number[];
  workers: readonly number[];
  connections: readonly number[];
  say: (line: string) => void;
}

/** How much of each there was. */
interface Size {
  rows: number;
  workers: number;
  connections: number;
}

type SizedFigure = Figure & Size;

const SERVERS = new Set([REFERENCE, 'roster']);
const ENDPOINTS = new Set(['one', 'list', 'list-cursor', 'create']);

/** How the cost of a request grows with connections, processes and rows, for Roster and the reference. */
export async function measureSizes(postgres: Server, options: SizeOptions): Promise<void> {
  const load = openLoad();
  const figures: SizedFigure[] = [];
  const voids: (Void & Size)[] = [];
  try {
    for (const rows of options.rows) {
      const database = await openDatabase(postgres, rows, options.say);
      for (const workers of options.workers) {
        const found = await measureWorkers(database, workers, load, options);
        figures.push(...found.figures);
        voids.push(...found.voids);
      }
      await database.close();
    }
  } finally {
    load.close();
  }
  process.stdout.write(render(figures, voids));
  options.say(
    `wrote ${await save('api-sizes.json', { node: process.versions.node, rounds: options.rounds, figures, voids })}`,
  );
}

async function measureWorkers(database: Database, workers: number, load: Load, options: SizeOptions) {
  const entrants: Entrant[] = [];
  for (const contestant of contestants.filter(({ name }) => SERVERS.has(name))) {
    const server = await startServer(clustered(contestant.program(database.url), workers));
    entrants.push({ contestant, server });
  }
  const figures: SizedFigure[] = [];
  const voids: (Void & Size)[] = [];
  for (const { open: _, ...endpoint } of endpoints.filter(({ name }) => ENDPOINTS.has(name))) {
    for (const connections of options.connections) {
      const size = { rows: database.rows, workers, connections };
      options.say(`${size.rows} rows, ${workers} processes, ${connections} connections`);
      const found = figuresOf(
        endpoint.name,
        await playRounds(endpoint, entrants, { ...options, connections, database, load }),
      );
      figures.push(...found.figures.map((figure) => ({ ...figure, ...size })));
      voids.push(...found.voids.map((one) => ({ ...one, ...size })));
    }
  }
  await stopServers();
  return { figures, voids };
}

const PRIMARY = join(import.meta.dirname, 'dist/servers/cluster.js');

/** One process is measured as it is, without a primary. */
const clustered = (program: Program, workers: number): Program =>
  workers === 1
    ? program
    : {
        ...program,
        path: PRIMARY,
        env: { ...program.env, CLUSTER_PROGRAM: program.path, CLUSTER_WORKERS: String(workers) },
      };

function render(figures: readonly SizedFigure[], voids: readonly (Void & Size)[]): string {
  const lines = figures.map(
    ({ endpoint, rows, workers, connections, server, cpu, ratio, throughput, p99, rss }) =>
      `| ${endpoint} | ${rows} | ${workers} | ${connections} | ${server} | ${cpu} | ${ratio.toFixed(2)} | ${throughput} | ${p99} | ${rss} |`,
  );
  return [
    '| endpoint | rows | processes | connections | server | µs | × bare | requests/s | p99 ms | MB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
    '',
    ...voids.map(
      ({ endpoint, server, why, ...size }) => `void: ${endpoint} of ${server}, ${JSON.stringify(size)}: ${why}`,
    ),
    '',
  ].join('\n');
}
