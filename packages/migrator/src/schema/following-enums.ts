import { comparableText, isEqual, isSameName } from './comparable.ts';
import type { EnumType, QualifiedName, Schema } from './schema.ts';

/** An enum under its old and its new name. */
export interface FollowingEnum {
  from: QualifiedName;
  to: QualifiedName;
}

/**
 * Enums that are named after a renamed table or column and are renamed with it, unasked: the same columns use them on both
 * sides, and their values are the same.
 *
 * @param from with the tables and columns renamed
 */
export const followingEnums = (from: Schema, to: Schema): FollowingEnum[] =>
  from.enums.flatMap((type) => {
    const users = usersOf(from, type);
    const next = to.enums.find((other) => users !== '[]' && usersOf(to, other) === users);
    const isTheSame = next !== undefined && isEqual(next.values, type.values);
    return isTheSame && !hasEnum(to, type) && !hasEnum(from, next) ? [{ from: nameOf(type), to: nameOf(next) }] : [];
  });

const nameOf = ({ schema, name }: EnumType): QualifiedName => ({ schema, name });

const hasEnum = ({ enums }: Schema, type: QualifiedName): boolean => enums.some((other) => isSameName(other, type));

/** The columns of that type, as one text. */
function usersOf({ tables }: Schema, type: QualifiedName): string {
  const users = tables.flatMap(({ schema, name, columns }) =>
    columns
      .filter((column) => column.enum !== undefined && isSameName(column.enum, type))
      .map((column) => comparableText([schema, name, column.name])),
  );
  return comparableText(users.toSorted());
}
