import type { Invocation } from '../invocation.ts';

export async function stamp({ migrator, report }: Invocation, target: string): Promise<void> {
  const names = await (await migrator()).stamp(target === '0' ? 0 : target);
  report.line(
    names.length === 0 ? 'the history is empty now' : `the history has ${names.length}, the last ${names.at(-1)}`,
  );
  report.document({ migrations: names });
}
