import { createInterface } from 'node:readline/promises';
import { MigratorError } from '../errors.ts';
import type { Invocation } from '../invocation.ts';

export async function repair({ migrator: open, report }: Invocation, { yes }: { yes?: boolean }): Promise<void> {
  const migrator = await open();
  const statuses = await migrator.status();
  const wrong = statuses.filter(({ edited, missing }) => edited || missing);
  if (wrong.length === 0) {
    report.line('nothing to repair');
    return report.document({ accepted: [], dropped: [] });
  }
  for (const { name, edited } of wrong)
    report.note(edited ? `would accept as it is:  ${name}` : `would drop its row:     ${name}`);
  if (!yes && !(await confirm(wrong.length))) throw undecided(wrong.map(({ name }) => name));
  const repaired = await migrator.repair();
  for (const name of repaired.accepted) report.line(`accepted  ${name}`);
  for (const name of repaired.dropped) report.line(`dropped   ${name}`);
  report.document(repaired);
}

/** Asks on a terminal; without one nobody has said yes. */
async function confirm(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Change ${count} row${count === 1 ? '' : 's'} of the history? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

const undecided = (migrations: string[]): MigratorError =>
  new MigratorError({
    code: 'DECISION_NEEDED',
    exitCode: 3,
    what: 'the history was left as it is',
    why: 'nobody has agreed to the changes above',
    remedy: 'run `migrate repair --yes`',
    migrations,
  });
