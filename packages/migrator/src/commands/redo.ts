import type { Invocation } from '../invocation.ts';
import { showProgress } from './progress.ts';

export async function redo({ migrator: open, report }: Invocation): Promise<void> {
  const migrator = await open();
  showProgress(migrator, report);
  const redone = await migrator.redo();
  if (redone.length === 0) report.line('nothing to do: no migration is applied');
  report.document({ migrations: redone.map(({ name }) => name) });
}
