import type { Direction } from './step.ts';

/**
 * That a migration has begun to run outside a transaction. It stands in the comment of the history table from before its
 * statement until after its history row: where a run is cut, nobody else would know that it had begun.
 */
export interface StartMark {
  name: string;
  direction: Direction;
  /** ISO 8601. */
  at: string;
  /** The server's process that ran it, and when that one began, in seconds since 1970: process ids come again. */
  pid: number;
  backendStart: string;
}

const LINE = /^migrate: (up|down) (.+) began (\S+) in server process (\d+) of (\S+)$/;

/** The mark in the history table's comment. */
export function readMark(comment: string | null): StartMark | undefined {
  const found = linesOf(comment)
    .map((line) => LINE.exec(line))
    .find((match) => match !== null);
  if (found == null) return undefined;
  const [, direction = '', name = '', at = '', pid, backendStart = ''] = found;
  return { name, direction: direction as Direction, at, pid: Number(pid), backendStart };
}

/** The comment with this mark in the place of any other; what somebody else has written there stays. */
export function withMark(comment: string | null, mark: StartMark | undefined): string | null {
  const others = linesOf(comment).filter((line) => !LINE.test(line));
  const lines = mark === undefined ? others : [...others, writeMark(mark)];
  return lines.length === 0 ? null : lines.join('\n');
}

const writeMark = ({ name, direction, at, pid, backendStart }: StartMark): string =>
  `migrate: ${direction} ${name} began ${at} in server process ${pid} of ${backendStart}`;

const linesOf = (comment: string | null): string[] => (comment === null ? [] : comment.split('\n'));

/** Whether a mark still says something: what was going up is not recorded yet, what was going down is recorded still. */
export const isUnsettled = ({ name, direction }: StartMark, rows: readonly { name: string }[]): boolean =>
  rows.some((row) => row.name === name) === (direction === 'down');
