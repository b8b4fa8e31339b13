import type { ClientBase } from 'pg';
import { configInvalid, reasonOf } from '../errors.ts';
import { type Connection, type Database, databaseFromUrl } from '../postgres/database.ts';
import { openScratch, type ScratchServer } from '../postgres/scratch.ts';
import type { Project } from './project.ts';

/** A scratch database with a connection to it. */
export interface Bench {
  database: Database;
  client: ClientBase;
}

/** Scratch databases for one command: made at the first need, dropped with its end. */
export interface Workshop {
  readonly project: Project;
  /** `server_version_num` of the scratch server. */
  version(): Promise<string>;
  /** A new database in which the prelude has run. */
  bench(): Promise<Bench>;
}

/** Runs `work` with a workshop, and leaves no database behind on any way out. */
export async function withWorkshop<T>(project: Project, work: (workshop: Workshop) => Promise<T>): Promise<T> {
  let opened: Promise<ScratchServer> | undefined;
  const connections: Connection[] = [];
  const databases: Database[] = [];
  const open = (): Promise<ScratchServer> => (opened ??= project.scratchUrl().then(openScratch));
  try {
    return await work({ project, version: async () => (await open()).version, bench });
  } finally {
    for (const connection of connections) await connection.release();
    for (const database of databases) await database.close();
    await (await opened?.catch(() => undefined))?.close();
  }

  async function bench(): Promise<Bench> {
    const { url } = await (await open()).create();
    const database = databaseFromUrl(url);
    databases.push(database);
    const connection = await database.connect(`migrate scratch (pid ${process.pid})`);
    connections.push(connection);
    await runPrelude(connection.client, project.prelude);
    return { database, client: connection.client };
  }
}

async function runPrelude(client: ClientBase, prelude: readonly string[]): Promise<void> {
  for (const statement of prelude) {
    await client.query(statement).catch((cause: unknown) => {
      throw configInvalid(
        'migrator.config',
        `its prelude ${JSON.stringify(statement)} failed: ${reasonOf(cause)}`,
        cause,
      );
    });
  }
}
