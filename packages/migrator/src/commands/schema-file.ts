import { relative } from 'node:path';
import { isDevelopment, scratchDatabaseUrl } from '../env.ts';
import type { Invocation } from '../invocation.ts';
import { readMigrations } from '../migrations-folder.ts';
import { replayMigrations } from '../replay.ts';
import { migrationsHash, readSchemaFile, writeSchemaFile } from '../schema-file.ts';

/**
 * In development, writes schema.sql anew where the migrations are others than those it was made from. What keeps it from
 * being written is told and fails nothing: the migrations themselves have run.
 */
export async function refreshSchemaFile({ config, report, embedded }: Invocation): Promise<void> {
  if (!isDevelopment()) return;
  const files = await readMigrations(config.migrations);
  if ((await readSchemaFile(config.migrations))?.migrations === migrationsHash(files)) return;
  try {
    const url = scratchDatabaseUrl() ?? (await embedded());
    const path = await writeSchemaFile(config.migrations, await replayMigrations(url, config), files);
    report.line(`wrote ${relative(process.cwd(), path)}`);
  } catch (error) {
    report.note(`schema.sql was left as it is: ${error instanceof Error ? error.message : String(error)}`);
  }
}
