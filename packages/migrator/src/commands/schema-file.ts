import { relative } from 'node:path';
import { isDevelopment, scratchDatabaseUrl } from '../env.ts';
import type { Invocation } from '../invocation.ts';
import { readMigrations } from '../migrations-folder.ts';
import { managedBy } from '../migrator.ts';
import { replayMigrations } from '../replay.ts';
import { migrationsHash, readSchemaFile, renderSchemaFile, writeSchemaFile } from '../schema-file.ts';
import { loadModels } from '../sequelize/load-models.ts';
import { modelsHash } from '../sequelize/models-hash.ts';

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
    const models = modelsHash(await loadModels(config), managedBy(config).ignore);
    const text = renderSchemaFile(await replayMigrations(url, config), models, files);
    const path = await writeSchemaFile(config.migrations, text);
    report.line(`wrote ${relative(process.cwd(), path)}`);
  } catch (error) {
    report.note(`schema.sql was left as it is: ${error instanceof Error ? error.message : String(error)}`);
  }
}
