import { createMigration } from '../create-migration.ts';
import type { Invocation } from '../invocation.ts';
import { showPath } from '../migrations-folder.ts';

export async function create({ config, report }: Invocation, name: string, { ts }: { ts?: boolean }): Promise<void> {
  const path = await createMigration(config.migrations, name, ts ? 'ts' : 'sql');
  const file = showPath(path);
  report.line(`wrote ${file}`);
  report.document({ file });
}
