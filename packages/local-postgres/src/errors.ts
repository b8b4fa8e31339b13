/** What each error says: what happened, to which object, and what to do. Codes are stable; words are not. */
const catalogue = {
  LOCAL_POSTGRES_UNSUPPORTED_PLATFORM: (p: { platform: string; why: string }) =>
    `There is no embedded PostgreSQL for ${p.platform}.\n${p.why}\n` +
    'Set DATABASE_URL to a PostgreSQL server of your own (version 14 or later).',
  LOCAL_POSTGRES_NOT_INSTALLED: (p: { platform: string; package: string }) =>
    `The embedded PostgreSQL for ${p.platform} is not installed.\n` +
    `The optional package ${p.package} was not found (an install without optional dependencies, or for another platform).\n` +
    'Install again with optional dependencies, or set DATABASE_URL to a PostgreSQL server of your own.',
  LOCAL_POSTGRES_NO_ACCOUNT: (p: { account: string }) =>
    `PostgreSQL cannot run as ${p.account}.\n` +
    'It refuses to run as root, and initdb needs an account that /etc/passwd knows.\n' +
    'Add an account (`useradd --system postgres`), or set DATABASE_URL to a PostgreSQL server of your own.',
  LOCAL_POSTGRES_OWNED_BY_OTHER: (p: { path: string; owner: string; user: string }) =>
    `The data directory ${p.path} belongs to ${p.owner}, and this process runs as ${p.user}.\n` +
    'PostgreSQL runs only as the owner of its data; most often root ran here first.\n' +
    `Give it back with \`sudo chown -R "$(id -u)" '${p.path}'\`, or remove it (its data is lost) and start again.`,
  LOCAL_POSTGRES_UNREACHABLE: (p: { path: string; account: string; why: string }) =>
    `The account ${p.account}, which PostgreSQL has to run as, cannot use ${p.path}.\n${p.why}\n` +
    'Make every parent directory enterable (`chmod o+x`), or set DATABASE_URL to a PostgreSQL server of your own.',
  LOCAL_POSTGRES_WRONG_MAJOR: (p: { pgdata: string; found: string; wanted: string }) =>
    `The cluster ${p.pgdata} was made by PostgreSQL ${p.found}, and this is PostgreSQL ${p.wanted}.\n` +
    'A server reads only clusters of its own major version.\n' +
    `Dump what you need with PostgreSQL ${p.found} (pg_dumpall), move the directory away, start again and restore.`,
  LOCAL_POSTGRES_INITDB_FAILED: (p: { pgdata: string; output: string }) =>
    `initdb could not make the cluster ${p.pgdata}.\n${p.output}\n` +
    'Put right what it names, or set DATABASE_URL to a PostgreSQL server of your own.',
  LOCAL_POSTGRES_START_FAILED: (p: { pgdata: string; log: string; output: string }) =>
    `PostgreSQL did not start on the cluster ${p.pgdata}.\n${p.output}\nThe whole log is ${p.log}.`,
  LOCAL_POSTGRES_STOP_FAILED: (p: { pgdata: string; pid: number; log: string }) =>
    `PostgreSQL (process ${p.pid}) on the cluster ${p.pgdata} did not stop in time.\n` +
    `A fast shutdown was asked for and goes on.\nThe log ${p.log} says what it waits for.`,
  LOCAL_POSTGRES_PASSWORD_REFUSED: (p: { path: string; why: string }) =>
    `The password in ${p.path} does not open the embedded PostgreSQL.\n${p.why}\n` +
    'Put the right password into that file, or move the cluster directory away to begin with an empty one.',
  LOCAL_POSTGRES_TIMEOUT: (p: { waitingFor: string; timeoutMs: number; log: string }) =>
    `The embedded PostgreSQL was not ready after ${p.timeoutMs / 1000} s, while ${p.waitingFor}.\n` +
    `The log is ${p.log}.\nTry again with a longer timeoutMs, or set DATABASE_URL to a PostgreSQL server of your own.`,
  LOCAL_POSTGRES_NOT_IN_TEST: () =>
    'createTestDatabase() does not know a server.\nNothing provided `postgresUrl` to this test.\n' +
    "Add globalSetup: '@roster/local-postgres/testing' to the project's vitest config.",
} as const;

type Catalogue = typeof catalogue;

/** The stable codes of everything that this package throws on purpose. */
export type LocalPostgresErrorCode = keyof Catalogue;

/**
 * An error of the embedded PostgreSQL. The message has one line what, one line why, one line what to do.
 *
 * @example
 * if (error instanceof LocalPostgresError && error.code === 'LOCAL_POSTGRES_UNSUPPORTED_PLATFORM') askForDatabaseUrl();
 */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError';
  readonly code: LocalPostgresErrorCode;

  constructor(code: LocalPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Makes the catalogue's error of that code, about these objects. */
export function localPostgresError<Code extends LocalPostgresErrorCode>(
  code: Code,
  about: Parameters<Catalogue[Code]>[0],
  cause?: unknown,
): LocalPostgresError {
  const describe = catalogue[code] as (about: Parameters<Catalogue[Code]>[0]) => string;
  return new LocalPostgresError(code, describe(about), cause === undefined ? undefined : { cause });
}

/** The code that Node, PostgreSQL (an SQLSTATE) or this package gave to an error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
