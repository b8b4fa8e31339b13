import { models } from '@roster/models';
import { BaseError, ConnectionError } from 'sequelize';
import { Sequelize } from 'sequelize-typescript';
import {
  databaseUnreachable,
  databaseUrlInvalid,
  notAllowed,
  PayrollError,
  schemaDiffers,
  unforeseen,
} from './errors.ts';

const CONNECT_MS = 10_000;
/** A network that went silent must not hold a payroll for ever; a page takes milliseconds. */
const QUERY_MS = 120_000;

/** Sequelize with the models on it; nothing connects yet. @throws PayrollError DATABASE_URL_INVALID */
export function createSequelize(url: string): Sequelize {
  if (!isPostgresUrl(url)) throw databaseUrlInvalid();
  return new Sequelize(url, {
    dialect: 'postgres',
    models,
    logging: false,
    pool: { max: 1 },
    dialectOptions: {
      application_name: 'roster-payroll',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
      keepAlive: true,
    },
  });
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname } = new URL(text);
  return /^postgres(ql)?:$/.test(protocol) && [username, password, pathname].every(isPercentEncoded);
}

const isPercentEncoded = (part: string): boolean => !/%(?![0-9a-f]{2})/i.test(part);

/** `name at host:5432`: what of a URL is no secret. */
function showUrl(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${decodeURIComponent(pathname.slice(1)) || '(default)'} at ${hostname}:${port || '5432'}`;
}

/** What went wrong with the database, as an error of the catalogue; one that is of it already stays. */
export function explain(error: unknown, url: string): PayrollError {
  if (error instanceof PayrollError) return error;
  const cause = rootOf(error);
  const { code: state = '' } = cause as { code?: string };
  if (isAway(error, state, cause.message)) return databaseUnreachable(showUrl(url), wordsOf(cause), error);
  if (/^42(P01|703|704)$/.test(state)) return schemaDiffers(showUrl(url), `${cause.message} (${state})`, error);
  if (state === '42501') return notAllowed(showUrl(url), `${cause.message} (${state})`, error);
  // A message of PostgreSQL may quote a value.
  return unforeseen(
    error instanceof BaseError ? `PostgreSQL answered ${state}` : `${cause.name}: ${cause.message}`,
    error,
  );
}

const rootOf = (error: unknown): Error => {
  if (error instanceof BaseError && 'parent' in error && error.parent instanceof Error) return error.parent;
  return error instanceof Error ? error : new Error(String(error));
};

/**
 * By its class, PostgreSQL's state (08 connection, 57P0 shutdown, 53300 too many), Node's code or pg's words. Not 25006, as in
 * the API: who only reads can do so on a standby.
 */
const isAway = (error: unknown, state: string, message: string): boolean =>
  error instanceof ConnectionError ||
  /^(08...|57P0[1-3]|53300|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E\w+UNREACH)$/.test(state) ||
  /^(Connection terminated|Client (has encountered|was closed)|timeout expired|Query read timeout)/.test(message);

/** An AggregateError (each address of a host was tried) has no message of its own. */
const wordsOf = (cause: Error): string =>
  cause instanceof AggregateError ? cause.errors.map(({ message }: Error) => message).join('; ') : cause.message;
