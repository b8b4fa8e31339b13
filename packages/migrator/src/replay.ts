import pg from 'pg';
import type { LoadedConfig } from './config.ts';
import { createMigrator, type Migrator } from './migrator.ts';
import { introspect } from './postgres/introspect.ts';
import { withScratch } from './postgres/scratch.ts';
import type { Schema } from './schema/schema.ts';

export type ReplayOptions = Pick<LoadedConfig, 'migrations' | 'history' | 'schemas' | 'ignore' | 'prelude'>;

/**
 * The schema that the migrations make, found by running them all on a scratch database.
 *
 * @param scratchUrl of a server where databases may be created
 * @throws what a failing migration throws
 */
export function replayMigrations(scratchUrl: string, options: ReplayOptions): Promise<Schema> {
  return withScratch(scratchUrl, async (server) => {
    const { url } = await server.create();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of options.prelude ?? []) await client.query(statement);
      const migrator = migratorOf(url, options);
      await migrator.up();
      await migrator.close();
      return await introspect(client, migrator.managed);
    } finally {
      await client.end();
    }
  });
}

function migratorOf(url: string, { migrations, history, schemas, ignore }: ReplayOptions): Migrator {
  return createMigrator({
    url,
    migrations,
    ...(history !== undefined && { history }),
    ...(schemas !== undefined && { schemas }),
    ...(ignore !== undefined && { ignore }),
  });
}
