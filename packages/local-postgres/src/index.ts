export type { Binaries } from './binaries.ts';
export { workspaceDataDir } from './data-directory.ts';
export { LocalPostgresError, type LocalPostgresErrorCode } from './errors.ts';
export { platformPackage, thisPlatform } from './platform.ts';
export { type LocalPostgres, type StartOptions, startLocalPostgres } from './start.ts';
