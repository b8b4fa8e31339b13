/** 1 the check found something, or a migration failed · 2 usage or config · 3 a decision · 4 the lock · 5 the database */
export type ExitCode = 1 | 2 | 3 | 4 | 5;

export type ErrorCode =
  | 'BASELINE_FAILED'
  | 'BASELINE_REFUSED'
  | 'CONFIG_INVALID'
  | 'CONFIG_NOT_FOUND'
  | 'DATABASE_BEHIND'
  | 'DATABASE_POOLED'
  | 'DATABASE_UNMANAGED'
  | 'DATABASE_UNREACHABLE'
  | 'DECISION_NEEDED'
  | 'DIFF_INCOMPLETE'
  | 'EMBEDDED_NOT_INSTALLED'
  | 'HISTORY_INVALID'
  | 'LOCK_LOST'
  | 'LOCK_TIMEOUT'
  | 'MIGRATION_AMBIGUOUS'
  | 'MIGRATION_EDITED'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_FILE_INVALID'
  | 'MIGRATION_FILE_MISSING'
  | 'MIGRATION_INTERRUPTED'
  | 'MIGRATION_IRREVERSIBLE'
  | 'MIGRATION_NAME_TAKEN'
  | 'MIGRATION_OUT_OF_ORDER'
  | 'MIGRATION_UNKNOWN'
  | 'MIGRATIONS_CHANGED'
  | 'MIGRATIONS_UNREADABLE'
  | 'MODEL_INVALID'
  | 'MODELS_DISAGREE'
  | 'COPY_REFUSED'
  | 'NO_MODELS'
  | 'MODELS_REFUSED'
  | 'NO_SQL_SCRIPT'
  | 'OBJECT_IN_THE_WAY'
  | 'POOL_TOO_SMALL'
  | 'PROOF_FAILED'
  | 'SCRATCH_REFUSED'
  | 'SYNC_ON_MIGRATED'
  | 'UNFINISHED'
  | 'USAGE';

/** Where in a migration file an error arose. */
export interface Place {
  /** As it should be shown: relative to the working directory where it lies below it. */
  file: string;
  /** From 1. */
  line?: number;
  statement?: string;
  /** PostgreSQL's five characters, e.g. `42703`. */
  sqlState?: string;
}

/** What an error is made of. */
export interface Words extends Partial<Place> {
  code: ErrorCode;
  exitCode: ExitCode;
  what: string;
  why: string;
  remedy: string;
  cause?: unknown;
  /** The migrations that it is about, for programs. */
  migrations?: string[];
}

/** An error with a stable `code`, what happened (`message`), why (`reason`) and what to do (`remedy`). */
export class MigratorError extends Error {
  override readonly name = 'MigratorError';
  readonly code: ErrorCode;
  readonly exitCode: ExitCode;
  readonly reason: string;
  readonly remedy: string;
  readonly file?: string;
  readonly line?: number;
  readonly statement?: string;
  readonly sqlState?: string;
  readonly migrations: readonly string[];

  constructor({ code, exitCode, what, why, remedy, cause, migrations, ...place }: Words) {
    super(what, cause === undefined ? undefined : { cause });
    this.code = code;
    this.exitCode = exitCode;
    this.reason = why;
    this.remedy = remedy;
    this.migrations = migrations ?? [];
    Object.assign(this, place);
  }
}
