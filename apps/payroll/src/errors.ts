/**
 * Every error that a user can cause or meet: a stable code, what, why, what to do, and how the process ends. None shows
 * a password, a statement, a name or an amount.
 */

/** 1 the employees can't be read · 2 wrong usage · 3 the file can't be written · 5 no database · 130 interrupted */
export type ExitCode = 1 | 2 | 3 | 5 | 130;

export type ErrorCode =
  | 'DATABASE_URL_INVALID'
  | 'DATABASE_URL_MISSING'
  | 'DATABASE_UNREACHABLE'
  | 'INTERRUPTED'
  | 'NOT_ALLOWED'
  | 'OUTPUT_FAILED'
  | 'OUTPUT_NO_FILE'
  | 'SALARY_INVALID'
  | 'SCHEMA_DIFFERS'
  | 'UNFORESEEN';

interface Words {
  code: ErrorCode;
  exitCode: ExitCode;
  what: string;
  why: string;
  remedy: string;
  cause?: unknown;
}

export class PayrollError extends Error {
  override readonly name = 'PayrollError';
  readonly code: ErrorCode;
  readonly exitCode: ExitCode;
  readonly reason: string;
  readonly remedy: string;

  constructor({ code, exitCode, what, why, remedy, cause }: Words) {
    super(what, cause === undefined ? undefined : { cause });
    this.code = code;
    this.exitCode = exitCode;
    this.reason = why;
    this.remedy = remedy;
  }
}

const URL_FORM = 'postgres://user:password@host:5432/name, with special characters percent-encoded';

export const databaseUrlMissing = (): PayrollError =>
  new PayrollError({
    code: 'DATABASE_URL_MISSING',
    exitCode: 2,
    what: 'no database is named',
    why: 'there is no DATABASE_URL and no --database-url',
    remedy: `set DATABASE_URL to ${URL_FORM}`,
  });

export const databaseUrlInvalid = (): PayrollError =>
  new PayrollError({
    code: 'DATABASE_URL_INVALID',
    exitCode: 2,
    what: 'the database URL is none',
    why: 'it is no postgres:// URL (it is not shown here, because it may hold a password)',
    remedy: `give it as ${URL_FORM}`,
  });

export const databaseUnreachable = (database: string, why: string, cause: unknown): PayrollError =>
  new PayrollError({
    code: 'DATABASE_UNREACHABLE',
    exitCode: 5,
    what: `the database ${database} can't be reached, or was lost`,
    why,
    remedy: 'start the server or mend the URL, and run it again',
    cause,
  });

export const schemaDiffers = (database: string, why: string, cause: unknown): PayrollError =>
  new PayrollError({
    code: 'SCHEMA_DIFFERS',
    exitCode: 1,
    what: `the database ${database} has no employees as @roster/models knows them`,
    why,
    remedy: 'run its migrations (`migrate up`), or name the right database',
    cause,
  });

export const notAllowed = (database: string, why: string, cause: unknown): PayrollError =>
  new PayrollError({
    code: 'NOT_ALLOWED',
    exitCode: 1,
    what: `the employees of ${database} can't be read by this user`,
    why,
    remedy: 'GRANT SELECT ON employee to the user of the URL, or name another',
    cause,
  });

/** The amount itself is nobody's business but the reader's of the table. */
export const salaryInvalid = (id: number): PayrollError =>
  new PayrollError({
    code: 'SALARY_INVALID',
    exitCode: 1,
    what: `the salary of employee ${id} is no amount of money`,
    why: "it is not a decimal with at most two places ('NaN' is one that NUMERIC can hold)",
    remedy: 'mend the row, and run it again',
  });

export const outputNoFile = (path: string): PayrollError =>
  new PayrollError({
    code: 'OUTPUT_NO_FILE',
    exitCode: 3,
    what: `${path} can't be replaced`,
    why: 'something is there that is not a plain file',
    remedy: 'give --out the path of a file',
  });

export const outputFailed = (path: string, cause: NodeJS.ErrnoException): PayrollError =>
  new PayrollError({
    code: 'OUTPUT_FAILED',
    exitCode: 3,
    what: `${path} can't be written; what was there before is untouched`,
    why: cause.code ?? cause.message,
    remedy: 'make room or mend the rights of its folder, or give --out another path',
    cause,
  });

export const interrupted = (): PayrollError =>
  new PayrollError({
    code: 'INTERRUPTED',
    exitCode: 130,
    what: 'interrupted',
    why: 'it was asked to stop; no file was written',
    remedy: 'run it again',
  });

export const unforeseen = (why: string, cause: unknown): PayrollError =>
  new PayrollError({
    code: 'UNFORESEEN',
    exitCode: 1,
    what: 'the payroll could not be made',
    why,
    remedy: 'run it again; if it stays, report it with these lines',
    cause,
  });
