import { type Attribute, type ModelClass, nameOf, type Reader } from './internals.ts';
import type { UniqueDraft } from './table-draft.ts';

export const readPrimaryKey = (reader: Reader, attributes: readonly Attribute[]): string[] =>
  attributes.filter(({ primaryKey }) => primaryKey).map(({ field }) => nameOf(reader, field));

/**
 * Those of single columns come first, as in CREATE TABLE. sync() gives none of them the name that the model gives; only
 * where the model says what sync() can't express is its name meant for the database.
 */
export function readUniques(reader: Reader, model: ModelClass, attributes: readonly Attribute[]): UniqueDraft[] {
  const alone = attributes.filter(({ unique }) => unique === true).map(({ field }) => [field]);
  const keys = Object.values(model.options.uniqueKeys ?? model.uniqueKeys);
  const together = keys.filter(({ customIndex }) => customIndex !== false).map(({ fields }) => fields);
  const all = [...alone, ...together].map((fields) => readUnique(reader, attributes, fields));
  return all.filter((unique, position) => all.findIndex((other) => isSame(other, unique)) === position);
}

const isSame = (a: UniqueDraft, b: UniqueDraft): boolean => JSON.stringify(a) === JSON.stringify(b);

function readUnique(reader: Reader, attributes: readonly Attribute[], fields: readonly string[]): UniqueDraft {
  const members = attributes.filter(({ field }) => fields.includes(field));
  const options = members.flatMap(({ unique }) => (typeof unique === 'object' ? [unique] : []));
  const own = options.find((option) => option.nullsNotDistinct !== undefined && option.name !== undefined);
  const nullsNotDistinct =
    options.some((option) => option.nullsNotDistinct) || members.some((member) => member.nullsNotDistinct);
  return {
    ...(own?.name !== undefined && { name: nameOf(reader, own.name) }),
    columns: fields.map((field) => nameOf(reader, field)),
    ...(nullsNotDistinct && { nullsNotDistinct: true as const }),
  };
}
