import { modelInvalid, reasonOf } from '../errors.ts';
import type { Generated } from '../schema/schema.ts';
import type { IdentityKind } from './augmentation.ts';
import { type Attribute, type ModelClass, nameOf, type Reader } from './internals.ts';
import { readType, type TypeDraft } from './read-type.ts';
import type { ColumnDraft, Numbering } from './table-draft.ts';

export interface ColumnReading extends TypeDraft {
  column: ColumnDraft;
}

export function readColumn(reader: Reader, model: ModelClass, attribute: Attribute): ColumnReading {
  const { fieldName, comment } = attribute;
  const draft = readType(reader, model, attribute);
  const numbering = readNumbering(model, attribute, draft.type);
  const type = numbering === undefined ? draft.type : numberType(model, fieldName, draft.type);
  const generated = readGenerated(model, attribute);
  const defaultText = readDefault(reader, model, attribute, draft);
  const column = {
    attribute: fieldName,
    name: nameOf(reader, attribute.field),
    type,
    ...(draft.enumType !== undefined && { enum: { schema: draft.enumType.schema, name: draft.enumType.name } }),
    nullable: !isNotNull(attribute) && numbering === undefined,
    ...(defaultText !== undefined && { default: defaultText }),
    ...(generated !== undefined && { generated }),
    ...(numbering !== undefined && { numbering }),
    ...(isText(comment) && { comment }),
  };
  assertOneSource(model, column);
  return { ...draft, type, column };
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** As sync() has it, an `allowNull: undefined` that is written down is NOT NULL. */
const isNotNull = (attribute: Attribute): boolean =>
  attribute.primaryKey === true || (Object.hasOwn(attribute, 'allowNull') && !attribute.allowNull);

function readGenerated(model: ModelClass, { generatedAs, fieldName }: Attribute): Generated | undefined {
  if (generatedAs === undefined) return undefined;
  if (isText(generatedAs)) return { expression: `(${generatedAs})`, kind: 'stored' };
  throw modelInvalid(model.name, fieldName, 'its generatedAs is no text', "write the expression: generatedAs: 'a * 2'");
}

const SERIAL = /^\s*(small|big)?serial\s*$/i;

function readNumbering(model: ModelClass, attribute: Attribute, type: string): Numbering | undefined {
  const { autoIncrement, autoIncrementIdentity, identity, identityOptions = {}, fieldName } = attribute;
  if (identity === undefined && !autoIncrement && !SERIAL.test(type)) return undefined;
  if (identity !== undefined && !IDENTITIES.includes(identity)) throw unknownIdentity(model, fieldName, identity);
  const byIdentity = autoIncrementIdentity === true ? 'byDefault' : 'serial';
  const increment = wholeNumber(model, fieldName, identityOptions.increment ?? 1);
  const start = wholeNumber(model, fieldName, identityOptions.start ?? (increment > 0n ? 1 : -1));
  return { kind: identity ?? byIdentity, start, increment };
}

const IDENTITIES: readonly IdentityKind[] = ['always', 'byDefault'];

const unknownIdentity = (model: ModelClass, attribute: string, identity: unknown): Error =>
  modelInvalid(model.name, attribute, `its identity is ${JSON.stringify(identity)}`, "use 'always' or 'byDefault'");

/** As text or bigint too: a sequence counts to 2^63. */
function wholeNumber(model: ModelClass, attribute: string, value: number | bigint | string): bigint {
  try {
    return BigInt(value);
  } catch (error) {
    const why = `its identityOptions hold ${JSON.stringify(value)}`;
    throw modelInvalid(model.name, attribute, why, 'give start and increment as whole numbers', error);
  }
}

const NUMBERS = new Map([
  ...['SMALLINT', 'INT2', 'SMALLSERIAL'].map((text) => [text, 'smallint'] as const),
  ...['INTEGER', 'INT', 'INT4', 'SERIAL'].map((text) => [text, 'integer'] as const),
  ...['BIGINT', 'INT8', 'BIGSERIAL'].map((text) => [text, 'bigint'] as const),
]);

/** Only whole numbers count, and their sequence needs their exact name. */
function numberType(model: ModelClass, attribute: string, type: string): string {
  const number = NUMBERS.get(type.trim().toUpperCase());
  if (number !== undefined) return number;
  const why = `a column of type ${type} can't number by itself`;
  throw modelInvalid(model.name, attribute, why, 'use SMALLINT, INTEGER or BIGINT, or leave autoIncrement away');
}

/** What Sequelize puts into an INSERT by itself (NOW, UUIDV4, functions of JavaScript) is no default of the database. */
function readDefault(reader: Reader, model: ModelClass, attribute: Attribute, draft: TypeDraft): string | undefined {
  const { defaultValue, fieldName } = attribute;
  if (!reader.isDatabaseDefault(defaultValue)) return undefined;
  if (defaultValue === null && attribute.autoIncrement) return undefined;
  if (isMomentOfLoading(defaultValue)) return undefined;
  try {
    if (draft.enumType !== undefined && Array.isArray(defaultValue)) return enumArray(reader, defaultValue, draft.type);
    return reader.generator.escape(defaultValue, attribute);
  } catch (error) {
    const remedy = 'give a value that the type can hold, or literal(…) or fn(…)';
    throw modelInvalid(model.name, fieldName, `its defaultValue is refused: ${reasonOf(error)}`, remedy, error);
  }
}

/** What `new Date()` and `Date.now()` in a model are: another value each time that it is loaded, and never twice the same default. */
function isMomentOfLoading(value: unknown): boolean {
  const time = value instanceof Date ? value.getTime() : value;
  return typeof time === 'number' && time >= performance.timeOrigin && time <= Date.now();
}

/** Sequelize casts to the name that the enum would have without `enumName`. */
const enumArray = ({ generator }: Reader, values: unknown[], type: string): string =>
  `ARRAY[${values.map((value) => generator.escape(value)).join(', ')}]::${type}`;

/** PostgreSQL takes one of them. */
function assertOneSource(model: ModelClass, { attribute, numbering, generated, default: text }: ColumnDraft): void {
  const sources = [
    ...(numbering === undefined ? [] : ['numbers by itself']),
    ...(generated === undefined ? [] : ['is generated']),
    ...(text === undefined ? [] : ['has a default']),
  ];
  if (sources.length < 2) return;
  const why = `a column gets its value from one source, and this one ${sources.join(' and ')}`;
  throw modelInvalid(model.name, attribute, why, 'leave all but one of them away');
}
