import { homedir } from 'node:os';
import { join } from 'node:path';

/** What Windows programs need to find their own system; elsewhere a server needs next to nothing. */
const windowsNames = ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'TEMP', 'TMP', 'ProgramData', 'USERPROFILE'];

/**
 * The environment of initdb and postgres: an allow list, because PGDATA, PGPORT, PGOPTIONS, LD_LIBRARY_PATH or an
 * unreadable TMPDIR would disturb them, and because a server that outlives us should not carry our secrets.
 * LC_ALL=C: the same messages everywhere, and macOS's postmaster becomes multithreaded where no locale is set.
 * TZ=UTC: initdb writes it into the cluster as `timezone` and `log_timezone`.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'Path', ...(process.platform === 'win32' ? windowsNames : [])];
  const kept = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/** The environment of the keeper: ours, but it is not to be debugged, profiled or preloaded along with us. */
export function keeperEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, NODE_UNIQUE_ID: _cluster, ...rest } = process.env;
  return rest;
}

/** Where a user's programs keep state of their own (XDG Base Directory Specification 0.8). */
export function stateHome(): string {
  const given = process.env.XDG_STATE_HOME;
  // The specification: "All paths must be absolute. If … relative … ignore it."
  return given?.startsWith('/') ? given : join(homedir(), '.local', 'state');
}

/** The server for tests where the embedded one is not wanted. */
export function testDatabaseUrl(): string | undefined {
  return process.env.TEST_DATABASE_URL || undefined;
}
