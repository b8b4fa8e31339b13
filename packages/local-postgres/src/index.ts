export { workspaceDataDir } from './data-directory.ts';
export { LocalPostgresError, type LocalPostgresErrorCode } from './errors.ts';
export { type LocalPostgres, type StartOptions, startLocalPostgres } from './start.ts';
