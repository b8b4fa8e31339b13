import { type Statement, splitStatements } from './statements.ts';

/** Words that may begin or end a transaction; only where one stands in the text is it worth parsing. */
const WORDS = /\b(begin|start\s+transaction|commit|end|rollback|abort|prepare\s+transaction)\b/i;
const HARMLESS = new Set(['TRANS_STMT_SAVEPOINT', 'TRANS_STMT_RELEASE', 'TRANS_STMT_ROLLBACK_TO']);
const BEGINS = new Set(['TRANS_STMT_BEGIN', 'TRANS_STMT_START']);

export const mayControlTransaction = (sql: string): boolean => WORDS.test(sql);

/** Whether a statement begins or ends a transaction. */
export const controlsTransaction = ({ transaction }: Statement): boolean =>
  transaction !== undefined && !HARMLESS.has(transaction);

/** Whether a text begins a transaction before it ends one, and leaves none open: it can be sent only outside of another. */
export async function hasOwnTransaction(sql: string): Promise<boolean> {
  if (!mayControlTransaction(sql)) return false;
  const controls = (await splitStatements(sql).catch(() => [])).filter(controlsTransaction);
  const [first, last] = [controls.at(0), controls.at(-1)].map((control) => BEGINS.has(control?.transaction ?? ''));
  return first === true && last === false;
}
