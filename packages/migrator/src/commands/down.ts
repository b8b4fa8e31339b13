import { usage } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import type { Target } from '../state.ts';
import { showProgress } from './progress.ts';
import { printPlan, printScript } from './up.ts';

export interface DownFlags {
  to?: string;
  step?: number;
  sql?: boolean;
  dryRun?: boolean;
}

export async function down(
  { migrator: open, report }: Invocation,
  { sql, dryRun, to, step }: DownFlags,
): Promise<void> {
  if (to === '') throw usage('--to is empty', 'it names a migration, or 0 for all');
  const target: Target = { ...(to !== undefined && { to: to === '0' ? 0 : to }), ...(step !== undefined && { step }) };
  const migrator = await open();
  if (sql) return printScript(report, await migrator.script('down', target));
  if (dryRun) return printPlan(report, 'revert', migrator.plan(await migrator.status(), 'down', target));
  showProgress(migrator, report);
  const reverted = await migrator.down(target);
  if (reverted.length === 0) report.line('nothing to do: no migration is applied');
  report.document({ migrations: reverted.map(({ name }) => name) });
}
