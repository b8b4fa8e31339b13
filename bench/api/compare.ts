import { save, versions } from '../results.ts';
import type { Server } from '../server.ts';
import { openDatabase } from './database.ts';
import { endpoints } from './endpoints.ts';
import { figuresOf } from './figures.ts';
import { openLoad } from './load-process.ts';
import { type Results, render } from './report.ts';
import { type Entrant, playRounds } from './rounds.ts';
import { startServer } from './server-process.ts';
import { contestants, REFERENCE } from './servers.ts';

export interface CompareOptions {
  endpoints: readonly string[];
  only?: readonly string[];
  rows: number;
  rounds: number;
  seconds: number;
  connections: number;
  say: (line: string) => void;
}

/** Starts what is asked for and the reference, measures endpoint after endpoint, and prints the table. */
export async function compare(postgres: Server, options: CompareOptions): Promise<void> {
  const { only, rows, rounds, seconds, connections, say } = options;
  const database = await openDatabase(postgres, rows, say);
  const load = openLoad();
  try {
    const chosen = contestants.filter(({ name }) => name === REFERENCE || (only?.includes(name) ?? true));
    const entrants: Entrant[] = [];
    for (const contestant of chosen) {
      entrants.push({ contestant, server: await startServer(contestant.program(database.url)) });
    }
    const figures: Results['figures'][number][] = [];
    const voids: Results['voids'][number][] = [];
    for (const endpoint of endpoints.filter(({ name }) => options.endpoints.includes(name))) {
      const found = figuresOf(endpoint.name, await playRounds(endpoint, entrants, { ...options, database, load }));
      figures.push(...found.figures);
      voids.push(...found.voids);
    }
    const machine = {
      node: process.versions.node,
      postgres: postgres.version,
      platform: `${process.platform} ${process.arch}`,
    };
    const results = { ...machine, rows, rounds, connections, seconds, versions: await versions(), figures, voids };
    process.stdout.write(render(results));
    if (only === undefined && options.endpoints.length === endpoints.length) await saveAll(results, say);
  } finally {
    load.close();
    await database.close();
  }
}

async function saveAll(results: Results, say: (line: string) => void): Promise<void> {
  const name = results.rows === 10_000 ? 'api' : `api-${results.rows}`;
  say(`wrote ${await save(`${name}.json`, results)}`);
  say(`wrote ${await save(`${name}.svg`, plot(results))}`);
}
