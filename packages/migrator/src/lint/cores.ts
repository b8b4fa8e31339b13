import { all, as, nameOfParts, objectNameOf, strings, tableName } from '../postgres/parse-tree.ts';
import { isEqual, isSameName } from '../schema/comparable.ts';
import type { EnumUses } from '../schema/operation.ts';
import { shortName } from '../schema/problem.ts';
import type { Column, QualifiedName } from '../schema/schema.ts';
import { without } from '../schema/without.ts';
import { knownColumn } from './alter-table.ts';
import { readColumn } from './column.ts';
import { effectsOf } from './effects.ts';
import { onlyCommand, skipComments } from './rebuild.ts';
import { columnIn, danger, type Effect, effectOf, type Scope } from './scope.ts';
import type { SourceStatement } from './source.ts';

/** Statements in a row that are one operation of the diff. */
export interface Core {
  /** Behind the last of them. */
  end: number;
  main: SourceStatement;
  effects: Effect[];
}

type Statements = readonly SourceStatement[];

export const coreAt = (statements: Statements, at: number, scope: Scope): Core | undefined =>
  swappedEnum(statements, at, scope) ?? columnMadeAnew(statements, at, scope) ?? ownSequence(statements, at, scope);

/** A new type beside the old one, every column converted, then the new one in the old one's place. */
function swappedEnum(statements: Statements, at: number, scope: Scope): Core | undefined {
  const created = as(statements[at]?.tree, 'CreateEnumStmt');
  if (created === undefined) return undefined;
  const beside = nameOfParts(strings(created.typeName), scope.schema);
  const uses: EnumUses['columns'] = [];
  let end = at + 1;
  for (
    let use = usesAt(statements, end, beside, scope);
    use !== undefined;
    use = usesAt(statements, end, beside, scope)
  ) {
    uses.push(...use);
    end += 1;
  }
  const type = replacedType(statements, end, beside, scope);
  const main = statements[uses.length > 0 ? at + 1 : at];
  if (type === undefined || main === undefined) return undefined;
  return { end: end + 2, main, effects: [replaceEnum(type, strings(created.vals), uses, scope)] };
}

/** The columns of a table that get the new type. */
function usesAt(
  statements: Statements,
  at: number,
  type: QualifiedName,
  scope: Scope,
): EnumUses['columns'] | undefined {
  const { relation, cmds } = as(statements[at]?.tree, 'AlterTableStmt') ?? {};
  if (relation === undefined) return undefined;
  const table = tableName(relation, scope.schema);
  const uses = all(cmds, 'AlterTableCmd').map(({ subtype, name = '', def }) => {
    const names = as(def, 'ColumnDef')?.typeName;
    const isOfType =
      subtype === 'AT_AlterColumnType' && isSameName(nameOfParts(strings(names?.names), scope.schema), type);
    return isOfType ? { table, column: name, isArray: (names?.arrayBounds ?? []).length > 0 } : undefined;
  });
  return uses.every((use) => use !== undefined) ? uses : undefined;
}

/** `DROP TYPE old; ALTER TYPE new RENAME TO old`. */
function replacedType(
  statements: Statements,
  at: number,
  beside: QualifiedName,
  { schema }: Scope,
): QualifiedName | undefined {
  const drop = as(statements[at]?.tree, 'DropStmt');
  const rename = as(statements[at + 1]?.tree, 'RenameStmt');
  if (drop?.removeType !== 'OBJECT_TYPE' || drop.objects?.length !== 1 || rename?.renameType !== 'OBJECT_TYPE')
    return undefined;
  const type = objectNameOf(drop.objects[0], schema);
  const isItsName = isSameName(objectNameOf(rename.object, schema), beside) && rename.newname === type.name;
  return isItsName && beside.schema === type.schema ? type : undefined;
}

function replaceEnum(type: QualifiedName, to: string[], columns: EnumUses['columns'], scope: Scope): Effect {
  const from = scope.picture.enums.find((item) => isSameName(item, type))?.values;
  const operation = { op: 'replaceEnum' as const, enum: type, from: from ?? to, to, uses: { columns, dependents: [] } };
  const known = effectOf(operation);
  if (from !== undefined || columns.length === 0) return known;
  const where = columns.map(({ table, column }) => `${shortName(table)}.${column}`).join(', ');
  const unknown = danger(
    'fails-on-cast',
    `It fails where a row of ${where} has a value that is not among ${to.join(', ')}. (No migration before says which there were.)`,
  );
  return { ...known, hazards: [...known.hazards, ...unknown.hazards] };
}

/** A column dropped and made again, as generated, or as one that is generated no more and filled. */
function columnMadeAnew(statements: Statements, at: number, scope: Scope): Core | undefined {
  const [drop, add] = [statements[at], statements[at + 1]];
  const dropping = drop && onlyCommand(drop.tree, scope.schema);
  const adding = add && onlyCommand(add.tree, scope.schema);
  if (dropping?.command.subtype !== 'AT_DropColumn' || adding?.command.subtype !== 'AT_AddColumn') return undefined;
  const definition = as(adding.command.def, 'ColumnDef');
  const isSame = isSameName(dropping.table, adding.table) && definition?.colname === dropping.command.name;
  if (drop === undefined || definition === undefined || !isSame) return undefined;
  const { table } = dropping;
  const change = {
    table,
    from: columnIn(scope, table, definition.colname ?? ''),
    to: readColumn(table, definition, scope),
  };
  const end = skipComments(statements, at + 2);
  return change.to.generated === undefined
    ? filledAgain(statements, end, drop, change)
    : generated(end, drop, change, scope);
}

interface Change {
  table: QualifiedName;
  from: Column | undefined;
  to: Column;
}

/** As the diff decides it: otherwise they are two operations, each with hazards of its own. */
function generated(end: number, main: SourceStatement, { table, from, to }: Change, scope: Scope): Core | undefined {
  const plain = without(to, 'generated');
  if (from !== undefined && from.generated === undefined && !isEqual(from, plain)) return undefined;
  const known = from ?? knownColumn(table, to.name, scope);
  return { end, main, effects: [effectOf({ op: 'setGenerated', table, from: known, to, dependents: [] })] };
}

/** `UPDATE t SET g = …`, and NOT NULL where it was so. */
function filledAgain(
  statements: Statements,
  at: number,
  main: SourceStatement,
  { table, from, to }: Change,
): Core | undefined {
  const update = as(statements[at]?.tree, 'UpdateStmt');
  const [target, second] = all(update?.targetList, 'ResTarget');
  const isFilled =
    update?.relation !== undefined &&
    update.whereClause === undefined &&
    isSameName(tableName(update.relation, table.schema), table);
  if (!isFilled || target?.name !== to.name || second !== undefined || from?.generated?.kind !== 'virtual')
    return undefined;
  const next = statements[at + 1];
  const after = next && onlyCommand(next.tree, table.schema);
  const isRequired =
    after?.command.subtype === 'AT_SetNotNull' && after.command.name === to.name && isSameName(after.table, table);
  const made = { ...to, nullable: !isRequired };
  return {
    end: at + (isRequired ? 2 : 1),
    main,
    effects: [effectOf({ op: 'dropGenerated', table, from, to: made, dependents: [] })],
  };
}

/** A sequence made for the column that is added behind it. */
function ownSequence(statements: Statements, at: number, scope: Scope): Core | undefined {
  const main = statements[at + 1];
  const only = main && onlyCommand(main.tree, scope.schema);
  if (statements[at]?.kind !== 'CreateSeqStmt' || main === undefined || only?.command.subtype !== 'AT_AddColumn')
    return undefined;
  return { end: at + 2, main, effects: effectsOf(main.tree, scope) };
}
