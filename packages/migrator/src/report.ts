import { MigratorError } from './errors.ts';

/** How a command speaks: documents and results on stdout, everything else on stderr. */
export interface Report {
  readonly json: boolean;
  /** A line of the result: stdout, or stderr beside a JSON document. */
  line(text: string): void;
  /** What a person may want to know meanwhile: stderr. */
  note(text: string): void;
  /** What went wrong, beside a document: stderr, with --quiet, too. */
  fault(text: string): void;
  /** The one document of a `--json` run. */
  document(value: unknown): void;
  error(error: unknown): void;
}

export function createReport({ json = false, quiet = false }: { json?: boolean; quiet?: boolean }): Report {
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  const err = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    json,
    line: (text) => (quiet ? undefined : json ? err(text) : out(text)),
    fault: err,
    note: (text) => (quiet ? undefined : err(text)),
    document: (value) => (json ? out(JSON.stringify(value, undefined, 2)) : undefined),
    error: (error) => {
      if (json) out(JSON.stringify({ error: errorDocument(error) }, undefined, 2));
      err(describeError(error));
    },
  };
}

/** What went wrong, for programs. */
export function errorDocument(error: unknown): Record<string, unknown> {
  if (!(error instanceof MigratorError)) return { code: codeOf(error), message: messageOf(error) };
  const { code, message, reason, remedy, file, line, statement, sqlState, migrations } = error;
  return {
    code,
    message,
    reason,
    remedy,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(statement !== undefined && { statement }),
    ...(sqlState !== undefined && { sqlState }),
    ...(migrations.length > 0 && { migrations }),
  };
}

/** One line what, one line why, one line what to do; the place and the statement where there is one. */
export function describeError(error: unknown): string {
  if (!(error instanceof MigratorError)) return describeForeign(error);
  const { message, reason, code, sqlState, remedy, file, line, statement } = error;
  const place = file === undefined ? [] : [`  at: ${line === undefined ? file : `${file}:${line}`}`];
  const quoted = statement === undefined ? [] : abridge(statement).map((text) => `    | ${text}`);
  const state = sqlState === undefined || reason.includes(sqlState) ? '' : ` (${sqlState})`;
  return [`error: ${message} [${code}]`, ` why: ${reason}${state}`, ...place, ...quoted, `  do: ${remedy}`].join('\n');
}

interface Foreign {
  code?: unknown;
  reason?: string;
  remedy?: string;
  severity?: string;
  syscall?: string;
  path?: string;
}

/** An error of another package of ours has the same three lines; any that nobody foresaw is a defect, and its stack is wanted. */
function describeForeign(error: unknown): string {
  const foreign = Object(error) as Foreign;
  const { reason, remedy } = foreign;
  if (reason !== undefined && remedy !== undefined) return threeLines(error, messageOf(error), reason, remedy);
  const known = foreign.severity === undefined ? fileLines(error, foreign) : databaseLines(error);
  return known ?? `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

const threeLines = (error: unknown, what: string, why: string, remedy: string): string =>
  `error: ${what} [${codeOf(error)}]\n why: ${why}\n  do: ${remedy}`;

const databaseLines = (error: unknown): string =>
  threeLines(
    error,
    "the database refused a statement of the migrator's own",
    messageOf(error),
    'see that the role may read and write the history table',
  );

/** Node's own errors of files: no space, no right, a name too long. */
function fileLines(error: unknown, { syscall, path }: Foreign): string | undefined {
  if (typeof syscall !== 'string' || typeof path !== 'string') return undefined;
  const remedy = 'see to the space, the rights and the length of the name, and run the command again';
  return threeLines(error, `${path} can't be used`, messageOf(error), remedy);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The stable code of an error, ours or another package's. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'UNEXPECTED';
}

const MOST_LINES = 12;

function abridge(statement: string): string[] {
  const lines = statement.split('\n');
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines`];
}
