import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, text } from '@clack/prompts';
import type { Asker } from '../autogenerate/decide.ts';
import { renameJson } from '../autogenerate/rename-flag.ts';
import { decisionNeeded } from '../errors.ts';
import type { Rename } from '../schema/hints.ts';
import { shortName } from '../schema/problem.ts';

/** The two ends of a terminal. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

/** Asks the person at the terminal; stdout is left to results. */
export const terminalAsker = (terminal: Terminal = { input: process.stdin, output: process.stderr }): Asker => ({
  isRename: async (candidate) => answerOf(await confirm({ ...question(candidate), ...terminal }), candidate),
  using: async ({ table, column, from, to }) => {
    const message = `No cast makes ${to} of ${from}. Which expression makes the new ${shortName(table)}.${column}?`;
    const answer = await text({
      message,
      placeholder: `e.g. NULL, or a function of "${column}"`,
      ...terminal,
    });
    return isCancel(answer) || answer.trim() === '' ? undefined : answer;
  },
});

function question(candidate: Rename): { message: string; active: string; inactive: string; initialValue: boolean } {
  const { kind, table, enum: type, from, to } = renameJson(candidate);
  const owner = table ?? type;
  const place = owner === undefined ? '' : ` of ${owner}`;
  return {
    message: `Is the ${kind === 'enumValue' ? 'value' : kind} ${to}${place} the old ${from}?`,
    active: `yes, rename ${from}`,
    inactive: `no, drop ${from} and make ${to} anew`,
    initialValue: false,
  };
}

/** Ctrl-C decides nothing. */
function answerOf(answer: boolean | symbol, candidate: Rename): boolean {
  if (typeof answer === 'boolean') return answer;
  const { flag } = renameJson(candidate);
  throw decisionNeeded('nothing was decided, and no migration was written', 'the question was left', [
    `--rename ${flag}`,
    'or --no-renames',
  ]);
}
