/**
 * What a database's schema is, as plain data: it can be compared, printed as JSON and hashed, and it holds no cycle. Both
 * sides of every comparison have this form, and PostgreSQL itself has printed every type, expression and definition in it.
 *
 * Optional keys are left out where there is nothing to say, so that two schemas that mean the same are the same JSON.
 */
export interface Schema {
  /** The managed schemas that exist, in order of name. */
  schemas: string[];
  enums: EnumType[];
  tables: Table[];
}

/** A name with its schema; every reference between things is one of these. */
export interface QualifiedName {
  schema: string;
  name: string;
}

export interface EnumType extends QualifiedName {
  /** In their sort order. */
  values: string[];
}

export interface Table extends QualifiedName {
  comment?: string;
  /** In their order; the order means nothing to a comparison. */
  columns: Column[];
  primaryKey?: Key;
  uniques: Unique[];
  checks: Check[];
  foreignKeys: ForeignKey[];
  exclusions: Exclusion[];
  /** Those that stand for themselves: the index of a constraint belongs to the constraint. */
  indexes: Index[];
  /** `LIST (region)`, where it is partitioned; its partitions are not managed. */
  partitionBy?: string;
  /** UNLOGGED: a crash of the server empties it. */
  unlogged?: true;
  /** The tables that it inherits from, in their order. */
  inherits?: QualifiedName[];
}

export interface Column {
  name: string;
  /** As `format_type` prints it with an empty search_path: `character varying(40)`, `public.mood[]`. */
  type: string;
  /** The managed enum that the type is, or is an array of. */
  enum?: QualifiedName;
  nullable: boolean;
  /** A NOT NULL that old rows are not held to yet, of PostgreSQL 18: `nullable` till it is validated. */
  unvalidatedNotNull?: string;
  /** As `pg_get_expr` prints it; never that of `serial`, which is `autoIncrement`. */
  default?: string;
  /** A generated column's expression. */
  generated?: Generated;
  /** Numbers by itself: `serial`, or an identity column. */
  autoIncrement?: AutoIncrement;
  comment?: string;
}

export interface Generated {
  expression: string;
  /** `virtual` is of PostgreSQL 18. */
  kind: 'stored' | 'virtual';
}

export interface AutoIncrement {
  kind: 'serial' | 'always' | 'byDefault';
  sequence: Sequence;
}

/** A sequence that a column owns. Numbers are text: they go up to 2^63. */
export interface Sequence extends QualifiedName {
  type: string;
  start: string;
  increment: string;
  minimum: string;
  maximum: string;
  cycle: boolean;
  /** How many numbers a session takes at once; 1 is left out. */
  cache?: string;
}

export interface Key {
  name: string;
  columns: string[];
  /** Columns of INCLUDE. */
  include?: string[];
  deferrable?: Deferrable;
  /** The last column is WITHOUT OVERLAPS, of PostgreSQL 18. */
  withoutOverlaps?: true;
}

export interface Unique extends Key {
  /** NULLS NOT DISTINCT, of PostgreSQL 15. */
  nullsNotDistinct?: true;
}

export type Deferrable = 'immediate' | 'deferred';

export interface Check {
  name: string;
  /** As `pg_get_constraintdef` prints it, from the parenthesis on. */
  expression: string;
  notValid?: true;
  noInherit?: true;
  /** NOT ENFORCED, of PostgreSQL 18. */
  notEnforced?: true;
}

export type ReferentialAction = 'noAction' | 'restrict' | 'cascade' | 'setNull' | 'setDefault';

export interface ForeignKey {
  name: string;
  columns: string[];
  references: QualifiedName & { columns: string[] };
  onDelete: ReferentialAction;
  onUpdate: ReferentialAction;
  /** Those that `setNull` and `setDefault` set, where it is not all; of PostgreSQL 15. */
  onDeleteColumns?: string[];
  /** MATCH FULL; the default MATCH SIMPLE is left out. */
  match?: 'full';
  deferrable?: Deferrable;
  notValid?: true;
  /** NOT ENFORCED, of PostgreSQL 18. */
  notEnforced?: true;
  /** The last column of either side is a PERIOD, of PostgreSQL 18. */
  period?: true;
}

export interface Exclusion {
  name: string;
  /** As `pg_get_constraintdef` prints it behind EXCLUDE. */
  definition: string;
}

export interface Index {
  name: string;
  unique: boolean;
  /** `btree`, `gin` … */
  method: string;
  /** Each as `pg_get_indexdef` prints it: column or expression, operator class and order. */
  keys: IndexKey[];
  include?: string[];
  nullsNotDistinct?: true;
  /** The predicate of a partial index. */
  where?: string;
  /** Left by a CREATE INDEX CONCURRENTLY that was cut: it serves nobody. */
  invalid?: true;
}

export interface IndexKey {
  /** The column, where the key is one. */
  column?: string;
  /** Column or expression with operator class, collation and order, as in CREATE INDEX. */
  definition: string;
}
