import { type ApiProcess, startApi } from '../harness/api.ts';
import { type Database, seedRows, startDatabase } from './database.ts';
import { freePort } from './free-port.ts';
import { Load } from './load/load.ts';
import type { Traffic } from './load/traffic.ts';
import { pin, yieldCore } from './machine.ts';

/** One API process with rows, and a process that sends load: what capacity can be measured of. */
export interface Subject {
  database: Database;
  api: ApiProcess;
  port: number;
  load: Load;
  traffic: Traffic;
}

const ROWS = 100_000;
const CURSORS = 40;

interface Options {
  rows?: number;
  /** Settings of the API. */
  env?: Readonly<Record<string, string>>;
}

/**
 * The API has a core to itself; PostgreSQL and the load share another, as they would not if they had one each. A server's
 * own processes are started last, so that they inherit the core.
 */
export async function withSubject<T>(
  folder: string,
  work: (subject: Subject) => Promise<T>,
  { rows = ROWS, env = {} }: Options = {},
): Promise<T> {
  const database = await startDatabase(folder);
  const load = new Load();
  let api: ApiProcess | undefined;
  try {
    pin(database.pid, 1);
    pin(load.pid, 1);
    // A load that is late because PostgreSQL has the core would measure itself.
    yieldCore(database.pid);
    const port = await freePort();
    api = await startApi('api', port, folder, { DATABASE_URL: database.url, ...env });
    pin(api.process.pid, 0);
    await seedRows(database.url, rows);
    const traffic = { rows, cursors: await cursorsOf(api.address), prefix: 'new' };
    return await work({ database, api, port, load, traffic });
  } finally {
    load.close();
    await api?.process.stop();
    await database.stop();
  }
}

async function cursorsOf(address: string): Promise<string[]> {
  const cursors: string[] = [];
  for (let page = 0; page < CURSORS; page += 1) {
    const answer = await fetch(`${address}/v1/employees?sort=-salary&limit=1&offset=${page * 200}`);
    cursors.push(((await answer.json()) as { nextCursor: string }).nextCursor);
  }
  return cursors;
}
