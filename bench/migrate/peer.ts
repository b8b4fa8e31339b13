import type { Command } from '../run-command.ts';
import type { Server } from '../server.ts';

/** What is compared. Each has one line in the table for each tool that can do it. */
export type Row = 'status' | 'no-op' | 'ten changes' | 'two hundred';

/** One figure: a command of a tool that does what its row says. */
export interface Entry {
  row: Row;
  /** As the table has it: the tool, and how it does it. */
  label: string;
  command: Command;
  /** Brings things back to where the command has its work to do; not timed. */
  before?: () => Promise<void>;
  /** What must stand in its output: a tool that did nothing is fast. */
  expect?: RegExp;
}

export interface Stage {
  server: Server;
  /** A folder of the tool's own, empty. */
  folder: string;
  /** The path of a tool's command. @param from the package, where it has another name */
  bin(name: string, from?: string): string;
}

/** Makes a tool's project, brings its databases to where the commands begin, and says what is to be timed. */
export type Peer = (stage: Stage) => Promise<Entry[]>;
