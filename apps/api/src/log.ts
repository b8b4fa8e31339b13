import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { DatabaseError } from 'sequelize';

export type { Logger } from 'pino';

export interface LogOptions {
  level: string;
  /** Lines for people instead of JSON. Default: where stdout is a terminal, outside production. */
  pretty: boolean;
  /** Whether other processes write to the same stdout. */
  shared?: boolean;
}

/**
 * The process's log on stdout.
 *
 * @param destination instead of stdout; takes one JSON line at a time
 *
 * Errors are written by `describeError`, since Sequelize's carry the statement with its values: names and salaries.
 */
export async function createLog(
  { level, pretty, shared }: LogOptions,
  destination?: DestinationStream,
): Promise<Logger> {
  const options: LoggerOptions = {
    level,
    serializers: { err: describeError },
    redact: [
      'req.headers.authorization',
      'req.headers.cookie',
      'req.headers["x-api-key"]',
      'res.headers["set-cookie"]',
    ],
  };
  const most = shared ? PIPE_BUF : Number.POSITIVE_INFINITY;
  return pino(options, destination ?? (pretty ? await prettyStream() : stdout(most)));
}

/** So many bytes at once reach a pipe in one piece, whoever else writes to it (POSIX, `write`). */
const PIPE_BUF = 4096;

/** How pino ends the line of a request that went well (`request-log.ts`). */
const OF_REQUEST = '"msg":"request"}\n';

/**
 * The lines of requests that end in one turn of the event loop go out together, when it ends: under load a call of the
 * system for each would cost more than the line. Any other is written at once, after those. Synchronous all the same, as
 * the last lines before process.exit() would otherwise come late or out of order.
 *
 * @param most how many bytes may go out together
 */
function stdout(most: number): DestinationStream {
  const out = pino.destination({ dest: 1, sync: true });
  // Nobody reads a terminal that was closed. What of a pipe is to be done (EPIPE), pino does.
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EIO' && error.code !== 'EPIPE') throw error;
  });
  let held = '';
  // Not by SonicBoom's own flushSync, which tries for ever where the reader is gone (EPIPE), and calls fsync.
  const flushSync = (): void => {
    const lines = held;
    held = '';
    if (lines !== '') out.write(lines);
  };
  process.on('exit', flushSync);
  const write = (line: string): void => {
    if (held === '') setImmediate(flushSync);
    else if (most < Number.POSITIVE_INFINITY && Buffer.byteLength(held + line) > most) flushSync();
    held += line;
    if (!line.endsWith(OF_REQUEST)) flushSync();
  };
  return { write, flushSync } as DestinationStream;
}

async function prettyStream() {
  // Not needed in production, so not loaded there.
  const { PinoPretty } = await import('pino-pretty');
  return PinoPretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l', singleLine: true });
}

/** What of an error may stand in a log: its kind, words, place and PostgreSQL's names, never a statement or a value. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint, table, column } = error as Error & Record<string, unknown>;
  const cause = error instanceof DatabaseError ? error.parent : error.cause;
  const message = wordsOf(error);
  return {
    type: error.name,
    message,
    code,
    constraint,
    table,
    column,
    stack: error.stack?.replace(error.message, () => message),
    cause: cause === undefined || cause === null ? undefined : describeError(cause),
  };
}

/** PostgreSQL quotes a value that does not fit its column (class 22), and what a trigger raises (P0001) may say anything. */
function wordsOf(error: Error): string {
  const { code = '' } = (error instanceof DatabaseError ? error.parent : error) as { code?: string };
  if (code === 'P0001') return '(words of the database’s own code)';
  return /^22...$/.test(code) ? error.message.replace(/".*"/s, '"…"') : error.message;
}
