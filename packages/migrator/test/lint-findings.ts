import { type Finding, lintMigration } from '../src/lint/lint-migration.ts';
import { NOTHING_KNOWN } from '../src/lint/scope.ts';

/** What is found in a file that follows a migration which made what was before. */
export async function findingsOf(file: string, before = ''): Promise<Finding[]> {
  const { picture } = await lintMigration('1.sql', `-- migrate:up\n${before}`, NOTHING_KNOWN);
  return (await lintMigration('2.sql', file, picture)).findings;
}
