import { relative } from 'node:path';
import { createMigration } from '../create-migration.ts';
import type { Invocation } from '../invocation.ts';

export async function create({ config, report }: Invocation, name: string, { ts }: { ts?: boolean }): Promise<void> {
  const path = await createMigration(config.migrations, name, ts ? 'ts' : 'sql');
  const file = relative(process.cwd(), path);
  report.line(`wrote ${file}`);
  report.document({ file });
}
