/**
 * Every error that a user of the migrator can cause or meet. One line what, one why, one what to do; a stable code to
 * look for; and the exit code that the command ends with.
 */

export * from './errors/baseline.ts';
export * from './errors/command.ts';
export * from './errors/generate.ts';
export * from './errors/interrupted.ts';
export * from './errors/migrations.ts';
export { reasonOf } from './errors/reason.ts';
export { type ErrorCode, type ExitCode, MigratorError, type Place } from './migrator-error.ts';
