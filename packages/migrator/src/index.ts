export { defineConfig, type MigratorConfig } from './config.ts';
export { type ErrorCode, type ExitCode, MigratorError } from './errors.ts';
export type { HistoryTable } from './history.ts';
export { createMigrator, type MigrationMeta, type Migrator, type MigratorOptions, type UpOptions } from './migrator.ts';
export { type DatabaseState, type Prepared, type PrepareOptions, prepareDatabase } from './prepare.ts';
export type { Migration, MigrationContext } from './program.ts';
export type { Repaired } from './record.ts';
export type { MigrationStatus, Target } from './state.ts';
