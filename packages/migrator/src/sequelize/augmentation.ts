/**
 * What models can say beyond Sequelize, as plain data among their options. Importing anything of @roster/migrator types
 * it; Sequelize itself keeps these keys and does nothing with them.
 */

/** Who numbers an identity column when an INSERT gives a value: nobody but the database, or whoever comes first. */
export type IdentityKind = 'always' | 'byDefault';

export interface IdentityOptions {
  start?: number | bigint | string;
  increment?: number | bigint | string;
}

/** A foreign key of any number of columns; columns by their names in the database. */
export interface ForeignKeyOptions {
  name?: string;
  columns: string[];
  references: { schema?: string; table: string; columns: string[] };
  /** As in a column's options: `CASCADE`, `SET NULL` … */
  onDelete?: string;
  onUpdate?: string;
  deferrable?: 'immediate' | 'deferred';
}

/** Among a model's options. */
export interface TableExtras {
  /** CHECK constraints by name: `{ salary_positive: 'salary > 0' }`. */
  checks?: Record<string, string>;
  /** EXCLUDE constraints by name: `{ no_overlap: 'USING gist ("room" WITH =, "during" WITH &&)' }`. */
  exclusions?: Record<string, string>;
  foreignKeys?: ForeignKeyOptions[];
  /** The table's name before, in the same schema: a rename, not a drop and an add. */
  renamedFrom?: string;
}

/** Among a column's options. */
export interface ColumnExtras {
  /** The expression of a generated, stored column: `'"price" * "amount"'`. */
  generatedAs?: string;
  identity?: IdentityKind;
  identityOptions?: IdentityOptions;
  /** The name of the ENUM's type, `state` or `schema.state`; columns may share it. */
  enumName?: string;
  /** Beside `unique`: two rows with NULL are duplicates. Of PostgreSQL 15. */
  nullsNotDistinct?: boolean;
  /** The column's name before. */
  renamedFrom?: string;
}

/** Among an index's options. */
export interface IndexExtras {
  /** Columns that the index carries without being ordered by them. */
  include?: string[];
  /** Two rows with NULL are duplicates to a unique index. Of PostgreSQL 15. */
  nullsNotDistinct?: boolean;
  /** The index's name before. */
  renamedFrom?: string;
}

declare module 'sequelize/types/model' {
  // oxlint-disable-next-line no-unused-vars -- a merged declaration repeats the type parameter
  interface ModelOptions<M extends Model = Model> extends TableExtras {}
  // oxlint-disable-next-line no-unused-vars -- a merged declaration repeats the type parameter
  interface ModelAttributeColumnOptions<M extends Model = Model> extends ColumnExtras {}
}

declare module 'sequelize/types/dialects/abstract/query-interface' {
  interface IndexesOptions extends IndexExtras {}
}
