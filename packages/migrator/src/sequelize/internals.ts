import type { IndexesOptions, ModelAttributeColumnOptions, ModelOptions, Sequelize } from 'sequelize';
import { clip } from '../schema/object-name.ts';
import type { ColumnExtras, IndexExtras, TableExtras } from './augmentation.ts';

/**
 * What Sequelize 6 has and does not declare. Every property is read by `sequelize.sync()` itself; lib/model.js and
 * lib/dialects/postgres/query-generator.js of 6.37.8 are the sources.
 */
export interface ModelClass {
  name: string;
  tableName: string;
  options: ModelOptions &
    TableExtras & {
      uniqueKeys?: Record<string, UniqueKey>;
      /** Only of a model that belongsToMany has made for a table that it knows by name. */
      through?: unknown;
    };
  /** By attribute, in the order of the columns. */
  rawAttributes: Record<string, Attribute>;
  /** Of attributes that say `unique`, and of belongsToMany. */
  uniqueKeys: Record<string, UniqueKey>;
  _indexes: IndexOptions[];
  getTableName(): TableName;
}

export type TableName = string | { tableName: string; schema?: string };

export interface Attribute extends Omit<ModelAttributeColumnOptions, 'unique' | 'references' | 'type'>, ColumnExtras {
  /** The column. */
  field: string;
  fieldName: string;
  type: string | DataType;
  unique?: boolean | string | { name?: string; msg?: string; nullsNotDistinct?: boolean };
  references?: string | Reference;
}

export interface Reference {
  model?: TableName | { getTableName(): TableName };
  key?: string;
  deferrable?: { toString(generator: QueryGenerator): string };
}

/** A data type: of the dialect, of Sequelize, or a user's own class. */
export interface DataType {
  key: string;
  toSql(): string | undefined;
  /** An array's element. */
  type?: DataType;
  /** An enum's. */
  values?: unknown[];
}

export interface UniqueKey {
  fields: string[];
  /** False for `unique: true`, which stands with its column. */
  customIndex?: boolean;
}

export type IndexOptions = IndexesOptions & IndexExtras & { name: string };

export interface QueryGenerator {
  escape(value: unknown, attribute?: Attribute): string;
  quoteIdentifier(name: string): string;
  addIndexQuery(table: string, options: Pick<IndexesOptions, 'name' | 'operator'> & { fields: unknown[] }): string;
  whereItemsQuery(where: unknown): string;
  extractTableDetails(table: TableName): { schema: string; tableName: string };
  pgEnumName(table: string, column: string, options: { schema: false }): string;
}

interface Undeclared {
  modelManager: { models: ModelClass[]; getModelsTopoSortedByForeignKey(): ModelClass[] | null };
  normalizeDataType(type: DataType): DataType;
  constructor: {
    Utils: {
      defaultValueSchemable(value: unknown): boolean;
      nameIndex(index: { fields: unknown[] }, table: string): { name: string };
    };
  };
}

/** What all the readers of this room need of the Sequelize instance. */
export interface Reader {
  generator: QueryGenerator;
  /** Where tables live that name no schema. */
  defaultSchema: string;
  /** What Sequelize has made of names and index keys before: models have the same again and again. */
  known: { names: Map<string, string>; keys: Map<string, string> };
  models: readonly ModelClass[];
  /** In the order of `sync()`: of the models of one table only the last, and none where foreign keys make a cycle. */
  sorted(): readonly ModelClass[];
  normalize(type: DataType): DataType;
  /** Whether it is a default of the database, and not one that Sequelize puts into each INSERT. */
  isDatabaseDefault(value: unknown): boolean;
  /** The name that Sequelize gives an index without one. */
  indexName(fields: unknown[], table: string): string;
}

export function readerOf(sequelize: Sequelize, defaultSchema: string): Reader {
  const undeclared = sequelize as unknown as Undeclared;
  const { modelManager, constructor } = undeclared;
  const { queryGenerator } = sequelize.getQueryInterface() as unknown as { queryGenerator: QueryGenerator };
  return {
    generator: queryGenerator,
    defaultSchema,
    known: { names: new Map(), keys: new Map() },
    models: modelManager.models,
    sorted: () => modelManager.getModelsTopoSortedByForeignKey()?.toReversed() ?? [],
    normalize: (type) => undeclared.normalizeDataType(type),
    isDatabaseDefault: (value) => constructor.Utils.defaultValueSchemable(value),
    indexName: (fields, table) => constructor.Utils.nameIndex({ fields }, table).name,
  };
}

/**
 * A name as it arrives in the database: Sequelize drops double quotes in it, leaves it to PostgreSQL to fold where
 * `quoteIdentifiers` is false, and PostgreSQL cuts it.
 */
export const nameOf = ({ generator, known }: Reader, name: string): string =>
  remembered(known.names, name, () => unquote(generator.quoteIdentifier(name)));

export function remembered(known: Map<string, string>, key: string, make: () => string): string {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

export const unquote = (identifier: string): string =>
  clip(identifier.startsWith('"') ? identifier.slice(1, -1) : identifier.toLowerCase());

/** The schema where one is named, and the table. */
export function tableNameOf(reader: Reader, table: TableName): { schema: string | undefined; name: string } {
  if (typeof table === 'string') return { schema: undefined, name: nameOf(reader, table) };
  const { schema, tableName } = table;
  return { schema: schema ? nameOf(reader, schema) : undefined, name: nameOf(reader, tableName) };
}
