import type { ClientBase } from 'pg';
import type { Statement } from '../postgres/statements.ts';
import type { StartMark } from '../start-mark.ts';

/** What is to be done of a statement that an earlier run may have begun. */
export interface Resumption {
  /** SQL that clears away, or ends, what that run has left; each is a message of its own. */
  first: string[];
  /** Whether the statement is then done, and only its history row is missing. */
  isDone: boolean;
  /** For people: what was found, and what is done about it. */
  note?: string;
}

/** The statement, and where it is to run. */
export interface Resumed {
  client: ClientBase;
  statement: Statement;
  /** Whether an earlier run has begun it, and nobody knows how it ended. */
  mark: StartMark | undefined;
  /** Waits for the end of what a server process is still doing. @param find looks for that process */
  settle(find: () => Promise<number | undefined>): Promise<void>;
}

export const RUN: Resumption = { first: [], isDone: false };

export const done = (note: string, ...first: string[]): Resumption => ({ first, isDone: true, note });

export const after = (note: string, ...first: string[]): Resumption => ({ first, isDone: false, note });
