import { isDevelopment } from '../env.ts';
import type { Invocation } from '../invocation.ts';
import { showProgress } from './progress.ts';

export interface UpFlags {
  to?: string;
  step?: number;
  allowOutOfOrder?: boolean;
  sql?: boolean;
  dryRun?: boolean;
}

export async function up(invocation: Invocation, { sql, dryRun, ...options }: UpFlags): Promise<void> {
  const { report } = invocation;
  const migrator = await invocation.migrator();
  if (sql) return printScript(report, await migrator.script('up', options));
  if (dryRun) return printPlan(report, 'apply', migrator.plan(await migrator.status(), 'up', options));
  showProgress(migrator, report);
  const applied = await migrator.up(options);
  if (applied.length === 0) report.line('nothing to do: the database is up to date');
  if (isDevelopment() && (await migrator.pending()).length === 0) await refreshSchemaFile(invocation);
  report.document({ migrations: applied.map(({ name }) => name) });
}

async function refreshSchemaFile(invocation: Invocation): Promise<void> {
  return (await import('./schema-file.ts')).refreshSchemaFile(invocation);
}

export function printScript(report: Invocation['report'], script: string): void {
  if (report.json) report.document({ sql: script });
  else process.stdout.write(script);
}

export function printPlan(report: Invocation['report'], verb: 'apply' | 'revert', names: string[]): void {
  for (const name of names) report.line(`would ${verb}  ${name}`);
  if (names.length === 0) report.line('nothing to do');
  report.document({ migrations: names });
}
