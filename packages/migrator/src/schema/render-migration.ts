import { withoutLineBreaks } from './expression.ts';
import type { Hazard } from './hazard.ts';
import { hazardsOf } from './hazards.ts';
import type { Operation } from './operation.ts';
import { reverseAll } from './reverse.ts';
import { toSql } from './statement.ts';

/** The text of a migration file: what the operations do, and what undoes them. The same operations give the same bytes. */
export const renderMigration = (operations: readonly Operation[]): string =>
  `-- migrate:up\n${operationsText(operations)}\n-- migrate:down\n${blocks(reverseAll(operations).map((operation) => toSql(operation)))}`;

/** The SQL of operations. Each hazard stands above its statement. */
export function operationsText(operations: readonly Operation[]): string {
  const hazards = hazardsOf(operations);
  return blocks(operations.map((operation, at) => [...(hazards[at] ?? []).map(hazardLine), ...toSql(operation)]));
}

/** One line, whatever is in the names. */
export const hazardLine = ({ code, text }: Hazard): string => `-- hazard: ${code} ${text.replaceAll(/\s+/g, ' ')}`;

const blocks = (lines: readonly (readonly string[])[]): string =>
  lines.map((block) => `${block.map(withoutLineBreaks).join('\n')}\n`).join('');
