import { type Finding, lintSection } from '../src/lint/lint-section.ts';
import { NOTHING_KNOWN } from '../src/lint/scope.ts';
import { parseSqlMigration } from '../src/migration-file.ts';

/** What is found in a file that follows a migration which made what was before. */
export async function findingsOf(file: string, before = ''): Promise<Finding[]> {
  const first = parseSqlMigration('1.sql', `-- migrate:up\n${before}`).up;
  const { picture } = await lintSection('1.sql', first, NOTHING_KNOWN);
  return (await lintSection('2.sql', parseSqlMigration('2.sql', file).up, picture)).findings;
}
