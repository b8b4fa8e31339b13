import type { QualifiedName } from './schema.ts';

/** Why a diff is not the whole way from one schema to the other. */
export interface Problem {
  code: ProblemCode;
  /** `table staff.employee`, `column employee.nick`. */
  object: string;
  text: string;
}

export type ProblemCode =
  /** A decided rename of, or to, what is not there. */
  | 'RENAME_UNKNOWN'
  /** A decided rename to a name that is taken. */
  | 'RENAME_TAKEN'
  /** Two things would have one name on the way. */
  | 'NAME_COLLISION'
  /** No operation leads from one to the other. */
  | 'INEXPRESSIBLE'
  /** The operations lead there, their reverse does not lead back. */
  | 'IRREVERSIBLE';

/** A name as a user writes it: without the default schema, or without any where none is known (''). */
export const shortName = ({ schema, name }: QualifiedName, defaultSchema = 'public'): string =>
  schema === defaultSchema || schema === '' ? name : `${schema}.${name}`;
