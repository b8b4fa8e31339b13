import { isSameDefault } from './default-value.ts';
import type { AutoIncrement, Column } from './schema.ts';

/** Which names of the wanted table may give way to others. */
export interface Naming {
  isUnnamed(name: string): boolean;
  /** Whether another thing of the wanted side needs the name. */
  isWanted(name: string): boolean;
}

/** The wanted column with the default and the numbering of the other, where they come to the same. */
export function alignColumn(column: Column, was: Column, naming: Naming, exact: boolean): Column {
  const { default: wanted, autoIncrement, ...rest } = column;
  const wish = exact ? autoIncrement : withCache(autoIncrement, was.autoIncrement);
  const numbering = alignAutoIncrement(wish, was.autoIncrement, naming, exact);
  const value = exact || column.type !== was.type ? wanted : alignDefault(wanted, was.default, column.type);
  return {
    ...rest,
    ...(value !== undefined && { default: value }),
    ...(numbering !== undefined && { autoIncrement: numbering }),
  };
}

const alignDefault = (wanted: string | undefined, was: string | undefined, type: string): string | undefined =>
  isSameDefault(wanted, was, type) ? was : wanted;

/** Models can't say how many numbers a session takes at once. */
const withCache = (wanted: AutoIncrement | undefined, was: AutoIncrement | undefined): AutoIncrement | undefined =>
  wanted === undefined || was?.sequence.cache === undefined
    ? wanted
    : { ...wanted, sequence: { cache: was.sequence.cache, ...wanted.sequence } };

/** A wish for `serial` is a wish for numbers: an identity column fulfils it. */
function alignAutoIncrement(
  wanted: AutoIncrement | undefined,
  was: AutoIncrement | undefined,
  { isUnnamed, isWanted }: Naming,
  exact: boolean,
): AutoIncrement | undefined {
  if (wanted === undefined || was === undefined) return wanted;
  const { schema, name } = was.sequence;
  const isFulfilled = !exact && wanted.kind === 'serial' && was.kind !== 'serial';
  const keepsName = (isFulfilled || isUnnamed(wanted.sequence.name)) && !isWanted(name);
  return {
    kind: isFulfilled ? was.kind : wanted.kind,
    sequence: keepsName ? { ...wanted.sequence, schema, name } : wanted.sequence,
  };
}
