import { createInterface } from 'node:readline/promises';
import { MigratorError } from '../errors.ts';
import type { Invocation } from '../invocation.ts';

export async function repair({ migrator: open, report }: Invocation, { yes }: { yes?: boolean }): Promise<void> {
  const migrator = await open();
  const statuses = await migrator.status();
  const wrong = statuses.filter(({ edited, missing }) => edited || missing);
  const interrupted = await migrator.interrupted();
  if (wrong.length === 0 && interrupted === undefined) {
    report.line('nothing to repair');
    return report.document({ accepted: [], dropped: [] });
  }
  for (const { name, edited } of wrong)
    report.note(edited ? `would accept as it is:  ${name}` : `would drop its row:     ${name}`);
  if (interrupted !== undefined) report.note(`would let run again:    ${interrupted.name}`);
  const names = [...wrong, ...(interrupted === undefined ? [] : [interrupted])].map(({ name }) => name);
  if (!yes && !(await confirm(names.length))) throw undecided(names);
  const repaired = await migrator.repair();
  for (const name of repaired.accepted) report.line(`accepted  ${name}`);
  for (const name of repaired.dropped) report.line(`dropped   ${name}`);
  for (const name of repaired.released ?? []) report.line(`released  ${name}`);
  report.document(repaired);
}

/** Asks on a terminal; without one nobody has said yes. */
async function confirm(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Change ${count} thing${count === 1 ? '' : 's'} in the history? [y/N] `);
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
