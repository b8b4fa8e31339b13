export type { Checked } from './autogenerate/checked.ts';
export { type Side, urlSource } from './autogenerate/compare.ts';
export type { Asker, Decisions } from './autogenerate/decide.ts';
export type { CastJson, Generated, GenerateOptions } from './autogenerate/generate.ts';
export type { RenameJson } from './autogenerate/rename-flag.ts';
export type { Source } from './autogenerate/sources.ts';
export { defineConfig, type MigratorConfig } from './config.ts';
export type { Drift } from './drift.ts';
export { type ErrorCode, type ExitCode, MigratorError } from './errors.ts';
export { fingerprint } from './fingerprint.ts';
export type { HistoryTable } from './history.ts';
export { type LintedHazard, type LintOptions, type LintResult, lint } from './lint/lint.ts';
export { createMigrator, type MigrationMeta, type Migrator, type UpOptions } from './migrator.ts';
export type { MigratorOptions } from './migrator-options.ts';
export { type Address, addressOf, isTlsRefused, type Server, shownAddress } from './postgres/address.ts';
export { openFirst } from './postgres/first-server.ts';
export { type IntrospectOptions, introspect } from './postgres/introspect.ts';
export {
  type DatabaseState,
  type Prepared,
  type PrepareOptions,
  prepareDatabase,
  type Ready,
  readyDatabase,
} from './prepare.ts';
export type { Migration, MigrationContext } from './program.ts';
export type { Repaired } from './record.ts';
export { apply, applyAll } from './schema/apply.ts';
export { diagram } from './schema/diagram.ts';
export { type Diff, diff, type UndecidedCast } from './schema/diff.ts';
export { type Difference, drift } from './schema/drift.ts';
export type { Hazard, HazardCode } from './schema/hazard.ts';
export { hazards, hazardsOf } from './schema/hazards.ts';
export type { Hints, ModelHints, Rename, UnnamedObject } from './schema/hints.ts';
export type { Operation, OperationName } from './schema/operation.ts';
export { type OperationJson, toJson } from './schema/operation-json.ts';
export { plan } from './schema/plan.ts';
export type { Problem, ProblemCode } from './schema/problem.ts';
export { renderMigration } from './schema/render-migration.ts';
export { reverse, reverseAll } from './schema/reverse.ts';
export type * from './schema/schema.ts';
export { schemaSql } from './schema/sql.ts';
export { toSql } from './schema/statement.ts';
export { readSchemaFile, type SchemaFile } from './schema-file.ts';
export type * from './sequelize/augmentation.ts';
export { type Draft, type DraftOptions, draftFromModels } from './sequelize/from-models.ts';
export type { StartMark } from './start-mark.ts';
export type { MigrationStatus, Target } from './state.ts';
