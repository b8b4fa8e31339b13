import type { SqlSection } from '../migration-file.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Operation } from '../schema/operation.ts';
import type { Column, EnumType, QualifiedName, Schema, Table } from '../schema/schema.ts';
import { advanceAll } from './advance.ts';
import { columnIn, NOTHING_KNOWN, type Scope, startOf, tableIn, unknownTable } from './scope.ts';
import { readSource } from './source.ts';
import { stepAt } from './steps.ts';

/**
 * What is known before a migration, and what its down part tells of it: what that brings back is what was there. Only where no
 * migration before has told, as where programs or `sync()` have made the tables; that down leads back is what `verify` proves.
 *
 * @throws MigratorError MIGRATION_FILE_INVALID
 */
export async function recall(file: string, down: SqlSection, picture: Schema): Promise<Schema> {
  const { statements } = await readSource(file, down);
  let known = { picture };
  let scope: Scope = startOf(down, NOTHING_KNOWN);
  for (let at = 0, step = stepAt(statements, at, scope); step !== undefined; step = stepAt(statements, at, scope)) {
    // What comes back last is what was there.
    for (const { operation } of step.effects) known = { picture: withKnown(known.picture, picture, operation) };
    scope = advanceAll(scope, step.effects);
    at += step.statements.length;
  }
  return known.picture;
}

function withKnown(picture: Schema, before: Schema, operation: Operation | undefined): Schema {
  if (operation?.op === 'alterType') {
    const { table, column: name, to } = operation;
    // Whether it may be null is not told here, and not to be held against it.
    return withColumn(picture, before, table, { name, ...to, nullable: false });
  }
  if (operation?.op === 'addColumn') return withColumn(picture, before, operation.table, operation.column);
  if (operation?.op === 'setGenerated') return withColumn(picture, before, operation.table, operation.to);
  if (operation?.op === 'replaceEnum') return withEnum(picture, before, { ...operation.enum, values: operation.to });
  if (operation?.op === 'addCheck') return withConstraint(picture, operation.table, 'checks', operation.check);
  return operation?.op === 'addForeignKey'
    ? withConstraint(picture, operation.table, 'foreignKeys', operation.foreignKey)
    : picture;
}

function withColumn(picture: Schema, before: Schema, table: QualifiedName, column: Column): Schema {
  if (columnIn({ picture: before }, table, column.name) !== undefined) return picture;
  const others = (columns: readonly Column[]): Column[] => columns.filter(({ name }) => name !== column.name);
  return changeTable(picture, table, (known) => ({ ...known, columns: [...others(known.columns), column] }));
}

function withEnum(picture: Schema, before: Schema, type: EnumType): Schema {
  if (before.enums.some((known) => isSameName(known, type))) return picture;
  return { ...picture, enums: [...picture.enums.filter((known) => !isSameName(known, type)), type] };
}

function withConstraint<Kind extends 'foreignKeys' | 'checks'>(
  picture: Schema,
  table: QualifiedName,
  kind: Kind,
  constraint: Table[Kind][number],
): Schema {
  if (tableIn({ picture }, table)?.[kind].some(({ name }) => name === constraint.name)) return picture;
  return changeTable(picture, table, (known) => ({ ...known, [kind]: [...known[kind], constraint] }));
}

function changeTable(picture: Schema, name: QualifiedName, change: (table: Table) => Table): Schema {
  const others = picture.tables.filter((table) => !isSameName(table, name));
  return { ...picture, tables: [...others, change(tableIn({ picture }, name) ?? unknownTable(name))] };
}
