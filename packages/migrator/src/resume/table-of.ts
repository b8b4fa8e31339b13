import type { RangeVar } from 'libpg-query';
import { quoteIdentifier } from '../schema/quote.ts';

/** A name of a statement, quoted, for SQL and for to_regclass to find as the statement would. */
export const tableOf = ({ schemaname, relname = '' }: RangeVar = {}): string => quoted([schemaname, relname]);

export const quoted = (parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .map(quoteIdentifier)
    .join('.');
