import type { AlterEnumStmt, AlterObjectSchemaStmt, RenameStmt } from 'libpg-query';
import { nameOfParts, objectNameOf, strings, tableName } from '../postgres/parse-tree.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Effect, Scope } from './scope.ts';
import { effectOf } from './scope.ts';

/** A rename loses nothing and holds up nobody. Programs that know the old name are not the database's business. */
export function renameEffects(statement: RenameStmt, scope: Scope): Effect[] {
  const { renameType, relationType, relation, object, subname: from = '', newname: to = '' } = statement;
  if (renameType === 'OBJECT_TYPE') {
    const type = objectNameOf(object, scope.schema);
    return [effectOf({ op: 'renameEnum', from: type, to: { ...type, name: to } })];
  }
  if (relation === undefined) return [];
  const table = tableName(relation, scope.schema);
  if (renameType === 'OBJECT_TABLE') return [effectOf({ op: 'renameTable', from: table, to: { ...table, name: to } })];
  if (renameType === 'OBJECT_TABCONSTRAINT') return [effectOf({ op: 'renameConstraint', table, from, to })];
  return renameType === 'OBJECT_COLUMN' && relationType === 'OBJECT_TABLE'
    ? [effectOf({ op: 'renameColumn', table, from, to })]
    : [];
}

/** `SET SCHEMA`. */
export function moveEffects(
  { objectType, relation, object, newschema = '' }: AlterObjectSchemaStmt,
  scope: Scope,
): Effect[] {
  if (objectType === 'OBJECT_TABLE' && relation !== undefined) {
    const from = tableName(relation, scope.schema);
    return [effectOf({ op: 'renameTable', from, to: { ...from, schema: newschema } })];
  }
  if (objectType !== 'OBJECT_TYPE') return [];
  const from = objectNameOf(object, scope.schema);
  return [effectOf({ op: 'renameEnum', from, to: { ...from, schema: newschema } })];
}

/** `ADD VALUE` and `RENAME VALUE`. */
export function alterEnumEffects(statement: AlterEnumStmt, scope: Scope): Effect[] {
  const { newVal: value = '', oldVal, newValNeighbor: neighbor, newValIsAfter: isAfter } = statement;
  const name = nameOfParts(strings(statement.typeName), scope.schema);
  if (oldVal !== undefined) return [effectOf({ op: 'renameEnumValue', enum: name, from: oldVal, to: value })];
  const from = scope.picture.enums.find((type) => isSameName(type, name))?.values ?? [];
  if (from.includes(value)) return [];
  const before = isAfter && neighbor !== undefined ? from[from.indexOf(neighbor) + 1] : neighbor;
  const uses = { columns: [], dependents: [] };
  return [effectOf({ op: 'addEnumValue', enum: name, value, ...(before !== undefined && { before }), from, uses })];
}
