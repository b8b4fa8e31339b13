import type { Invocation } from '../invocation.ts';
import { showProgress } from './progress.ts';

export interface UpFlags {
  to?: string;
  step?: number;
  allowOutOfOrder?: boolean;
  sql?: boolean;
  dryRun?: boolean;
}

export async function up({ migrator: open, report }: Invocation, { sql, dryRun, ...options }: UpFlags): Promise<void> {
  const migrator = await open();
  if (sql) return printScript(report, await migrator.script('up', options));
  if (dryRun) {
    const names = migrator.plan(await migrator.status(), 'up', options);
    for (const name of names) report.line(`would apply  ${name}`);
    if (names.length === 0) report.line('nothing to do');
    return report.document({ migrations: names });
  }
  showProgress(migrator, report);
  const applied = await migrator.up(options);
  if (applied.length === 0) report.line('nothing to do: the database is up to date');
  report.document({ migrations: applied.map(({ name }) => name) });
}

export function printScript(report: Invocation['report'], script: string): void {
  if (report.json) report.document({ sql: script });
  else process.stdout.write(script);
}
