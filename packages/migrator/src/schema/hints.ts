/** What models say about their schema that is no part of the schema itself. */
export interface ModelHints {
  /** Constraints and indexes whose name the model does not give: their names are not compared. */
  unnamed: NameInTable[];
  /** `renamedFrom` of tables, columns and indexes. */
  renames: Rename[];
}

export interface NameInTable {
  schema: string;
  table: string;
  name: string;
}

/** `table` is the table's name as it is wanted, also where the table is renamed too. */
export type Rename =
  | { kind: 'table'; schema: string; from: string; to: string }
  | { kind: 'column' | 'index'; schema: string; table: string; from: string; to: string };
