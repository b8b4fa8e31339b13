import { BaseError, ConnectionAcquireTimeoutError, ConnectionError, DatabaseError } from 'sequelize';

/**
 * PostgreSQL's answers that mean "not now" and not "never": connection lost (08), shutting down, crashed or starting
 * (57P01 to 57P03), too many connections (53300), and a standby that can't write until it is promoted (25006).
 */
const AWAY_STATE = /^(08...|57P0[1-3]|53300|25006)$/;
const AWAY_ERRNO = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** pg has no codes for these: pg 8.23, lib/client.js. */
const AWAY_WORDS =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout expired|Query read timeout)/;

const TIMED_OUT = 'Query read timeout';

/** Whether an error says that the database is away (or all its connections are taken), so that trying later may help. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string' && (AWAY_STATE.test(code) || AWAY_ERRNO.has(code))) return true;
  if (AWAY_WORDS.test(error.message)) return true;
  return error instanceof DatabaseError && isDatabaseAway(error.parent);
}

/** Whether a request waited in vain for a connection of the pool: too much is asked at once, and nothing is lost. */
export const isPoolExhausted = (error: unknown): boolean => error instanceof ConnectionAcquireTimeoutError;

const TOO_MANY_CONNECTIONS = '53300';

/**
 * Whether no connection came about since there are too many: the server is there, and answers on those that are open. Of
 * several servers it is enough that one says so; the others may be standbys.
 */
export function isServerFull(error: unknown): boolean {
  if (!(error instanceof ConnectionError)) return false;
  const { parent } = error as { parent: Error & { code?: unknown } };
  return parent instanceof AggregateError ? parent.errors.some(isServerFull) : parent.code === TOO_MANY_CONNECTIONS;
}

/** Whether no connection came about, so that nothing was asked of the database. */
export const isNotConnected = (error: unknown): boolean => error instanceof ConnectionError && !isPoolExhausted(error);

/**
 * Cancelled by a timeout or by someone (57014), a lock not to be had (55P03), a deadlock or a conflict of transactions
 * (40P01, 40001), the disk full (53100), out of memory (53200): the database is there, and this one statement failed for now.
 */
const BUSY_STATE = /^(57014|55P03|40P01|40001|53100|53200)$/;

/** Whether this side gave a statement up: it is too long, or the network went silent. */
export const isTimedOut = (error: unknown): boolean =>
  error instanceof DatabaseError ? isTimedOut(error.parent) : error instanceof Error && error.message === TIMED_OUT;

/** Whether an error says that the same statement may well succeed in a moment. */
export function isDatabaseBusy(error: unknown): boolean {
  if (isTimedOut(error)) return true;
  if (!(error instanceof DatabaseError)) return false;
  const { code } = error.parent as Error & { code?: unknown };
  return typeof code === 'string' && BUSY_STATE.test(code);
}

/** Whether a statement was cancelled, by `statement_timeout` as a rule: once more it would take as long. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.parent as Error & { code?: unknown }).code === '57014';

/** A deadlock or a conflict of transactions (40P01, 40001): all of the transaction was undone, and may be done again. */
const UNDONE_STATE = /^40(001|P01)$/;

/** Whether an error says that a statement, being a transaction of its own, was undone and will do when it comes again. */
export const isUndone = (error: unknown): boolean =>
  error instanceof DatabaseError && UNDONE_STATE.test(String((error.parent as Error & { code?: unknown }).code));

/** Why, in one line that names no user, password or statement. */
export function whyAway(error: unknown): string {
  const root = error instanceof BaseError && 'parent' in error && error.parent instanceof Error ? error.parent : error;
  if (root instanceof AggregateError) return root.errors.map(whyAway).join('; ');
  return root instanceof Error ? root.message || root.name : String(root);
}
