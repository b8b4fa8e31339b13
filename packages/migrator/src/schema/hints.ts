import type { QualifiedName } from './schema.ts';

/** A name of the wanted side that nobody gave: of a constraint, an index, or the sequence of a `serial`. */
export interface UnnamedObject {
  schema: string;
  table: string;
  name: string;
}

/** One rename, as a diff proposes it and as a user decides it. */
export type Rename =
  | { kind: 'table'; from: QualifiedName; to: QualifiedName }
  | { kind: 'column'; table: QualifiedName; from: string; to: string }
  | { kind: 'enum'; from: QualifiedName; to: QualifiedName }
  | { kind: 'enumValue'; enum: QualifiedName; from: string; to: string }
  | { kind: 'index' | 'constraint'; table: QualifiedName; from: string; to: string };

/** What a diff is told beyond the two schemas. All of it may be left out. */
export interface Hints {
  /** Their names are not compared: they match by what they are. */
  unnamed?: readonly UnnamedObject[];
  /** Decided renames. The table of a column is named as it will be; so is the enum of a value. */
  renames?: readonly Rename[];
  /** What models say for good. Ignored where it is done, or where there is nothing of the old name. */
  renamedFrom?: readonly Rename[];
  /** Nothing else is a rename: no candidates. */
  noRenames?: boolean;
  /** How old values become new ones: `table.column` or `schema.table.column`, as they will be named, to an expression. */
  using?: Readonly<Record<string, string>>;
  /** Both sides are databases: defaults are compared as they are written, and serial is not identity. */
  exact?: boolean;
  /** The schema that may be left out in names. Default `public`. */
  defaultSchema?: string;
}

/** What models say about their schema that is no part of the schema itself: a diff takes it as its hints. */
export interface ModelHints {
  /** Constraints and indexes whose name the model does not give. */
  unnamed: UnnamedObject[];
  /** Of tables, columns and indexes. */
  renamedFrom: Rename[];
}
