import type { Rename, UnnamedObject } from '../schema/hints.ts';
import type {
  AutoIncrement,
  Check,
  Column,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  QualifiedName,
  Table,
  Unique,
} from '../schema/schema.ts';

/** A table as one model says it: what PostgreSQL names by itself has no name yet. */
export interface TableDraft extends QualifiedName {
  /** The models that say it. */
  models: string[];
  comment?: string;
  columns: ColumnDraft[];
  primaryKey: string[];
  uniques: UniqueDraft[];
  checks: Check[];
  exclusions: Exclusion[];
  foreignKeys: ForeignKeyDraft[];
  indexes: IndexDraft[];
  enums: EnumType[];
  renames: Rename[];
}

export interface ColumnDraft extends Omit<Column, 'autoIncrement'> {
  attribute: string;
  numbering?: Numbering;
}

/** An `autoIncrement` whose sequence has no name yet. */
export interface Numbering {
  kind: AutoIncrement['kind'];
  start: bigint;
  increment: bigint;
}

export type UniqueDraft = Omit<Unique, 'name'> & { name?: string };

export interface ForeignKeyDraft extends Omit<ForeignKey, 'name' | 'references'> {
  name?: string;
  /** Where no schema is named, Sequelize means the referencing table's own. */
  references: { schema: string | undefined; name: string; columns: string[] };
  /** The model and its attribute or option, for messages. */
  model: string;
  part: string;
}

export interface IndexDraft extends Index {
  /** Whether the model gives the name. */
  named: boolean;
  /** The columns that its predicate names. */
  whereColumns: string[];
}

/** A draft with all its names chosen. */
export interface NamedTable {
  table: Table;
  unnamed: UnnamedObject[];
}
