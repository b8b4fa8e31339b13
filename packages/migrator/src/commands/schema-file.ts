import { saveSchemaFile } from '../autogenerate/schema-file.ts';
import { migrationsSource, readSources } from '../autogenerate/sources.ts';
import { withWorkshop } from '../autogenerate/workshop.ts';
import type { Invocation } from '../invocation.ts';
import { readMigrations } from '../migrations-folder.ts';
import { migrationsHash, readSchemaFile } from '../schema-file.ts';

/**
 * For development: writes schema.sql anew where the migrations are others than those it was made from. What keeps it from
 * being written is told and fails nothing: the migrations themselves have run.
 */
export async function refreshSchemaFile({ config, report, project }: Invocation): Promise<void> {
  try {
    const files = await readMigrations(config.migrations);
    if ((await readSchemaFile(config.migrations))?.migrations === migrationsHash(files)) return;
    await withWorkshop(project, async (workshop) => {
      const [schema] = await readSources(workshop, [migrationsSource(files)]);
      const file = schema && (await saveSchemaFile(project, schema, files));
      if (file !== undefined) report.line(`wrote ${file}`);
    });
  } catch (error) {
    report.note(`schema.sql was left as it is: ${error instanceof Error ? error.message : String(error)}`);
  }
}
