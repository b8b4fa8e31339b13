import { DAYS, type Database, FIRST_DAY } from './database.ts';
import type { Running } from './server-process.ts';

const PAGES = 48;

/** At a million rows each takes the database a while. */
const known = new WeakMap<Running, string[]>();

/**
 * Where pages past nine tenths of the rows end, in the server's own cursors. No offset reaches that far in a million
 * rows, so each is the end of a page of one that a filter by date begins there; a cursor holds a place and no filter.
 *
 * @throws when the server shows another place
 */
export async function deepCursors(server: Running, database: Database): Promise<string[]> {
  const found = known.get(server) ?? (await readCursors(server, database));
  known.set(server, found);
  return found;
}

async function readCursors(server: Running, { rows }: Database): Promise<string[]> {
  const cursors: string[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const day = FIRST_DAY + DAYS * 86_400_000 * (0.91 + (0.08 * page) / PAGES);
    const query = new URLSearchParams({ limit: '1', entryFrom: new Date(day).toISOString() }).toString();
    const answer = await fetch(`${server.address}/v1/employees?${query}`, { headers: server.headers });
    const { items, nextCursor } = (await answer.json()) as { items: { id: number }[]; nextCursor: string };
    if (!((items[0]?.id ?? 0) > rows * 0.9)) throw new Error(`no deep page at ${query}: status ${answer.status}`);
    cursors.push(nextCursor);
  }
  return cursors;
}
