import { MigratorError } from '@roster/migrator';
import { isDatabaseAway, whyAway } from './database/away.ts';
import type { ExitCode, StartError } from './errors.ts';

export interface StartFailure {
  /** For whoever started the process: what, why, what to do. */
  lines: readonly string[];
  /** None: nobody foresaw this one, so its stack belongs in the log. */
  exitCode: ExitCode | undefined;
}

/** What to tell, and how to end, when the start has failed. */
export function startFailure(error: unknown): StartFailure {
  if (isStartError(error)) return error;
  if (error instanceof MigratorError) {
    return { lines: linesOf(error), exitCode: error.code === 'DATABASE_UNREACHABLE' ? 5 : 1 };
  }
  if (isLocalPostgresError(error)) return { lines: linesOf(error), exitCode: 1 };
  if (isDatabaseAway(error)) return { lines: ['the database was lost during the start', whyAway(error)], exitCode: 5 };
  return { lines: [error instanceof Error ? error.message : String(error)], exitCode: undefined };
}

interface Explained extends Error {
  code?: string;
  reason?: string;
  remedy?: string;
  file?: string;
  line?: number;
  statement?: string;
  sqlState?: string;
}

/** Of a statement, enough to know it again. */
const MOST_LINES = 12;

function linesOf({ message, code, reason, remedy, file, line, statement, sqlState }: Explained): string[] {
  const place = file === undefined ? undefined : [file, line].filter(Boolean).join(':');
  const state = sqlState === undefined || reason?.includes(sqlState) ? '' : ` (${sqlState})`;
  const why = reason === undefined ? undefined : reason + state;
  const what = code === undefined ? message : `${message} [${code}]`;
  return [what, place, ...quoted(statement), why, remedy].filter((words) => words !== undefined);
}

function quoted(statement = ''): string[] {
  const lines = statement === '' ? [] : statement.split('\n');
  const more = lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} more lines`] : [];
  return [...lines.slice(0, MOST_LINES), ...more].map((line) => `  | ${line}`);
}

/** By name: `prepare.ts` has classes of its own in a build. */
const isStartError = (error: unknown): error is StartError => error instanceof Error && error.name === 'StartError';

/** By name: with a DATABASE_URL its package is not loaded. */
const isLocalPostgresError = (error: unknown): error is Explained =>
  error instanceof Error && error.name === 'LocalPostgresError';
