import type { SqlSection } from '../migration-file.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Hazard, HazardCode } from '../schema/hazard.ts';
import { hazards } from '../schema/hazards.ts';
import type { Operation } from '../schema/operation.ts';
import { shortName } from '../schema/problem.ts';
import type { Column, QualifiedName, Schema, Table } from '../schema/schema.ts';

/** What is known where a statement stands. */
export interface Scope {
  /** The schema as far as the texts of the migrations tell it: tables, columns and enums; of constraints only some. */
  picture: Schema;
  /** Where a name without a schema is looked for; NOWHERE where nobody can say. */
  schema: string;
  /** Whether the statement runs in a transaction with others. */
  transactional: boolean;
  /** Made by this migration: nobody else knows them yet. */
  newTables: NewTable[];
  newColumns: NewColumn[];
  newEnums: QualifiedName[];
}

export const DEFAULT_SCHEMA = 'public';

/** What no schema can be called. */
export const NOWHERE = '';

export interface NewColumn {
  table: QualifiedName;
  column: string;
  /** Whether no row has a value in it yet. */
  isBlank: boolean;
}

export interface NewTable extends QualifiedName {
  /** Whether the migration itself has copied rows into it. */
  isFilled: boolean;
}

/** What is known where a part of a migration begins. */
export const startOf = ({ transactional }: SqlSection, picture: Schema): Scope => ({
  picture,
  schema: DEFAULT_SCHEMA,
  transactional,
  newTables: [],
  newColumns: [],
  newEnums: [],
});

export const NOTHING_KNOWN: Schema = { schemas: [], enums: [], tables: [] };

/** One thing that a statement does. */
export interface Effect {
  hazards: Hazard[];
  /** On which table. */
  table?: QualifiedName;
  /** The diff's word for it, where it has one: it says what is known afterwards. */
  operation?: Operation;
  /** Other things that are known afterwards. */
  next?: (scope: Scope) => Partial<Scope>;
}

/** What one of the diff's operations does. */
export const effectOf = (operation: Operation, found: Hazard[] = hazards(operation)): Effect => ({
  operation,
  hazards: found,
  ...('table' in operation && { table: { schema: operation.table.schema, name: operation.table.name } }),
});

/** What no operation of the diff does. */
export const danger = (code: HazardCode, text: string, table?: QualifiedName): Effect => ({
  hazards: [{ code, text, ...(table !== undefined && { table: shortName(table) }) }],
  ...(table !== undefined && { table }),
});

/** A table of which nothing but its name is known. */
export const unknownTable = ({ schema, name }: QualifiedName): Table => ({
  schema,
  name,
  columns: [],
  uniques: [],
  checks: [],
  foreignKeys: [],
  exclusions: [],
  indexes: [],
});

export const tableIn = ({ picture }: Pick<Scope, 'picture'>, name: QualifiedName): Table | undefined =>
  picture.tables.find((table) => isSameName(table, name));

export const columnIn = (scope: Pick<Scope, 'picture'>, table: QualifiedName, column: string): Column | undefined =>
  tableIn(scope, table)?.columns.find(({ name }) => name === column);

export const isNewColumn = ({ newColumns }: Scope, table: QualifiedName, column: string): boolean =>
  newColumns.some((item) => isSameName(item.table, table) && item.column === column);

/** Rows are written, and the columns that the migration adds to the table may hold values; of every table where none is named. */
export const written = (table?: QualifiedName): Effect => ({
  hazards: [],
  ...(table !== undefined && { table }),
  next: ({ newColumns }) => ({
    newColumns: newColumns.map((column) =>
      table === undefined || isSameName(column.table, table) ? { ...column, isBlank: false } : column,
    ),
  }),
});
