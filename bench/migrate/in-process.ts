import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diff, fingerprint, introspect, schemaSql } from '@roster/migrator';
import pg from 'pg';
import { median } from '../median.ts';
import type { Server } from '../server.ts';

/** Milliseconds, by what was done. */
export type InProcess = Record<string, number>;

const TIMES = 15;
const UP = join(import.meta.dirname, '../.work/roster/large/migrations');

/** What a process that runs for longer pays, as a boot or a test: reading, comparing and printing 300 tables. */
export async function measureInProcess(server: Server): Promise<InProcess> {
  const url = await server.recreate('in_process');
  for (const file of await readdir(UP)) {
    if (file !== 'schema.sql') await server.query(url, await upOf(join(UP, file)));
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const startedAt = performance.now();
    const schema = await introspect(client);
    const first = performance.now() - startedAt;
    const other = structuredClone(schema);
    return {
      'introspect, first on a connection': rounded(first),
      'introspect, warm': await timed(() => introspect(client)),
      'diff of two equal schemas': await timed(() => diff(schema, other)),
      schemaSql: await timed(() => schemaSql(schema)),
      fingerprint: await timed(() => fingerprint(schema)),
    };
  } finally {
    await client.end();
  }
}

const upOf = async (path: string): Promise<string> => (await readFile(path, 'utf8')).split('-- migrate:down')[0] ?? '';

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

async function timed(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return rounded(median(times));
}
