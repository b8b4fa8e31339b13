import type { AlterEnumStmt, Node, TypeName } from 'libpg-query';
import { as, nameOfParts, strings, visit } from '../postgres/parse-tree.ts';
import { isSameName } from '../schema/comparable.ts';
import { shortName } from '../schema/problem.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { danger, type Effect, type Scope } from './scope.ts';
import type { SourceStatement } from './source.ts';

/**
 * A value that ALTER TYPE … ADD VALUE brings can be used only after the commit. To add it is no danger; to use it in the same
 * migration is, unless the migration makes the type as well.
 *
 * @param later the statements behind it
 */
export function addedValueEffects(tree: Node, later: readonly SourceStatement[], scope: Scope): Effect[] {
  const added = as(tree, 'AlterEnumStmt');
  if (added?.newVal === undefined || added.oldVal !== undefined || !scope.transactional) return [];
  const type = nameOfParts(strings(added.typeName), scope.schema);
  const value = added.newVal;
  if (scope.newEnums.some((name) => isSameName(name, type))) return [];
  const user = later.find((statement) => usesValue(statement.tree, type, value, scope));
  return user === undefined ? [] : [usedAtOnce(type, added, user)];
}

const usedAtOnce = (type: QualifiedName, { newVal = '' }: AlterEnumStmt, { text }: SourceStatement): Effect =>
  danger(
    'not-transactional',
    `The value ${newVal} of ${shortName(type)} can be used only after the commit, and this migration uses it: ${start(text)}. Add it in a migration of its own before.`,
  );

const start = (statement: string): string => {
  const line = statement.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

/** Whether a constant may be that value. One that is cast to another type is not. */
function usesValue(tree: Node, type: QualifiedName, value: string, scope: Scope): boolean {
  let isUsed = false;
  visit(tree, (kind, content) => {
    if (kind === 'A_Const') isUsed ||= isValue((content as { sval?: { sval?: string } }).sval?.sval, value);
    if (kind !== 'TypeCast') return true;
    const { arg, typeName = {} } = content as { arg?: Node; typeName?: TypeName };
    const cast = nameOfParts(strings(typeName.names), scope.schema);
    return as(arg, 'A_Const') === undefined || isSameName(cast, type);
  });
  return isUsed;
}

/** Itself, or an element of an array's text. */
const isValue = (constant: string | undefined, value: string): boolean =>
  constant === value || (constant !== undefined && /^\{.*\}$/s.test(constant) && constant.includes(value));
