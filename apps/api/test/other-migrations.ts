import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '@roster/models/migrations';
import { onTestFinished } from 'vitest';

export const PENDING = '2099.01.01T00.00.00.add-note';

const UP_AND_DOWN = `-- migrate:up
ALTER TABLE "employee" ADD COLUMN "note" TEXT;
-- migrate:down
ALTER TABLE "employee" DROP COLUMN "note";
`;

/**
 * How to spawn a server of the next build: one that has a migration more.
 *
 * @param files name → text
 */
export async function nextBuild(
  files: Record<string, string> = { [`${PENDING}.sql`]: UP_AND_DOWN },
): Promise<{ env: { TEST_MIGRATIONS: string }; options: { flags: string[] } }> {
  const models = await mkdtemp(join(tmpdir(), 'roster-models-'));
  onTestFinished(() => rm(models, { recursive: true }));
  const folder = join(models, 'migrations');
  await cp(migrations, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { env: { TEST_MIGRATIONS: folder }, options: { flags: ['--import', './test/fixtures/other-migrations.js'] } };
}
