import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint } from 'libpg-query';
import { all, as, tableName } from '../postgres/parse-tree.ts';
import { isEqual } from '../schema/comparable.ts';
import { isBlank } from '../schema/hazards.ts';
import { shortName } from '../schema/problem.ts';
import type { Column, ForeignKey, QualifiedName } from '../schema/schema.ts';
import { without } from '../schema/without.ts';
import { advanceAll } from './advance.ts';
import { columnConstraints, readColumn } from './column.ts';
import { constraintEffects, readForeignKey } from './constraint.ts';
import { retypeEffect } from './retype.ts';
import { columnIn, danger, type Effect, effectOf, type Scope, tableIn } from './scope.ts';
import { refusedInTransaction } from './transaction.ts';

type Command = (table: QualifiedName, command: AlterTableCmd, scope: Scope) => Effect[];

/** What each of the statement's commands does, one after the other. */
export function alterTableEffects({ relation, cmds, objtype }: AlterTableStmt, scope: Scope): Effect[] {
  if (relation === undefined) return [];
  const table = tableName(relation, scope.schema);
  const commands = all(cmds, 'AlterTableCmd');
  if (objtype === 'OBJECT_TYPE') return attributeEffects(table, commands);
  if (objtype !== 'OBJECT_TABLE') return [];
  const replaced = replacedForeignKey(table, commands, scope);
  if (replaced !== undefined) return replaced;
  const effects: Effect[] = [];
  for (const command of commands) {
    effects.push(...(COMMANDS[command.subtype ?? 'AT_AddColumn']?.(table, command, advanceAll(scope, effects)) ?? []));
  }
  return effects;
}

/** `DROP ATTRIBUTE` takes it from the rows of every table that has the type, and asks nobody. */
const attributeEffects = (type: QualifiedName, commands: readonly AlterTableCmd[]): Effect[] =>
  commands
    .filter(({ subtype }) => subtype === 'AT_DropColumn')
    .map(({ name = '' }) =>
      danger(
        'data-loss',
        `Every value of the attribute ${name} is lost in every column of the type ${shortName(type)}. Drop it in a later release, when nothing reads it, and keep a copy.`,
      ),
    );

const COMMANDS: { [Subtype in NonNullable<AlterTableCmd['subtype']>]?: Command } = {
  AT_AddColumn: (table, { def }, scope) => addColumn(table, as(def, 'ColumnDef') ?? {}, scope),
  AT_DropColumn: (table, { name = '' }, scope) => [
    effectOf({ op: 'dropColumn', table, column: knownColumn(table, name, scope) }),
  ],
  AT_AlterColumnType: (table, command, scope) => [retypeEffect(table, command, scope)],
  AT_SetNotNull: (table, { name: column = '' }) => [effectOf({ op: 'setNotNull', table, column })],
  AT_DropNotNull: (table, { name: column = '' }) => [effectOf({ op: 'dropNotNull', table, column })],
  AT_SetExpression: (table, { name = '' }, scope) => [setExpression(table, name, scope)],
  AT_DropExpression: (table, { name = '' }, scope) => [dropExpression(table, name, scope)],
  AT_AddConstraint: (table, { def }, scope) => constraintEffects(table, as(def, 'Constraint') ?? {}, scope),
  AT_DropConstraint: (table, { name = '' }, scope) => dropConstraint(table, name, scope),
  AT_ValidateConstraint: (table, { name = '' }, scope) => [validateConstraint(table, name, scope)],
  AT_SetLogged: (table) => [rewrite(table)],
  AT_SetUnLogged: (table) => [rewrite(table)],
  AT_SetAccessMethod: (table) => [rewrite(table)],
  AT_SetTableSpace: (table) => [rewrite(table)],
  AT_AttachPartition: (_table, { def }, scope) => {
    const part = as(def, 'PartitionCmd')?.name;
    return part === undefined ? [] : [attach(tableName(part, scope.schema))];
  },
  AT_DetachPartition: (_table, { def }, scope) =>
    as(def, 'PartitionCmd')?.concurrent ? refusedInTransaction('DETACH PARTITION … CONCURRENTLY', scope) : [],
};

const rewrite = (table: QualifiedName): Effect =>
  danger(
    'rewrites-table',
    `Every row of ${shortName(table)} is copied while nobody can read or write it. On a big table do it when it is quiet.`,
    table,
  );

const attach = (part: QualifiedName): Effect =>
  danger(
    'blocks-reads',
    `Nobody can read or write ${shortName(part)} while every row is checked. On a big table add a CHECK that says the same NOT VALID, and VALIDATE it, before.`,
    part,
  );

/** A column with its constraints. One without a default is empty: there is nothing to look up for its foreign key. */
function addColumn(table: QualifiedName, definition: ColumnDef, scope: Scope): Effect[] {
  const column = readColumn(table, definition, scope);
  const isChecked = ({ contype }: Constraint): boolean => contype !== 'CONSTR_FOREIGN' || column.default !== undefined;
  const added: Effect = {
    ...effectOf({ op: 'addColumn', table, column }),
    next: ({ newColumns }) => ({
      newColumns: [...newColumns, { table, column: column.name, isBlank: isBlank(column) }],
    }),
  };
  const constraints = columnConstraints(definition).flatMap((constraint) => {
    const effects = constraintEffects(table, constraint, scope, column.name);
    return isChecked(constraint) ? effects : effects.map((effect) => ({ ...effect, hazards: [] }));
  });
  return [added, ...constraints];
}

/** A column of which no migration has told is taken for one that holds values. */
export const knownColumn = (table: QualifiedName, name: string, scope: Scope): Column =>
  columnIn(scope, table, name) ?? { name, type: '', nullable: true };

/** PostgreSQL 17 changes the expression in place; a stored column is written anew. */
function setExpression(table: QualifiedName, name: string, scope: Scope): Effect {
  const known = knownColumn(table, name, scope);
  const column = { ...known, generated: known.generated ?? { expression: '', kind: 'stored' as const } };
  return effectOf({ op: 'setGenerated', table, from: column, to: column, dependents: [] });
}

const dropExpression = (table: QualifiedName, name: string, scope: Scope): Effect => {
  const from = knownColumn(table, name, scope);
  return effectOf({ op: 'dropGenerated', table, from, to: without(from, 'generated'), dependents: [] });
};

function dropConstraint(table: QualifiedName, name: string, scope: Scope): Effect[] {
  const known = tableIn(scope, table);
  const foreignKey = known?.foreignKeys.find((key) => key.name === name);
  if (foreignKey !== undefined) return [effectOf({ op: 'dropForeignKey', table, foreignKey })];
  const check = known?.checks.find((item) => item.name === name);
  if (check !== undefined) return [effectOf({ op: 'dropCheck', table, check })];
  return known?.primaryKey?.name === name
    ? [effectOf({ op: 'dropPrimaryKey', table, primaryKey: known.primaryKey })]
    : [];
}

/** What is not known to be a check may be a foreign key. */
function validateConstraint(table: QualifiedName, name: string, scope: Scope): Effect {
  const known = tableIn(scope, table);
  const check = known?.checks.find((item) => item.name === name);
  if (check !== undefined) {
    const validated = without(check, 'notValid');
    return effectOf({ op: 'validateConstraint', table, constraint: { kind: 'check', check: validated } });
  }
  const key = known?.foreignKeys.find((item) => item.name === name) ?? unknownKey(table, name);
  const foreignKey = without(key, 'notValid');
  return effectOf({ op: 'validateConstraint', table, constraint: { kind: 'foreignKey', foreignKey } });
}

const unknownKey = (table: QualifiedName, name: string): ForeignKey => ({
  name,
  columns: [],
  references: { ...table, columns: [] },
  onDelete: 'noAction',
  onUpdate: 'noAction',
});

/** A foreign key dropped and made again in one statement with other actions: no row was ever without it. */
function replacedForeignKey(
  table: QualifiedName,
  [drop, add, ...rest]: readonly AlterTableCmd[],
  scope: Scope,
): Effect[] | undefined {
  if (drop?.subtype !== 'AT_DropConstraint' || add?.subtype !== 'AT_AddConstraint' || rest.length > 0) return undefined;
  const constraint = as(add.def, 'Constraint');
  const from = tableIn(scope, table)?.foreignKeys.find(({ name }) => name === drop.name);
  if (constraint?.contype !== 'CONSTR_FOREIGN' || from === undefined) return undefined;
  const to = readForeignKey(table, constraint, scope);
  const isSame = to.references.columns.length > 0 && isEqual(from.references, to.references);
  return isSame && isEqual(from.columns, to.columns) && !from.notValid
    ? [effectOf({ op: 'alterForeignKey', table, from, to })]
    : undefined;
}
