import { modelInvalid, reasonOf } from '../errors.ts';
import type { IndexKey } from '../schema/schema.ts';
import { type IndexOptions, type ModelClass, nameOf, type Reader, remembered } from './internals.ts';
import type { IndexDraft } from './table-draft.ts';

/** Sequelize writes keys and predicates itself; `type`, `parser`, `length` and `concurrently` mean nothing to a schema. */
export function readIndex(reader: Reader, model: ModelClass, index: IndexOptions): IndexDraft {
  const { name, unique, using, fields = [], operator, include = [], nullsNotDistinct } = index;
  try {
    const where = reader.generator.whereItemsQuery(copy(index.where));
    return {
      name: nameOf(reader, name),
      named: name !== reader.indexName(fields, model.tableName),
      unique: unique === true,
      method: using?.toLowerCase() ?? 'btree',
      keys: fields.map((field) => readKey(reader, field, operator)),
      ...(include.length > 0 && { include: include.map((column) => nameOf(reader, column)) }),
      ...(nullsNotDistinct && { nullsNotDistinct: true as const }),
      ...(where !== '' && { where }),
      whereColumns: columnsOf(index.where).map((column) => nameOf(reader, column)),
    };
  } catch (error) {
    const remedy = 'give fields as column names, { name }, literal(…), fn(…) or col(…)';
    throw modelInvalid(model.name, `the index ${name}`, reasonOf(error), remedy, error);
  }
}

/** What stands between the parentheses of the CREATE INDEX that Sequelize would send for this key alone. */
function readKey(reader: Reader, field: unknown, operator: string | undefined): IndexKey {
  const write = (): string => writeKey(reader, field, operator);
  const column = columnOf(field);
  return {
    ...(column !== undefined && { column: nameOf(reader, column) }),
    definition:
      typeof field === 'string' ? remembered(reader.known.keys, JSON.stringify([field, operator]), write) : write(),
  };
}

function writeKey(reader: Reader, field: unknown, operator: string | undefined): string {
  const options = { name: 'i', fields: [copy(field)], ...(operator !== undefined && { operator }) };
  const sql = reader.generator.addIndexQuery('t', options);
  return sql.slice(sql.indexOf('(') + 1, -1);
}

function columnOf(field: unknown): string | undefined {
  if (typeof field === 'string') return field;
  const { name, attribute } = field as { name?: unknown; attribute?: unknown };
  const column = attribute ?? name;
  return typeof column === 'string' ? column : undefined;
}

/** The columns that a predicate names at its top and below and, or and not; not those of JSON paths. */
function columnsOf(where: unknown): string[] {
  if (Array.isArray(where)) return where.flatMap(columnsOf);
  if (!isPlain(where)) return [];
  return Reflect.ownKeys(where).flatMap((key) => {
    if (typeof key === 'symbol') return columnsOf(where[key]);
    return /[.$]/.test(key) ? [] : [key];
  });
}

const isPlain = (value: unknown): value is Record<string | symbol, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Sequelize writes into what it is given: `name` into fields, operators' texts into where(…). */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null || value instanceof Date || Buffer.isBuffer(value)) return value;
  const parts = Reflect.ownKeys(value).map((key) => [key, copy(Reflect.get(value, key))] as const);
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, Object.fromEntries(parts));
}
