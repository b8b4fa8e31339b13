import { check as checkProject } from '../autogenerate/check.ts';
import type { Checked } from '../autogenerate/checked.ts';
import { describeDifference, describeOperation } from '../autogenerate/describe.ts';
import type { Invocation } from '../invocation.ts';

export async function check(invocation: Invocation, { database = false }: { database?: boolean }): Promise<void> {
  const { project, report } = invocation;
  const migrator = database ? await invocation.migrator() : undefined;
  const checked = await checkProject(project, migrator && { status: () => migrator.status(), source: migrator.source });
  for (const line of findings(checked)) report.line(line);
  if (checked.ok)
    report.line(`fine: models, migrations${database ? ', schema.sql and database' : ' and schema.sql'} say the same`);
  report.document(checked);
  if (!checked.ok) process.exitCode = 1;
}

/** What was found, each with what to do. */
function findings(checked: Checked): string[] {
  const { operations, problems, schemaFile, pending, edited, missing, outOfOrder, drift } = checked;
  return [
    ...group('the models say more or less than the migrations make: `migrate generate NAME`', [
      ...operations.map(describeOperation),
      ...problems.map(({ object, text }) => `${object}: ${text}`),
    ]),
    ...(schemaFile === 'current' ? [] : [SCHEMA_FILE[schemaFile]]),
    ...group('pending: `migrate up`', pending),
    ...group('edited since applied: restore it, or `migrate repair`', edited),
    ...group('applied, and the file is gone: restore it, or `migrate repair`', missing),
    ...group('older than what is applied: `migrate up --allow-out-of-order`', outOfOrder),
    ...group(
      'the database has drifted from its migrations: `migrate diff --from database --to migrations --sql` prints the way back',
      (drift ?? []).map(describeDifference),
    ),
  ];
}

const SCHEMA_FILE = {
  stale: 'schema.sql is not what the migrations make: `migrate generate NAME` or `migrate up` writes it anew',
  missing: 'there is no schema.sql: `migrate generate NAME` or `migrate up` writes it',
};

const group = (head: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [head, ...items.map((item) => `  ${item}`)];
