import type { Invocation } from '../invocation.ts';
import { type LintedHazard, lint as lintMigrations } from '../lint/lint.ts';

/** Tells every hazard that nobody has accepted; any is a failure. */
export async function lint({ config, report }: Invocation, files: readonly string[]): Promise<void> {
  const { migrations } = config;
  const { hazards, skipped } = await lintMigrations({ migrations, ...(files.length > 0 && { files }) });
  for (const file of skipped) report.note(`skipped  ${file}: a program; what it sends is known only when it runs`);
  const open = hazards.filter(({ accepted }) => !accepted);
  for (const { file, line, code, text } of open) report.line(`${file}:${line}  ${code}  ${text}`);
  report.line(summary(hazards, open.length));
  report.document({ hazards });
  if (open.length > 0) process.exitCode = 1;
}

function summary(hazards: readonly LintedHazard[], open: number): string {
  const accepted = hazards.length - open;
  const signed = accepted === 0 ? '' : `, ${accepted} accepted`;
  if (open === 0) return `no open hazard${signed}`;
  return `${open} hazard${open === 1 ? '' : 's'} not accepted${signed}: mend the statement, or sign the line above it with -- accepted: <code> <text>`;
}
