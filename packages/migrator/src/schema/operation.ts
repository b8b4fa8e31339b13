import type {
  AutoIncrement,
  Check,
  Column,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  Key,
  QualifiedName,
  Sequence,
  Table,
  Unique,
} from './schema.ts';

/**
 * One step from a schema to another, as data. It holds all that its reverse needs: what is dropped is there whole, what
 * is altered is there as it was and as it becomes. Names are those that hold when its turn comes.
 */
export type Operation =
  | SchemaOperation
  | EnumOperation
  | RenameEnum
  | AddEnumValue
  | RenameEnumValue
  | ReplaceEnum
  | TableOperation
  | RenameTable
  | ColumnOperation
  | RenameColumn
  | AlterType
  | NotNullOperation
  | SetDefault
  | DropDefault
  | AutoIncrementOperation
  | IdentityOperation
  | AlterIdentity
  | AlterSequence
  | GeneratedOperation
  | SetComment
  | DropComment
  | IndexOperation
  | UniqueOperation
  | PrimaryKeyOperation
  | CheckOperation
  | ExclusionOperation
  | ForeignKeyOperation
  | AlterForeignKey
  | RenameOfTable
  | ValidateConstraint;

export type OperationName = Operation['op'];

/** The operation of that name. */
export type OperationOf<Name extends OperationName> = Extract<Operation, { op: Name }>;

/** One kind for each name. */
type Each<Name extends string, Content> = Name extends string ? { op: Name } & Content : never;

interface OfTable {
  table: QualifiedName;
}

interface OfColumn extends OfTable {
  column: string;
}

export type SchemaOperation = Each<'createSchema' | 'dropSchema', { name: string }>;

export type EnumOperation = Each<'createEnum' | 'dropEnum', { enum: EnumType }>;

export interface RenameEnum {
  op: 'renameEnum';
  from: QualifiedName;
  to: QualifiedName;
}

/** What has to be converted, and what stands in the way of it, when an enum is rebuilt. */
export interface EnumUses {
  columns: (OfColumn & { isArray: boolean })[];
  /** Drops of what stands in the way; their reverse follows the conversion. */
  dependents: Operation[];
}

export interface AddEnumValue {
  op: 'addEnumValue';
  enum: QualifiedName;
  value: string;
  /** The value that it stands before; at the end where left out. */
  before?: string;
  /** The values before the change. */
  from: string[];
  uses: EnumUses;
}

export interface RenameEnumValue {
  op: 'renameEnumValue';
  enum: QualifiedName;
  from: string;
  to: string;
}

/** The type rebuilt under its own name, every column converted. */
export interface ReplaceEnum {
  op: 'replaceEnum';
  enum: QualifiedName;
  from: string[];
  to: string[];
  uses: EnumUses;
}

/** With all that belongs to the table. */
export type TableOperation = Each<'createTable' | 'dropTable', { table: Table }>;

export interface RenameTable {
  op: 'renameTable';
  from: QualifiedName;
  to: QualifiedName;
}

export type ColumnOperation = Each<'addColumn' | 'dropColumn', OfTable & { column: Column }>;

export interface RenameColumn extends OfTable {
  op: 'renameColumn';
  from: string;
  to: string;
}

export type ColumnType = Pick<Column, 'type' | 'enum'>;

export interface AlterType extends OfColumn {
  op: 'alterType';
  from: ColumnType;
  to: ColumnType;
  /** Where PostgreSQL does not convert by itself. */
  using?: string;
}

export type NotNullOperation = Each<'setNotNull' | 'dropNotNull', OfColumn>;

export interface SetDefault extends OfColumn {
  op: 'setDefault';
  from?: string;
  to: string;
}

export interface DropDefault extends OfColumn {
  op: 'dropDefault';
  from: string;
}

/** `serial` on and off: a sequence that the column owns and takes its default from. */
export type AutoIncrementOperation = Each<
  'addAutoIncrement' | 'dropAutoIncrement',
  OfColumn & { autoIncrement: AutoIncrement }
>;

export type IdentityOperation = Each<'addIdentity' | 'dropIdentity', OfColumn & { autoIncrement: AutoIncrement }>;

export interface AlterIdentity extends OfColumn {
  op: 'alterIdentity';
  from: AutoIncrement;
  to: AutoIncrement;
}

/** The sequence of a `serial`. */
export interface AlterSequence extends OfColumn {
  op: 'alterSequence';
  from: Sequence;
  to: Sequence;
}

/** The column is made anew as a generated one; or it keeps its values and is generated no more. */
export type GeneratedOperation = Each<
  'setGenerated' | 'dropGenerated',
  OfTable & {
    from: Column;
    to: Column;
    /** Drops of what would go with the column; their reverse follows. */
    dependents: Operation[];
  }
>;

export interface SetComment extends OfTable {
  op: 'setComment';
  /** Without it the comment is the table's. */
  column?: string;
  from?: string;
  to: string;
}

export interface DropComment extends OfTable {
  op: 'dropComment';
  column?: string;
  from: string;
}

export type IndexOperation = Each<'addIndex' | 'dropIndex', OfTable & { index: Index }>;

export type UniqueOperation = Each<'addUnique' | 'dropUnique', OfTable & { unique: Unique }>;

export type PrimaryKeyOperation = Each<'addPrimaryKey' | 'dropPrimaryKey', OfTable & { primaryKey: Key }>;

export type CheckOperation = Each<'addCheck' | 'dropCheck', OfTable & { check: Check }>;

export type ExclusionOperation = Each<'addExclusion' | 'dropExclusion', OfTable & { exclusion: Exclusion }>;

export type ForeignKeyOperation = Each<'addForeignKey' | 'dropForeignKey', OfTable & { foreignKey: ForeignKey }>;

/** The same columns and the same target; actions, match or deferral differ. */
export interface AlterForeignKey extends OfTable {
  op: 'alterForeignKey';
  from: ForeignKey;
  to: ForeignKey;
}

export type RenameOfTable = Each<
  'renameIndex' | 'renameConstraint',
  OfTable & {
    from: string;
    to: string;
  }
>;

export interface ValidateConstraint extends OfTable {
  op: 'validateConstraint';
  /** As it is after. */
  constraint: { kind: 'check'; check: Check } | { kind: 'foreignKey'; foreignKey: ForeignKey };
}

/** For the end of a `switch` over every kind: the compiler refuses a kind that was forgotten. */
export function unknownOperation(operation: never): never {
  throw new TypeError(`unknown operation: ${JSON.stringify(operation)}`);
}

/** Changes of one column that stays, but for what it is generated from. */
export const COLUMN_CHANGES = [
  'alterType',
  'setNotNull',
  'dropNotNull',
  'setDefault',
  'dropDefault',
  'addAutoIncrement',
  'dropAutoIncrement',
  'addIdentity',
  'dropIdentity',
  'alterIdentity',
  'alterSequence',
  'setComment',
  'dropComment',
] as const satisfies OperationName[];

/** Changes of a constraint, but for its name. */
export const CONSTRAINT_CHANGES = [
  'addPrimaryKey',
  'dropPrimaryKey',
  'addUnique',
  'dropUnique',
  'addCheck',
  'dropCheck',
  'addExclusion',
  'dropExclusion',
  'addForeignKey',
  'dropForeignKey',
  'alterForeignKey',
  'validateConstraint',
] as const satisfies OperationName[];
