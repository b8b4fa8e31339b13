import type { Node } from 'libpg-query';
import { parseSqlMigration } from './migration-file.ts';
import type { MigrationFile } from './migrations-folder.ts';
import { all, as } from './postgres/parse-tree.ts';
import { type Statement, splitStatements } from './postgres/statements.ts';

/**
 * What migrations do that a schema does not say: rows, functions, triggers, views, row level security … After
 * `sequelize.sync()` it would be missing, and the migrations would be recorded as done all the same.
 *
 * Statements that are not known to make tables only count: to run the migrations is always right.
 *
 * @returns the first of them, in words; undefined where there is none
 */
export async function beyondSync(files: readonly MigrationFile[]): Promise<string | undefined> {
  for (const file of files) {
    if (file.kind !== 'sql') return `${file.name} is a program`;
    const { up } = parseSqlMigration(file.shown, file.text);
    const statements = await splitStatements(up.sql).catch(() => undefined);
    if (statements === undefined) return `${file.name} can't be read`;
    const other = statements.find((statement) => !isOfTables(statement));
    if (other !== undefined) return `${file.name} has ${abridged(other.text)}`;
  }
  return undefined;
}

const abridged = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
};

/** What is in a Schema afterwards, or nowhere. On a new database UPDATE and DELETE meet no row. */
const HARMLESS = new Set<string>([
  'AlterEnumStmt',
  'CreateEnumStmt',
  'CreateSchemaStmt',
  'DeleteStmt',
  'DropStmt',
  'IndexStmt',
  'RenameStmt',
  'UpdateStmt',
  'VariableSetStmt',
]);

function isOfTables({ kind, tree }: Statement): boolean {
  if (kind === 'CreateStmt') return isManagedTable(tree);
  if (kind === 'AlterTableStmt') return altersManaged(tree);
  if (kind === 'CommentStmt') return ['OBJECT_COLUMN', 'OBJECT_TABLE'].includes(as(tree, 'CommentStmt')?.objtype ?? '');
  return HARMLESS.has(kind);
}

/** Partitions are not managed, and sync makes none. */
function isManagedTable(tree: Node): boolean {
  const table = as(tree, 'CreateStmt');
  return table?.partbound === undefined && (table?.inhRelations ?? []).length === 0;
}

const MANAGED = new Set<string>([
  'AT_AddColumn',
  'AT_AddConstraint',
  'AT_AddIdentity',
  'AT_AlterColumnType',
  'AT_AlterConstraint',
  'AT_ColumnDefault',
  'AT_DropColumn',
  'AT_DropConstraint',
  'AT_DropExpression',
  'AT_DropIdentity',
  'AT_DropNotNull',
  'AT_SetExpression',
  'AT_SetIdentity',
  'AT_SetNotNull',
  'AT_ValidateConstraint',
]);

const altersManaged = (tree: Node): boolean =>
  all(as(tree, 'AlterTableStmt')?.cmds, 'AlterTableCmd').every(({ subtype }) => MANAGED.has(subtype ?? ''));
