import type { Difference } from '../schema/drift.ts';
import type { OperationJson } from '../schema/operation-json.ts';
import type { Problem } from '../schema/problem.ts';
import type { MigrationStatus } from '../state.ts';
import type { SchemaFileState } from './schema-file.ts';
import type { Source } from './sources.ts';

/** A database that is checked too. */
export interface CheckedDatabase {
  status(): Promise<MigrationStatus[]>;
  source: Source;
}

export interface Checked {
  /** Whether everything is as it should be. */
  ok: boolean;
  /** What leads from the migrations to the models; a drop and an add that may be one rename are a drop and an add. */
  operations: OperationJson[];
  /** What differs, too, and no operation changes. */
  problems: Problem[];
  schemaFile: SchemaFileState;
  /** Names of migrations; empty where no database was looked at. */
  pending: string[];
  edited: string[];
  missing: string[];
  outOfOrder: string[];
  /** What the database has and its applied migrations don't make, or the other way round; null: not looked at. */
  drift: Difference[] | null;
}

export type Found = Pick<Checked, 'pending' | 'edited' | 'missing' | 'outOfOrder' | 'drift'>;

export const NOT_LOOKED_AT: Found = { pending: [], edited: [], missing: [], outOfOrder: [], drift: null };
