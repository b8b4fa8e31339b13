import type { Node } from 'libpg-query';
import { parseSqlMigration } from './migration-file.ts';
import type { MigrationFile } from './migrations-folder.ts';
import type { IntrospectOptions } from './postgres/introspect.ts';
import { all, as, nameOfParts, strings, tableName } from './postgres/parse-tree.ts';
import { type Statement, splitStatements } from './postgres/statements.ts';
import { isIgnored } from './schema/ignore.ts';
import { quoteName } from './schema/quote.ts';

/** What a boot knows of the schema that its migrations make. */
export interface Known {
  managed: Required<IntrospectOptions>;
  /** The whole schema, as schema.sql has it. */
  sql: string;
}

/**
 * What migrations do that a schema does not say: rows, functions, triggers, views, row level security, tables that are
 * ignored … After `sequelize.sync()` it would be missing, and the migrations would be recorded as done all the same.
 *
 * Statements that are not known to make managed tables only count: to run the migrations is always right.
 *
 * @returns the first of them, in words; undefined where there is none
 */
export async function beyondSync(files: readonly MigrationFile[], known: Known): Promise<string | undefined> {
  for (const file of files) {
    if (file.kind !== 'sql') return `${file.name} is a program`;
    const { up } = parseSqlMigration(file.shown, file.text);
    const statements = await splitStatements(up.sql).catch(() => undefined);
    if (statements === undefined) return `${file.name} can't be read`;
    const other = statements.find((statement) => !isOfSchema(statement, known));
    if (other !== undefined) return `${file.name} has ${abridged(other.text)}`;
  }
  return undefined;
}

const abridged = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
};

/** What of a statement is in no Schema: collations, storage, tablespaces, what a WITH writes. */
const NOT_MANAGED =
  /"(?:collClause|storage_name|compression|tableSpace|tablespacename|accessMethod|options|withClause)":/;

type Check = (tree: Node, known: Known) => boolean;

/** On a new database UPDATE and DELETE meet no row. */
const OF_SCHEMA: Partial<Record<string, Check>> = {
  AlterEnumStmt: () => true,
  AlterTableStmt: (tree) =>
    all(as(tree, 'AlterTableStmt')?.cmds, 'AlterTableCmd').every(({ subtype }) => ALTERS.has(subtype ?? '')),
  CommentStmt: (tree) => COMMENTED.has(as(tree, 'CommentStmt')?.objtype ?? ''),
  CreateEnumStmt: makesUsedEnum,
  CreateSchemaStmt: makesManagedSchema,
  CreateStmt: makesManagedTable,
  DeleteStmt: () => true,
  DropStmt: () => true,
  IndexStmt: () => true,
  RenameStmt: () => true,
  UpdateStmt: () => true,
};

const isOfSchema = ({ kind, tree }: Statement, known: Known): boolean =>
  OF_SCHEMA[kind]?.(tree, known) === true && !NOT_MANAGED.test(withoutIndexMethod(kind, tree));

/** Every index names its method, btree too. */
const withoutIndexMethod = (kind: string, tree: Node): string =>
  kind === 'IndexStmt' ? JSON.stringify(tree).replaceAll('"accessMethod":', '') : JSON.stringify(tree);

const COMMENTED = new Set<string>(['OBJECT_COLUMN', 'OBJECT_TABLE']);

/** A type that no table uses is not in the schema. */
function makesUsedEnum(tree: Node, { sql }: Known): boolean {
  const names = strings(as(tree, 'CreateEnumStmt')?.typeName);
  return sql.includes(`CREATE TYPE ${quoteName(nameOfParts(names, 'public'))} AS`);
}

function makesManagedSchema(tree: Node, { managed }: Known): boolean {
  const { schemaname = '', schemaElts = [] } = as(tree, 'CreateSchemaStmt') ?? {};
  return managed.schemas.includes(schemaname) && schemaElts.length === 0;
}

/** Partitions are not managed, and sync makes none. */
function makesManagedTable(tree: Node, { managed }: Known): boolean {
  const { relation, partbound, inhRelations = [] } = as(tree, 'CreateStmt') ?? {};
  const { schema, name } = tableName(relation ?? {}, 'public');
  const isManaged = managed.schemas.includes(schema) && !isIgnored(managed.ignore, schema, name);
  return isManaged && partbound === undefined && inhRelations.length === 0;
}

const ALTERS = new Set<string>([
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
