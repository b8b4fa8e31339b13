import { alterColumn, alterTable } from './alter.ts';
import type { OperationOf } from './operation.ts';
import { quoteIdentifier, quoteName } from './quote.ts';
import { addColumnStatements } from './statement-column.ts';
import { without } from './without.ts';

/** Made anew: PostgreSQL 14 to 16 can't change the expression, and none can make a column generated. */
export const setGenerated = ({ table, from, to }: OperationOf<'setGenerated'>): string[] => [
  alterTable(table, `DROP COLUMN ${quoteIdentifier(from.name)}`),
  ...addColumnStatements(table, to),
];

/** A stored column keeps what it holds. A virtual one holds nothing: it is made anew and filled. */
export function dropGenerated(
  { table, from, to }: OperationOf<'dropGenerated'>,
  around: (statements: string[]) => string[],
): string[] {
  const name = quoteIdentifier(from.name);
  if (from.generated?.kind !== 'virtual') return [alterColumn({ table, column: from.name }, 'DROP EXPRESSION')];
  return around([
    alterTable(table, `DROP COLUMN ${name}`),
    ...addColumnStatements(table, { ...without(to, 'default'), nullable: true }),
    `UPDATE ${quoteName(table)} SET ${name} = ${from.generated.expression};`,
    ...(to.nullable ? [] : [alterColumn({ table, column: to.name }, 'SET NOT NULL')]),
  ]);
}
