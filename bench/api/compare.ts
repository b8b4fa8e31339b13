import { save, versions } from '../results.ts';
import type { Server } from '../server.ts';
import { type Database, openDatabase } from './database.ts';
import { endpoints } from './endpoints.ts';
import { figuresOf } from './figures.ts';
import { openLoad } from './load-process.ts';
import { plot } from './plot.ts';
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
  const found = await measureAll(postgres, options);
  const results = { ...machineOf(postgres), rows, rounds, connections, seconds, versions: await versions(), ...found };
  process.stdout.write(render(results));
  if (only === undefined && options.endpoints.length === endpoints.length) await saveAll(results, say);
}

const machineOf = ({ version }: Server) => ({
  node: process.versions.node,
  postgres: version,
  platform: `${process.platform} ${process.arch}`,
});

async function measureAll(postgres: Server, options: CompareOptions): Promise<Pick<Results, 'figures' | 'voids'>> {
  const database = await openDatabase(postgres, options.rows, options.say);
  const load = openLoad();
  try {
    const entrants = await startAll(database, options.only);
    const found = [];
    for (const endpoint of endpoints.filter(({ name }) => options.endpoints.includes(name))) {
      found.push(figuresOf(endpoint.name, await playRounds(endpoint, entrants, { ...options, database, load })));
    }
    return { figures: found.flatMap(({ figures }) => figures), voids: found.flatMap(({ voids }) => voids) };
  } finally {
    load.close();
    await database.close();
  }
}

async function startAll({ url }: Database, only: CompareOptions['only']): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const contestant of contestants.filter(({ name }) => name === REFERENCE || (only?.includes(name) ?? true))) {
    entrants.push({ contestant, server: await startServer(contestant.program(url)) });
  }
  return entrants;
}

async function saveAll(results: Results, say: (line: string) => void): Promise<void> {
  const name = results.rows === 10_000 ? 'api' : `api-${results.rows}`;
  say(`wrote ${await save(`${name}.json`, results)}`);
  say(`wrote ${await save(`${name}.svg`, plot(results))}`);
}
