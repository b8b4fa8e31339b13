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

/** How to spawn a server of the next build: one that has a migration more. */
export async function nextBuild(): Promise<{ env: { TEST_MIGRATIONS: string }; options: { flags: string[] } }> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(migrations, folder, { recursive: true });
  await writeFile(join(folder, `${PENDING}.sql`), UP_AND_DOWN);
  return { env: { TEST_MIGRATIONS: folder }, options: { flags: ['--import', './test/fixtures/other-migrations.js'] } };
}
