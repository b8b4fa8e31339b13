import type { Node } from 'libpg-query';
import type { Content, Kind } from '../postgres/parse-tree.ts';
import { alterTableEffects } from './alter-table.ts';
import {
  createEnumEffects,
  createTableAsEffects,
  createTableEffects,
  indexEffects,
  insertEffects,
  selectIntoEffects,
} from './create.ts';
import { dropDatabaseEffects, dropEffects, dropOwnedEffects } from './drop.ts';
import {
  clusterEffects,
  domainEffects,
  isOn,
  lockEffects,
  refreshEffects,
  reindexEffects,
  vacuumEffects,
} from './maintenance.ts';
import { alterEnumEffects, moveEffects, renameEffects } from './rename.ts';
import { deleteEffects, mergeEffects, nestedEffects, truncateEffects, updateEffects } from './rows.ts';
import { danger, type Effect, type Scope, written } from './scope.ts';
import { discardEffects, settingEffects } from './search-path.ts';
import { refusedInTransaction } from './transaction.ts';

type Reader<K extends Kind> = (statement: Content<K>, scope: Scope) => Effect[];

/** Statements that can harm, or that tell what is there. What is not in this list does neither. */
const READERS: { [K in Kind]?: Reader<K> } = {
  AlterDomainStmt: domainEffects,
  AlterEnumStmt: alterEnumEffects,
  AlterObjectSchemaStmt: moveEffects,
  AlterSystemStmt: (_, scope) => refusedInTransaction('ALTER SYSTEM', scope),
  AlterTableMoveAllStmt: () => [
    danger('rewrites-table', 'Every table of the tablespace is copied, and nobody can read or write it meanwhile.'),
  ],
  AlterTableStmt: alterTableEffects,
  CallStmt: () => [written()],
  ClusterStmt: clusterEffects,
  CopyStmt: ({ query }, scope) => [...(query === undefined ? [] : effectsOf(query, scope)), written()],
  CreateEnumStmt: createEnumEffects,
  CreateStmt: createTableEffects,
  CreateTableAsStmt: (statement, scope) => [
    ...createTableAsEffects(statement, scope),
    ...nestedEffects(statement, scope),
  ],
  CreateTableSpaceStmt: (_, scope) => refusedInTransaction('CREATE TABLESPACE', scope),
  CreatedbStmt: (_, scope) => refusedInTransaction('CREATE DATABASE', scope),
  DeleteStmt: (statement, scope) => [...deleteEffects(statement, scope), ...nestedEffects(statement, scope)],
  DiscardStmt: discardEffects,
  DoStmt: () => [written()],
  DropOwnedStmt: dropOwnedEffects,
  DropStmt: dropEffects,
  DropTableSpaceStmt: (_, scope) => refusedInTransaction('DROP TABLESPACE', scope),
  DropdbStmt: dropDatabaseEffects,
  ExecuteStmt: () => [written()],
  // Without ANALYZE nothing runs.
  ExplainStmt: ({ query, options }, scope) =>
    query !== undefined && isOn(options, 'analyze') ? effectsOf(query, scope) : [],
  IndexStmt: indexEffects,
  InsertStmt: (statement, scope) => [...insertEffects(statement, scope), ...nestedEffects(statement, scope)],
  LockStmt: lockEffects,
  MergeStmt: (statement, scope) => [...mergeEffects(statement, scope), ...nestedEffects(statement, scope)],
  // Told here, where it can be read: EXECUTE has only the name.
  PrepareStmt: ({ query }, scope) => (query === undefined ? [] : effectsOf(query, scope)),
  RefreshMatViewStmt: refreshEffects,
  ReindexStmt: reindexEffects,
  RenameStmt: renameEffects,
  SelectStmt: (statement, scope) => [...selectIntoEffects(statement, scope), ...nestedEffects(statement, scope)],
  TruncateStmt: truncateEffects,
  UpdateStmt: (statement, scope) => [...updateEffects(statement, scope), ...nestedEffects(statement, scope)],
  VacuumStmt: vacuumEffects,
  VariableSetStmt: settingEffects,
};

/** What a statement does to a database with rows and users in it. */
export function effectsOf(tree: Node, scope: Scope): Effect[] {
  const [[kind, statement] = ['', {}]] = Object.entries(tree);
  const read = (READERS as Record<string, ((statement: object, scope: Scope) => Effect[]) | undefined>)[kind];
  return read?.(statement, scope) ?? [];
}
