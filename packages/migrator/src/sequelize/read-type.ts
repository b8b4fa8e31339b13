import { modelInvalid } from '../errors.ts';
import { clip } from '../schema/object-name.ts';
import { quoteName } from '../schema/quote.ts';
import type { EnumType, QualifiedName } from '../schema/schema.ts';
import { type Attribute, type DataType, type ModelClass, nameOf, type Reader, unquote } from './internals.ts';

/** A column's type as SQL text, and the enum that stands in it. */
export interface TypeDraft {
  type: string;
  enumType?: EnumType;
}

/** Types of other databases, and of defaults, that PostgreSQL does not have; sync() sends them all the same. */
const FOREIGN = new Map([
  ['TINYINT', 'use SMALLINT'],
  ['MEDIUMINT', 'use INTEGER'],
  ['NUMBER', 'use INTEGER, DECIMAL or DOUBLE'],
  ['NOW', 'use DATE, with NOW as the defaultValue'],
  ['UUIDV1', 'use UUID, with UUIDV1 as the defaultValue'],
  ['UUIDV4', 'use UUID, with UUIDV4 as the defaultValue'],
  ['ABSTRACT', 'use one of the data types that PostgreSQL has'],
]);

export function readType(reader: Reader, model: ModelClass, attribute: Attribute): TypeDraft {
  const { type, fieldName } = attribute;
  if (typeof type === 'string') return { type: rawType(model, fieldName, type) };
  const { element, dimensions } = peel(type);
  const brackets = '[]'.repeat(dimensions);
  if (element.key === 'ENUM') {
    const enumType = readEnum(reader, model, attribute, element);
    return { type: quoteName(enumType) + brackets, enumType };
  }
  return { type: plainType(reader, model, fieldName, element) + brackets };
}

/** PostgreSQL's own text, as it is. */
function rawType(model: ModelClass, attribute: string, text: string): string {
  if (!/^\s*ENUM\s*\(/i.test(text)) return text;
  const why = 'PostgreSQL has no enums without a type of their own, and sync() makes none for a type that is a text';
  throw modelInvalid(model.name, attribute, why, `use DataTypes.ENUM(…) instead of ${JSON.stringify(text)}`);
}

function peel(type: DataType): { element: DataType; dimensions: number } {
  let [element, dimensions] = [type, 0];
  while (element.key === 'ARRAY' && element.type !== undefined) [element, dimensions] = [element.type, dimensions + 1];
  return { element, dimensions };
}

function plainType(reader: Reader, model: ModelClass, attribute: string, type: DataType): string {
  const remedy = FOREIGN.get(type.key);
  if (remedy !== undefined) throw unsupported(model, attribute, type.key, remedy);
  const text = reader.normalize(type).toSql();
  if (text === undefined) throw unsupported(model, attribute, type.key, 'use a subtype that PostgreSQL has');
  return text;
}

const unsupported = (model: ModelClass, attribute: string, key: string, remedy: string): Error =>
  modelInvalid(model.name, attribute, `PostgreSQL has no type ${key}`, remedy);

function readEnum(reader: Reader, model: ModelClass, attribute: Attribute, { values = [] }: DataType): EnumType {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length === values.length && new Set(texts).size === texts.length) {
    return { ...enumName(reader, model, attribute), values: texts };
  }
  const why = `the values of an enum are texts, each given once; these are ${JSON.stringify(values)}`;
  throw modelInvalid(model.name, attribute.fieldName, why, 'give DataTypes.ENUM each value once, as a text');
}

/** `enum_<table>_<column>`, or the model's own `enumName`. */
function enumName({ generator, ...reader }: Reader, model: ModelClass, attribute: Attribute): QualifiedName {
  const { schema, tableName } = generator.extractTableDetails(model.getTableName());
  const { enumName: given, field } = attribute;
  if (given === undefined) {
    return { schema: clip(schema), name: unquote(generator.pgEnumName(tableName, field, { schema: false })) };
  }
  const [first = '', ...rest] = given.split('.');
  if (rest.length > 0) return { schema: clip(first), name: clip(rest.join('.')) };
  return { schema: nameOf({ generator, ...reader }, schema), name: clip(given) };
}
