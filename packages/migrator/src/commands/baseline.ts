import { baseline as adopt } from '../autogenerate/baseline.ts';
import type { Unmanaged } from '../autogenerate/unmanaged.ts';
import type { Invocation } from '../invocation.ts';

export async function baseline({ project, migrator, report }: Invocation, name: string): Promise<void> {
  const adopted = await adopt(project, await migrator(), name);
  const { file, operations, unmanaged } = adopted;
  const tables = operations.filter(({ op }) => op === 'createTable').length;
  report.line(`wrote ${file}  (${tables} table${tables === 1 ? '' : 's'}), and recorded it as applied`);
  for (const line of linesOf(unmanaged)) report.line(line);
  report.document(adopted);
}

/** What a new database made of the migration would lack, one line for each kind. */
function linesOf(unmanaged: readonly Unmanaged[]): string[] {
  if (unmanaged.length === 0) return [];
  const kinds = [...new Set(unmanaged.map(({ kind }) => kind))];
  return [
    'the database also has, and a new one made by this migration will not:',
    ...kinds.map((kind) => `  ${kind}: ${namesOf(unmanaged, kind)}`),
    'give it what it needs by a migration of your own (`migrate create NAME`); what the tables are made of (an extension,',
    'a function) must be there before the first one, on scratch databases by `prelude` of the config',
  ];
}

const namesOf = (unmanaged: readonly Unmanaged[], kind: string): string =>
  unmanaged
    .filter((item) => item.kind === kind)
    .map(({ name }) => name)
    .join(', ');
